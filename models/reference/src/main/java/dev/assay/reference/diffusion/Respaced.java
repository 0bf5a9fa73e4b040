package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;

/**
 * Some steps of a discrete schedule as a schedule of their own (Nichol and Dhariwal 2021, section 4), with the
 * distribution of each step's image given the noisy one and the clean one (Ho et al. 2020, eq. 6 and 7). Steps are
 * numbered from 0; step 0 leads to the clean image.
 */
public final class Respaced {
    private final int total;
    private final int[] indices;
    private final double[] betas;
    private final double[] alphasCumprod;

    /** {@code steps} from 1 to the number of the schedule's steps. */
    public Respaced(DiscreteSchedule schedule, Spacing spacing, int steps) {
        total = schedule.steps();
        if (steps < 1 || steps > total) {
            throw new AssayException(
                    "steps", "it is " + steps, "the schedule has from 1 to " + total, "choose among them");
        }
        indices = spacing.select(total, steps);
        betas = new double[steps];
        alphasCumprod = new double[steps];
        double[] all = schedule.alphasCumprod();
        for (int i = 0; i < steps; i++) {
            alphasCumprod[i] = all[indices[i]];
            betas[i] = 1 - alphasCumprod[i] / previousAlphasCumprod(i);
        }
    }

    /** The same of any schedule, which is read at {@value Schedules#STEPS} equal times where it has no steps. */
    public static Respaced of(NoiseSchedule schedule, Spacing spacing, int steps) {
        return new Respaced(DiscreteSchedule.of(schedule, Schedules.STEPS), spacing, steps);
    }

    public int steps() {
        return indices.length;
    }

    /** The step of the whole schedule that this is, 0 to N - 1: what a network trained in discrete steps is told. */
    public int index(int step) {
        return indices[step];
    }

    /** The time of that step, (index + 1) / N. */
    public double time(int step) {
        return (indices[step] + 1.0) / total;
    }

    public double beta(int step) {
        return betas[step];
    }

    /** alpha^2 at this step. */
    public double alphasCumprod(int step) {
        return alphasCumprod[step];
    }

    /** alpha^2 after this step has been undone; 1 after step 0. */
    public double previousAlphasCumprod(int step) {
        return step == 0 ? 1 : alphasCumprod[step - 1];
    }

    /** The variance of the image after this step given noisy and clean image; 0 for step 0. */
    public double posteriorVariance(int step) {
        return betas[step] * (1 - previousAlphasCumprod(step)) / (1 - alphasCumprod[step]);
    }

    /** Its logarithm, for step 0 that of step 1 (of step 0's noise where there is no step 1). */
    public double posteriorLogVariance(int step) {
        return StrictMath.log(steps() == 1 ? betas[0] : posteriorVariance(Math.max(step, 1)));
    }

    /** The weight of the clean image in the mean of the image after this step. */
    public double posteriorMeanOfImage(int step) {
        return betas[step] * StrictMath.sqrt(previousAlphasCumprod(step)) / (1 - alphasCumprod[step]);
    }

    /** The weight of the noisy image in the mean of the image after this step. */
    public double posteriorMeanOfNoisy(int step) {
        return (1 - previousAlphasCumprod(step)) * StrictMath.sqrt(1 - betas[step]) / (1 - alphasCumprod[step]);
    }
}
