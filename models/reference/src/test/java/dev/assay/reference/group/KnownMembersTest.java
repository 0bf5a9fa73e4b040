package dev.assay.reference.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.NoiseSchedule;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.diffusion.Schedules;
import dev.assay.reference.group.KnownMembers.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Groups of two members of one and two pixels, two channels, two groups in a batch; the second member is given. */
class KnownMembersTest {
    private static final Members MEMBERS = new Members(2, List.of(new Members.Size(1, 1), new Members.Size(1, 2)));
    private static final NoiseSchedule COSINE = Schedules.named("cosine");
    private static final double[] IMAGES = {0, 1, 2, 0, 3, 4, 0, 5, 6, 0, 7, 8};
    private static final double[] NOISE = {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12};

    private static KnownMembers known(Mode mode) {
        return new KnownMembers(MEMBERS, List.of(false, true), mode);
    }

    @Test
    void givenMembersAreTakenFromTheOthersInEveryChannelOfEveryGroup() {
        assertThat(known(Mode.REPLACE).replaced(NOISE, IMAGES))
                .containsExactly(-1, 1, 2, -4, 3, 4, -7, 5, 6, -10, 7, 8);
    }

    @Test
    void theNetworkIsShownWhatNoiseMakesOfTheReferenceAtThatTime() {
        double[] x = new double[12];
        double t = 0.4;
        List<double[]> seen = new ArrayList<>();
        Denoiser<double[]> watched = (at, time) -> {
            seen.add(at);
            return Estimate.of(new double[12]);
        };
        double[] noise = known(Mode.REPLACE)
                .shown(watched, COSINE, IMAGES, NOISE)
                .at(x, t)
                .noise();
        assertThat(seen.get(0)[0]).isZero();
        assertThat(seen.get(0)[1]).isEqualTo(COSINE.alpha(t) * 1 + COSINE.sigma(t) * -2);
        assertThat(seen.get(0)[11]).isEqualTo(COSINE.alpha(t) * 8 + COSINE.sigma(t) * -12);
        assertThat(noise).containsExactly(0, -2, -3, 0, -5, -6, 0, -8, -9, 0, -11, -12);
    }

    @Test
    void cleanReferencesHaveNoNoiseAndNoTime() {
        List<double[]> seen = new ArrayList<>();
        Denoiser<double[]> watched = (at, time) -> {
            seen.add(at);
            return Estimate.of(at);
        };
        KnownMembers clean = known(Mode.CLEAN);
        clean.shown(watched, COSINE, IMAGES, NOISE).at(NOISE, 0.7);
        assertThat(seen.get(0)).containsExactly(-1, 1, 2, -4, 3, 4, -7, 5, 6, -10, 7, 8);
        assertThat(clean.share()).containsExactly(1, 0);
        assertThat(known(Mode.REPLACE).share()).containsExactly(1, 1);
    }

    @Test
    void withAnySamplerTheOthersSeeTheReferencesAtEveryCall() {
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(2, 1, 3));
        for (String sampler : List.of("ddim", "dpm-solver++", "heun")) {
            int[] calls = {0};
            Denoiser<double[]> watched = (x, t) -> {
                calls[0]++;
                assertThat(x[1]).isEqualTo(COSINE.alpha(t) * IMAGES[1] + COSINE.sigma(t) * NOISE[1]);
                assertThat(x[8]).isEqualTo(COSINE.alpha(t) * IMAGES[8] + COSINE.sigma(t) * NOISE[8]);
                return Estimate.of(x);
            };
            Denoiser<double[]> shown = known(Mode.REPLACE).shown(watched, COSINE, IMAGES, NOISE);
            Samplers.named(sampler, Map.of("steps", 12))
                    .sample(new Diffusion<>(algebra, shown, COSINE, Noise.startingAt(NOISE.clone())));
            assertThat(calls[0]).isGreaterThan(3);
        }
    }

    @Test
    void thereIsAMarkForEachMember() {
        assertThatThrownBy(() -> new KnownMembers(MEMBERS, List.of(true), Mode.CLEAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 marks for 2 members");
    }
}
