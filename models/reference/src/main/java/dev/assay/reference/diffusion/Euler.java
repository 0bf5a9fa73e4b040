package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;
import java.util.Arrays;

/**
 * Euler's steps along x / (alpha + sigma), whose derivative by sigma / (alpha + sigma) is noise - image: on a
 * {@link RectifiedFlow} x + (t' - t) v, as Stable Diffusion 3 is sampled; on other schedules DDIM in times of one's choice.
 *
 * <p>Times are those of Stable Diffusion 3: equally spaced from 1 to the shifted first time of the schedule, then shifted,
 * which moves the last one twice, as both the reference and diffusers do; then 0.
 *
 * <p>With {@code repeats} above 1 each step but the last is taken that often; in between, noise carries the result back to
 * the step's start (Lugmayr et al. 2022, algorithm 1), so that what is given and what is made come to fit.
 *
 * @param steps times that are visited, at least 1
 * @param shift of the times
 * @param repeats how often each step is taken, at least 1
 */
public record Euler(int steps, TimeShift shift, int repeats) implements Sampler {
    public Euler {
        if (steps < 1 || repeats < 1) {
            throw new IllegalArgumentException("steps and repeats at least 1, got %d, %d".formatted(steps, repeats));
        }
    }

    /** The same with other repeats. */
    public Euler repeated(int times) {
        return new Euler(steps, shift, times);
    }

    @Override
    public <X> X sample(Diffusion<X> diffusion) {
        double[] times = times(diffusion.schedule());
        return along(times, diffusion, diffusion.noise().draw(0));
    }

    /**
     * From an image with noise at one of the times (Meng et al. 2021) instead of from noise alone.
     *
     * @param image what is changed; not changed itself
     * @param strength how much of the way is made, above 0 to 1, which is all of it: see {@link #firstStep}
     */
    public <X> X sample(Diffusion<X> diffusion, X image, double strength) {
        double[] all = times(diffusion.schedule());
        double[] times = Arrays.copyOfRange(all, firstStep(strength), all.length);
        NoiseSchedule schedule = diffusion.schedule();
        X noise = diffusion.noise().draw(0);
        X start = times[0] == 1
                ? noise
                : diffusion.algebra().sum(alpha(schedule, times[0]), image, sigma(schedule, times[0]), noise);
        return along(times, diffusion, start);
    }

    /**
     * The step that a way of this strength begins with: steps (1 - strength) without its fraction, in the floating point of
     * the reference, where 10 steps at strength 0.9 give 0, since 1 - 0.9 is just below 0.1.
     */
    public int firstStep(double strength) {
        if (!(strength > 0 && strength <= 1)) {
            throw new AssayException("strength", "it is " + strength, "it is above 0 and at most 1", "correct it");
        }
        return Math.min((int) (steps * (1 - strength)), steps - 1);
    }

    /** The times that are visited, falling from 1, and 0 after them: steps + 1 of them. */
    public double[] times(NoiseSchedule schedule) {
        double last = shift.of(schedule.firstTime());
        double[] times = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            double part = steps == 1 ? 0 : (double) i / (steps - 1);
            times[i] = shift.of(1 + part * (last - 1));
        }
        return times;
    }

    /** Along times that fall and end with 0, from x at the first. */
    <X> X along(double[] times, Diffusion<X> diffusion, X start) {
        X x = start;
        int draw = 0;
        for (int i = 0; i + 1 < times.length; i++) {
            int turns = i + 2 == times.length ? 1 : repeats;
            for (int turn = 1; turn <= turns; turn++) {
                x = step(diffusion, x, times[i], times[i + 1]);
                if (turn < turns) {
                    draw++;
                    x = back(
                            diffusion,
                            x,
                            times[i + 1],
                            times[i],
                            diffusion.noise().draw(draw));
                }
            }
        }
        return x;
    }

    private static <X> X step(Diffusion<X> diffusion, X x, double from, double to) {
        NoiseSchedule schedule = diffusion.schedule();
        double whole = alpha(schedule, from) + sigma(schedule, from);
        double next = alpha(schedule, to) + sigma(schedule, to);
        double way = sigma(schedule, to) / next - sigma(schedule, from) / whole;
        return diffusion.algebra().sum(next / whole, x, way * next, velocity(diffusion, x, from));
    }

    /** noise - image. */
    private static <X> X velocity(Diffusion<X> diffusion, X x, double t) {
        Estimate<X> estimate = diffusion.denoiser().at(x, t);
        if (estimate instanceof Estimate.WithVelocity<X> known) {
            return known.velocity();
        }
        double alpha = alpha(diffusion.schedule(), t);
        if (alpha == 0) {
            throw new AssayException(
                    "euler",
                    "at time " + t + " there is no image left in x",
                    "its noise alone does not tell the image",
                    "give a network that predicts flow, or a schedule that keeps some of the image");
        }
        double whole = alpha + sigma(diffusion.schedule(), t);
        return diffusion.algebra().sum(whole / alpha, estimate.noise(), -1 / alpha, x);
    }

    /** Noise added on the way from a time to a later one. */
    private static <X> X back(Diffusion<X> diffusion, X x, double from, double to, X noise) {
        NoiseSchedule schedule = diffusion.schedule();
        double kept = alpha(schedule, to) / alpha(schedule, from);
        double before = kept * sigma(schedule, from);
        double after = sigma(schedule, to);
        return diffusion.algebra().sum(kept, x, StrictMath.sqrt(Math.max(after * after - before * before, 0)), noise);
    }

    /** At 0 there is no noise, whatever a schedule of steps says beyond its first. */
    private static double alpha(NoiseSchedule schedule, double t) {
        return t == 0 ? 1 : schedule.alpha(t);
    }

    private static double sigma(NoiseSchedule schedule, double t) {
        return t == 0 ? 0 : schedule.sigma(t);
    }

    @Override
    public int nfe() {
        return (steps - 1) * repeats + 1;
    }

    @Override
    public boolean deterministic() {
        return repeats == 1 || steps == 1;
    }
}
