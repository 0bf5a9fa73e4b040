package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.spec.AssayException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelPolicyTest {
    @Test
    void balancedTakesClassesInTurn() {
        LabelPolicy policy = LabelPolicies.named("balanced", Map.of("classes", 3));
        assertThat(IntStream.range(0, 7).map(i -> policy.label(1, i))).containsExactly(0, 1, 2, 0, 1, 2, 0);
        assertThat(policy.label(1, 3_000_000_001L)).isEqualTo(1);
    }

    @Test
    void blocksTakeClassesOneAfterTheOther() {
        LabelPolicy policy = LabelPolicies.named("blocks", Map.of("classes", 3, "images", 7));
        assertThat(IntStream.range(0, 7).map(i -> policy.label(1, i))).containsExactly(0, 0, 0, 1, 1, 2, 2);
        assertThatThrownBy(() -> policy.label(1, 7)).hasMessageContaining("numbered 0 to 6");
    }

    @ParameterizedTest
    @CsvSource({"balanced, 1000", "blocks, 1000", "balanced, 1003", "blocks, 1003"})
    void countsDifferByOneAtMost(String name, int images) {
        LabelPolicy policy = name.equals("blocks") ? new LabelPolicy.Blocks(10, images) : new LabelPolicy.Balanced(10);
        long[] counts = counts(policy, 10, images);
        for (long count : counts) {
            assertThat(count).isBetween(images / 10L, (images + 9) / 10L);
        }
    }

    /** Chi squared of 9 degrees of freedom is above 27.9 once in a thousand. */
    @Test
    void randomClassesAreEquallyLikely() {
        int images = 20_000;
        double chi = 0;
        for (long count : counts(LabelPolicies.named("random", Map.of("classes", 10)), 10, images)) {
            chi += Math.pow(count - images / 10.0, 2) / (images / 10.0);
        }
        assertThat(chi).isLessThan(27.9);
    }

    private static long[] counts(LabelPolicy policy, int classes, int images) {
        long[] counts = new long[classes];
        IntStream.range(0, images).forEach(i -> counts[policy.label(5, i)]++);
        return counts;
    }

    @Test
    void randomClassesDependOnSeedAndImageAlone() {
        LabelPolicy policy = new LabelPolicy.Random(1000);
        assertThat(policy.label(5, 77)).isEqualTo(new LabelPolicy.Random(1000).label(5, 77));
        long same = IntStream.range(0, 10_000)
                .filter(i -> policy.label(5, i) == policy.label(6, i))
                .count();
        // 10 are expected by chance, with a deviation of 3.2.
        assertThat((double) same).isCloseTo(10, within(16.0));
    }

    @Test
    void randomReachesTheLastClass() {
        assertThat(IntStream.range(0, 1000).map(i -> new LabelPolicy.Random(3).label(1, i)))
                .contains(0, 1, 2)
                .allMatch(c -> c >= 0 && c < 3);
    }

    @Test
    void fixedIsOneClass() {
        assertThat(LabelPolicies.named("fixed", Map.of("label", 207)).label(9, 4))
                .isEqualTo(207);
    }

    @Test
    void wrongSettingsAreOneClearError() {
        assertThatThrownBy(() -> LabelPolicies.named("balance", Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean balanced?");
        assertThatThrownBy(() -> LabelPolicies.named("random", Map.of("classes", 0)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("classes of label policy random: it is 0");
        assertThatThrownBy(() -> LabelPolicies.named("fixed", Map.of("label", 1.5)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a whole number");
    }
}
