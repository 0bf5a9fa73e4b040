package dev.assay.spec.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.spec.AssayException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
    private static final List<Question> SIX = List.of(1, 1, 2, 2, 3, 3).stream()
            .map(level -> new Question(level, "level " + level + "?", Question.VISION))
            .toList();

    private static List<Boolean> answers(String bits) {
        return bits.chars().mapToObj(c -> c == '1').toList();
    }

    @ParameterizedTest
    @CsvSource({
        "111111, 6",
        "011111, 1",
        "101111, 1",
        "001111, 0",
        "110111, 3",
        "111011, 3",
        "110011, 2",
        "111101, 5",
        "000000, 0"
    })
    void aNoTakesTheLevelsAboveItAway(String answers, int counted) {
        assertThat(Gates.score(SIX, answers(answers))).isCloseTo(counted / 6.0, within(0.0));
    }

    @Test
    void thePlacesThatCountAreThoseOfTheAnswers() {
        assertThat(Gates.gated(SIX, answers("111011"))).isEqualTo(answers("111000"));
    }

    @Test
    void answersThatDoNotPairAreRefused() {
        assertThatThrownBy(() -> Gates.score(SIX, answers("11"))).hasMessageContaining("2 answers to 6 questions");
    }

    @Test
    void aQuestionNamesAJudgeThatExists() {
        assertThat(new Question(1, "all there?", "code:count").check()).isEqualTo(CodeCheck.COUNT);
        assertThatThrownBy(() -> new Question(1, "all there?", "code:cuont"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean count?");
        assertThatThrownBy(() -> new Question(4, "all there?", Question.VISION)).hasMessageContaining("level 4");
        assertThatThrownBy(() -> new Question(1, "all there?", "me")).hasMessageContaining("vision or code:");
    }
}
