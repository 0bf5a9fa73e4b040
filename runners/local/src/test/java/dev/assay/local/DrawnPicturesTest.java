package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawnPicturesTest {
    private static final DrawnPictures DRAWN = new DrawnPictures();
    private static final GroupCase EDIT =
            GroupBenchmarks.named("group-benchmark").caseNamed("local_editing-07");

    private static double share(boolean[] mask) {
        return IntStream.range(0, mask.length).filter(i -> mask[i]).count() / (double) mask.length;
    }

    private static boolean[] mask(Image reference) {
        return DRAWN.mayChange(EDIT, EDIT.targets().get(0), reference).orElseThrow();
    }

    /** The share grows by the rim that a resize adds, two pixels of the smaller size at most. */
    @ParameterizedTest
    @CsvSource({"256, 256", "100, 140", "1024, 1024"})
    void masksFitAReferenceOfAnySize(int height, int width) {
        Member before = EDIT.references().get(0);
        Image drawn = DRAWN.picture(EDIT, before).orElseThrow();
        boolean[] scaled = mask(Fitted.to(drawn, height, width));
        assertThat(scaled).hasSize(height * width);
        assertThat(share(mask(drawn))).isBetween(0.005, 0.1);
        assertThat(share(scaled)).isCloseTo(share(mask(drawn)), within(0.03));
    }

    @Test
    void casesThatDoNotAskForItHaveNone() {
        GroupCase other = GroupBenchmarks.named("group-benchmark").caseNamed("colorization-01");
        Image lines = DRAWN.picture(other, other.references().get(0)).orElseThrow();
        assertThat(DRAWN.mayChange(other, other.targets().get(0), lines)).isEmpty();
    }
}
