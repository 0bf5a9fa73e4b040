package dev.assay.reference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TokenRuleTest {
    private static final long START = 49406;
    private static final long END = 49407;

    @Test
    void theTowersOfStableDiffusion3ArePaddedAsThere() {
        JsonNode golden = Parity.golden("text_encoders.json").get("token_ids");
        for (int i = 0; i < 2; i++) {
            long[] first = Parity.longs(golden.get("clip_l").get(i));
            long[] text = Arrays.copyOf(
                    first, 1 + Arrays.stream(first).boxed().toList().indexOf(END));
            assertThat(TokenRule.CLIP_L.apply(text).ids()).containsExactly(first);
            assertThat(TokenRule.CLIP_G.apply(text).ids())
                    .containsExactly(Parity.longs(golden.get("clip_g").get(i)));
        }
    }

    @Test
    void anEmptyTextIsItsStartAndEnd() {
        long[] empty = {START, END};
        assertThat(TokenRule.CLIP_L.apply(empty).ids()).hasSize(77).startsWith(START, END, END);
        assertThat(TokenRule.CLIP_G.apply(empty).ids()).hasSize(77).startsWith(START, END, 0);
        assertThat(TokenRule.T5_PIXART.apply(new long[] {1}).ids()).hasSize(120).startsWith(1, 0, 0);
        assertThat(TokenRule.T5_SD3.apply(new long[] {1}).ids()).hasSize(256);
    }

    @Test
    void aLongTextKeepsItsEnd() {
        long[] text =
                LongStream.concat(LongStream.range(0, 99), LongStream.of(END)).toArray();
        TokenRule.Tokens cut = TokenRule.CLIP_G.apply(text);
        assertThat(Arrays.copyOf(cut.ids(), 76)).containsExactly(Arrays.copyOf(text, 76));
        assertThat(cut.ids()).hasSize(77).endsWith(END);
        assertThat(cut.mask()).hasSize(77).containsOnly(1);
        assertThat(text[76]).isEqualTo(76); // what was given stays
    }

    @Test
    void theMaskTellsTheTextFromItsPadding() {
        TokenRule.Tokens tokens = TokenRule.T5_PIXART.apply(new long[] {5, 6, 1});
        assertThat(tokens.mask()).hasSize(120).startsWith(1, 1, 1, 0).endsWith(0);
        assertThat(Arrays.stream(tokens.mask()).sum()).isEqualTo(3);
    }

    @Test
    void theReferenceOfStableDiffusion3KeepsLongTextsWhole() {
        assertThat(TokenRule.T5_SD3_REFERENCE.apply(new long[5]).ids()).hasSize(77);
        assertThat(TokenRule.T5_SD3_REFERENCE.apply(new long[300]).ids()).hasSize(300);
    }

    @Test
    void rulesAreFoundByName() {
        assertThat(TokenRule.of("12:5")).isEqualTo(new TokenRule(12, 12, 5));
        assertThatThrownBy(() -> TokenRule.of("9999:0"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("9999 to 9999 tokens");
        assertThat(TokenRule.of("clip-l")).isEqualTo(TokenRule.CLIP_L);
        assertThatThrownBy(() -> TokenRule.of("clip-h"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("clip-g");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new TokenRule(5, 4, 0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("5 to 4 tokens");
        assertThatThrownBy(() -> TokenRule.CLIP_L.apply(new long[0]))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("there is none");
    }
}
