package dev.assay.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    private static final List<String> KNOWN = List.of("exact", "adm", "torch-fidelity", "pytorch-fid");

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "same, same, 0", "ab, ba, 2"})
    void distanceCountsInsertionsDeletionsAndReplacements(String a, String b, int expected) {
        assertThat(Names.distance(a, b)).isEqualTo(expected);
        assertThat(Names.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void misspeltNameIsAnsweredWithTheNearestFirst() {
        assertThat(Names.unknown("preset", "pytorch-fdi", KNOWN))
                .hasMessage("preset 'pytorch-fdi': no such preset; there are exact, adm, torch-fidelity, pytorch-fid; "
                        + "did you mean pytorch-fid?");
    }

    @Test
    void nameLikeNoOtherIsAnsweredWithTheListAlone() {
        assertThat(Names.near("zzzzzzzz", KNOWN)).isEmpty();
        assertThat(Names.unknown("preset", "zzzzzzzz", KNOWN)).hasMessageEndingWith("choose one of them");
    }
}
