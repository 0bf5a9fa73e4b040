package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingRunTest {
    private static final ImageShape SHAPE = new ImageShape(2, 3, 3);
    private static final int N = SHAPE.elements();

    /** Images of a class are drawn towards its number. */
    private static final LabelledDenoiser NETWORK = labels -> ConditionalDenoiser.of(
            (x, t) -> Estimate.of(noise(x, t, i -> 0.1 * labels[i / N])), (x, t) -> Estimate.of(noise(x, t, i -> 0)));

    private static double[] noise(double[] x, double t, java.util.function.IntToDoubleFunction shift) {
        double[] noise = SamplerValues.noise(x, t);
        for (int i = 0; i < noise.length; i++) {
            noise[i] += shift.applyAsDouble(i);
        }
        return noise;
    }

    private static SamplingRun run(String sampler, Map<String, Object> settings, Guidance guidance) {
        return new SamplingRun(
                SHAPE,
                Schedules.named("linear"),
                Samplers.named(sampler, settings),
                guidance,
                new LabelPolicy.Random(10),
                42);
    }

    @Test
    void imagesDependOnTheirNumberAlone() {
        SamplingRun run = run("ddim", Map.of("steps", 5, "eta", 1), new Guidance.Constant(2));
        double[] all = run.sample(NETWORK, Progress.NONE, 0, 1, 2, 3);
        double[] some = run.sample(NETWORK, Progress.NONE, 3, 1);
        assertThat(Arrays.copyOfRange(some, 0, N)).isEqualTo(Arrays.copyOfRange(all, 3 * N, 4 * N));
        assertThat(Arrays.copyOfRange(some, N, 2 * N)).isEqualTo(Arrays.copyOfRange(all, N, 2 * N));
    }

    @Test
    void labelsFollowThePolicyAndReachTheNetwork() {
        SamplingRun run = run("ddim", Map.of("steps", 2), new Guidance.None());
        List<int[]> seen = new ArrayList<>();
        run.sample(
                labels -> {
                    seen.add(labels);
                    return NETWORK.of(labels);
                },
                Progress.NONE,
                8,
                5);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0)).containsExactly(run.labels(8, 5));
        assertThat(run.labels(5)[0]).isEqualTo(run.labels().label(42, 5));
    }

    @Test
    void progressCountsCallsUpToTheirNumber() {
        List<String> told = new ArrayList<>();
        run("heun", Map.of("steps", 3), new Guidance.Constant(3))
                .sample(NETWORK, (done, all) -> told.add(done + "/" + all), 0);
        assertThat(told).containsExactly("1/5", "2/5", "3/5", "4/5", "5/5");
    }

    @Test
    void guidanceOfWeightOneIsTheConditionalNetwork() {
        double[] none =
                run("dpm-solver++", Map.of("steps", 6), new Guidance.None()).sample(NETWORK, Progress.NONE, 1, 2);
        double[] one = run("dpm-solver++", Map.of("steps", 6), new Guidance.Constant(1))
                .sample(NETWORK, Progress.NONE, 1, 2);
        double[] two = run("dpm-solver++", Map.of("steps", 6), new Guidance.Constant(2))
                .sample(NETWORK, Progress.NONE, 1, 2);
        assertThat(one).isEqualTo(none);
        assertThat(two).isNotEqualTo(none);
    }

    @Test
    void imagesThatAreNotFiniteAreAnErrorWithTheirNumber() {
        SamplingRun run = run("ddim", Map.of("steps", 2), new Guidance.None());
        LabelledDenoiser broken = labels -> ConditionalDenoiser.of(
                (x, t) -> {
                    double[] noise = x.clone();
                    noise[N] = Double.NaN;
                    return Estimate.of(noise);
                },
                (x, t) -> Estimate.of(x));
        assertThatThrownBy(() -> run.sample(broken, Progress.NONE, 6, 7))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("image 7: sampling gave NaN");
    }

    @Test
    void anInterruptEndsARun() {
        SamplingRun run = run("ddim", Map.of("steps", 5), new Guidance.None());
        Progress stop = (done, all) -> {
            if (done == 2) {
                Thread.currentThread().interrupt();
            }
            assertThat(done).isLessThanOrEqualTo(2);
        };
        try {
            assertThatThrownBy(() -> run.sample(NETWORK, stop, 0))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
