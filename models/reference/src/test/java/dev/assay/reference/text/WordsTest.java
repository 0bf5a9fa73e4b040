package dev.assay.reference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {
    private final Words words = new Words(List.of("grinning", "face", "o"));

    @Test
    void wordsAreNumberedFromTwoAndTheRestIsPadding() {
        assertThat(words.tokens("GRINNING, Face", 4)).containsExactly(2, 3, Words.PADDING, Words.PADDING);
        assertThat(words.tokens()).isEqualTo(5);
    }

    @Test
    void unknownWordsKeepTheirPlaceAndLongTextsAreCut() {
        assertThat(words.tokens("face of o'clock face", 4)).containsExactly(3, Words.UNKNOWN, 4, Words.UNKNOWN);
    }

    @Test
    void textWithoutWordsIsPaddingAlone() {
        assertThat(words.tokens(" -- ", 2)).containsExactly(Words.PADDING, Words.PADDING);
    }

    @Test
    void vocabulariesHoldEachWordOnce() {
        assertThatThrownBy(() -> new Words(List.of("face", "face"))).isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> new Words(List.of("two words"))).isInstanceOf(AssayException.class);
    }
}
