package dev.assay.reference.relay;

import dev.assay.spec.AssayException;
import java.util.Arrays;

/**
 * Falling noise levels (Karras et al. 2022, eq. 5), whose roots are equally spaced.
 *
 * @param steps how many, at least 1
 * @param sigmaMin the smallest, above 0
 * @param sigmaMax the largest
 * @param rho which root: how much steps shorten towards {@code sigmaMin}, at least 1
 */
public record SigmaGrid(int steps, double sigmaMin, double sigmaMax, double rho) {
    public SigmaGrid {
        if (steps < 1 || !(sigmaMin > 0 && sigmaMin < sigmaMax && sigmaMax < Double.POSITIVE_INFINITY) || !(rho >= 1)) {
            throw new IllegalArgumentException(
                    "steps at least 1, 0 < sigmaMin < sigmaMax, rho at least 1; got %d, %s, %s, %s"
                            .formatted(steps, sigmaMin, sigmaMax, rho));
        }
    }

    /** The same between the levels that a network knows. */
    public SigmaGrid within(double smallest, double largest) {
        if (sigmaMin >= largest || sigmaMax <= smallest) {
            throw new AssayException(
                    "noise levels",
                    "%s to %s are asked for".formatted(sigmaMin, sigmaMax),
                    "the network knows %s to %s".formatted(smallest, largest),
                    "choose levels that overlap these");
        }
        return new SigmaGrid(steps, Math.max(sigmaMin, smallest), Math.min(sigmaMax, largest), rho);
    }

    /** All levels from the largest to the smallest. */
    public double[] levels() {
        double first = StrictMath.pow(sigmaMax, 1 / rho);
        double last = StrictMath.pow(sigmaMin, 1 / rho);
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            double part = steps == 1 ? 0 : (double) i / (steps - 1);
            levels[i] = StrictMath.pow(first + part * (last - first), rho);
        }
        return levels;
    }

    /** The levels below a start; at least one must be. */
    public double[] levelsBelow(double start) {
        double[] below = Arrays.stream(levels()).filter(level -> level < start).toArray();
        if (below.length == 0) {
            throw new AssayException(
                    "noise levels",
                    "none of the %d from %s to %s is below the start, %s".formatted(steps, sigmaMax, sigmaMin, start),
                    "at least one is needed",
                    "start higher or take more steps");
        }
        return below;
    }
}
