package dev.assay.reference.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.Parity;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.Euler;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.NoiseSchedule;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.diffusion.Schedules;
import dev.assay.reference.diffusion.TimeShift;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencingTest {
    private static final Members MEMBERS =
            new Members(2, List.of(new Members.Size(2, 3), new Members.Size(3, 3), new Members.Size(2, 3)));
    private static final ImageShape SHAPE = new ImageShape(2, 1, 21);
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(SHAPE);
    private static final Referencing REPLACE = new Referencing(ReferenceMode.REPLACE, 1, 1);

    /** Two groups, of which member 0 is given. */
    private static final References FIRST = references(0);

    private static References references(Integer... given) {
        double[] images = Parity.doubles(HashFill.input("input.ref", 2 * SHAPE.elements()));
        return new References(MEMBERS, new TreeSet<>(List.of(given)), images);
    }

    private static NoiseSchedule schedule(String sampler) {
        return Schedules.named(sampler.equals("euler") ? "rectified-flow" : "vp");
    }

    /** Each number leans on the first of its group, which is in member 0, so that members depend on each other. */
    private static Denoiser<double[]> denoiser(NoiseSchedule schedule) {
        return (x, t) -> {
            double[] velocity = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                double first = x[i / SHAPE.elements() * SHAPE.elements()];
                velocity[i] = 0.6 * x[i] * Math.cos(2 * t) + 0.5 * first + 0.2 * Math.tanh(x[i]);
            }
            double[] noise = schedule.preservesVariance() ? velocity : ALGEBRA.sum(1, x, 1 - t, velocity);
            double[] range = new double[x.length];
            return schedule.preservesVariance()
                    ? new Estimate.WithRange<>(noise, range)
                    : new Estimate.WithVelocity<>(noise, velocity);
        };
    }

    private static Diffusion<double[]> diffusion(NoiseSchedule schedule, Denoiser<double[]> denoiser) {
        return new Diffusion<>(ALGEBRA, denoiser, schedule, new ImageNoise(3, new long[] {0, 1}, SHAPE));
    }

    private static Diffusion<double[]> diffusion(String sampler) {
        return diffusion(schedule(sampler), denoiser(schedule(sampler)));
    }

    static List<Arguments> ways() {
        List<Arguments> ways = new ArrayList<>();
        for (String name : Samplers.names()) {
            ways.add(Arguments.of(name, REPLACE));
            ways.add(Arguments.of(name, new Referencing(ReferenceMode.CLEAN, 1, 1)));
        }
        ways.add(Arguments.of("euler", new Referencing(ReferenceMode.REPLACE_RESAMPLE, 3, 1)));
        return ways;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void givenMembersComeOutBitForBitAndOthersDependOnThem(String name, Referencing how) {
        Sampler sampler = Samplers.named(name, Map.of("steps", 5));
        double[] plain = sampler.sample(diffusion(name));
        double[] made = how.sample(sampler, diffusion(name), FIRST);
        for (int i = 0; i < made.length; i++) {
            if (i % 21 < 6) {
                assertThat(made[i]).isEqualTo(FIRST.images()[i]);
            } else {
                assertThat(made[i]).isFinite().isNotEqualTo(plain[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void withNothingGivenItIsThePlainRun(String name, Referencing how) {
        Sampler sampler = Samplers.named(name, Map.of("steps", 5));
        double[] plain = how.sampler(sampler).sample(diffusion(name));
        assertThat(how.sample(sampler, diffusion(name), references())).isEqualTo(plain);
    }

    /** The rule of inpainting in diffusers, written out: after each step what is known is put back on its line. */
    @Test
    void replacingIsOverwritingAfterEachStep() {
        NoiseSchedule flow = schedule("euler");
        Diffusion<double[]> diffusion = diffusion("euler");
        Euler sampler = new Euler(4, new TimeShift(3), 1);
        double[] times = sampler.times(flow);
        double[] noise = diffusion.noise().draw(0);
        double[] x = noise;
        for (int i = 0; i < 4; i++) {
            double[] v = ((Estimate.WithVelocity<double[]>) diffusion.denoiser().at(x, times[i])).velocity();
            x = ALGEBRA.sum(1, x, times[i + 1] - times[i], v);
            x = FIRST.join(ALGEBRA.sum(1 - times[i + 1], FIRST.images(), times[i + 1], noise), x);
        }
        assertThat(REPLACE.sample(sampler, diffusion, FIRST)).containsExactly(x, within(1e-13));
    }

    /** Solvers that remember, and those that look ahead, see given members where the schedule has them. */
    @ParameterizedTest
    @MethodSource("ways")
    void theNetworkSeesGivenMembersOnTheirLineOrWithoutNoise(String name, Referencing how) {
        NoiseSchedule schedule = schedule(name);
        boolean clean = how.mode() == ReferenceMode.CLEAN;
        List<Double> visited = new ArrayList<>();
        double[] noise = diffusion(name).noise().draw(0);
        Denoiser<double[]> watching = (x, t) -> {
            visited.add(t);
            for (int i = 0; i < x.length; i++) {
                if (i % 21 < 6) {
                    double image = FIRST.images()[i];
                    double line = schedule.alpha(t) * image + schedule.sigma(t) * noise[i];
                    assertThat(x[i]).isEqualTo(clean ? image : line);
                }
            }
            return denoiser(schedule).at(x, t);
        };
        Sampler sampler = Samplers.named(name, Map.of("steps", 5));
        how.sample(sampler, diffusion(schedule, watching), FIRST);
        assertThat(visited).hasSize(how.sampler(sampler).nfe());
    }

    @Test
    void resamplingOnceIsReplacing() {
        Sampler sampler = Samplers.named("euler", Map.of("steps", 5));
        Referencing once = new Referencing(ReferenceMode.REPLACE_RESAMPLE, 1, 1);
        double[] replaced = REPLACE.sample(sampler, diffusion("euler"), FIRST);
        assertThat(once.sample(sampler, diffusion("euler"), FIRST)).isEqualTo(replaced);
        assertThat(new Referencing(ReferenceMode.REPLACE_RESAMPLE, 2, 1).sample(sampler, diffusion("euler"), FIRST))
                .isNotEqualTo(replaced);
    }

    /** Member 2 is as large as member 0 and begins as that; member 1 is given too. */
    @ParameterizedTest
    @EnumSource
    void anEditBeginsFromTheFirstReferenceAndKeepsAll(ReferenceMode mode) {
        References both = references(0, 1);
        Euler sampler = new Euler(10, new TimeShift(3), 1);
        List<double[]> seen = new ArrayList<>();
        Denoiser<double[]> watching = (x, t) -> {
            seen.add(x.clone());
            return denoiser(schedule("euler")).at(x, t);
        };
        double[] made = new Referencing(mode, 2, 0.3).sample(sampler, diffusion(schedule("euler"), watching), both);
        double t = sampler.times(schedule("euler"))[7];
        double[] noise = diffusion("euler").noise().draw(0);
        for (int i = 0; i < made.length; i++) {
            int place = i % 21;
            if (place < 15) {
                assertThat(made[i]).isEqualTo(both.images()[i]);
            } else {
                double begin = (1 - t) * both.images()[i - 15] + t * noise[i];
                assertThat(seen.get(0)[i]).isCloseTo(begin, within(1e-14));
            }
        }
        assertThat(seen).hasSize(mode == ReferenceMode.REPLACE_RESAMPLE ? 5 : 3);
    }

    @Test
    void onlyCleanMembersHaveNoTime() {
        assertThat(FIRST.share(ReferenceMode.CLEAN)).containsExactly(0, 1, 1);
        assertThat(FIRST.share(ReferenceMode.REPLACE)).containsExactly(1, 1, 1);
        assertThat(FIRST.share(ReferenceMode.REPLACE_RESAMPLE)).containsExactly(1, 1, 1);
    }

    @Test
    void whatDoesNotFitIsOneClearError() {
        assertThatThrownBy(() -> references(3))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("members [3] are given; there are members 0 to 2");
        assertThatThrownBy(() -> Members.alike(2, 4, 100_000, 100_000))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("4 channels and 80000000000 numbers");
        assertThatThrownBy(() -> Members.alike(2, 0, 8, 8)).isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> new References(MEMBERS, new TreeSet<>(), new double[41]))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("groups have 42");
        assertThatThrownBy(() -> new Referencing(ReferenceMode.REPLACE, 0, 1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("repeats: it is 0");
        assertThatThrownBy(() -> new Referencing(ReferenceMode.REPLACE, 1, 0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("strength: it is 0");
        Sampler other = Samplers.named("ddim", Map.of("steps", 5));
        assertThatThrownBy(() -> new Referencing(ReferenceMode.REPLACE_RESAMPLE, 2, 1).sampler(other))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the sampler is not euler");
        Referencing edit = new Referencing(ReferenceMode.REPLACE, 1, 0.5);
        Sampler euler = Samplers.named("euler", Map.of("steps", 5));
        assertThatThrownBy(() -> edit.sample(euler, diffusion("euler"), FIRST))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("member 1 is of another size than member 0");
        assertThatThrownBy(() -> edit.sample(euler, diffusion("euler"), references()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no member is given");
        double[] half = Arrays.copyOf(FIRST.images(), 42);
        assertThatThrownBy(() -> FIRST.put(half)).isInstanceOf(IllegalArgumentException.class);
    }
}
