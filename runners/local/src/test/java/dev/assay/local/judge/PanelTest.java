package dev.assay.local.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PanelTest {
    private static final Verdict YES = Verdict.of(true, "");
    private static final Verdict NO = Verdict.of(false, "");
    private static final Verdict NONE = Verdict.invalid("");

    private static Panel.Ruling ruling(Verdict... verdicts) {
        Judge judge = new Judge() {
            @Override
            public String name() {
                return "list";
            }

            @Override
            public Map<String, String> identity() {
                return Map.of();
            }

            @Override
            public Verdict ask(Query query, int run) {
                return verdicts[run];
            }
        };
        return new Panel(judge, verdicts.length).rule(new Query("", "", List.of(), List.of()));
    }

    @Test
    void theMajorityOfValidAnswersCounts() {
        assertThat(ruling(YES, NO, YES).passed()).isTrue();
        assertThat(ruling(YES, NO, NO).passed()).isFalse();
        assertThat(ruling(YES, NONE, NONE).passed()).isTrue();
        assertThat(ruling(YES, NO, NONE).passed()).isFalse();
        assertThat(ruling(NONE, NONE, NONE).valid()).isFalse();
        assertThat(ruling(NONE, NONE, NONE).passed()).isFalse();
        assertThat(ruling(YES, NONE, NONE).invalid()).isEqualTo(2);
    }

    @Test
    void agreementIsCountedInPairs() {
        assertThat(ruling(YES, YES, NO).pairs()).isEqualTo(3);
        assertThat(ruling(YES, YES, NO).agreeing()).isEqualTo(1);
        assertThat(ruling(NO, NO, NO).agreeing()).isEqualTo(3);
        assertThat(ruling(YES, YES, NO, NO, NONE).pairs()).isEqualTo(6);
        assertThat(ruling(YES, YES, NO, NO, NONE).agreeing()).isEqualTo(2);
    }

    @Test
    void fewerThanThreeRunsHaveNoMajority() {
        assertThatThrownBy(() -> ruling(YES, NO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reasonsAreOneShortLine() {
        assertThat(Verdict.of(true, "a\n\u001b[31mb\t c").reason()).isEqualTo("a [31mb c");
        assertThat(Verdict.of(true, "x".repeat(9000)).reason()).hasSize(501);
    }
}
