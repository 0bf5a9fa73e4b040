package dev.assay.datasets.drawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupLock;
import org.junit.jupiter.api.Test;

class GroupPicturesTest {
    /** Another picture under an old version is another benchmark: raise the version and add what the message holds. */
    @Test
    void thePicturesAreThoseLockedForTheVersion() {
        GroupBenchmark benchmark = GroupBenchmarks.named("group-benchmark");
        GroupPictures.Checked checked = GroupPictures.check(benchmark);
        assertThat(checked.problems()).isEmpty();
        assertThat(GroupLock.of(benchmark.id(), benchmark.version()))
                .contains(GroupLock.now(benchmark, checked.hash()));
    }
}
