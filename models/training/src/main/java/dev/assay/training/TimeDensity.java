package dev.assay.training;

import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.diffusion.TimeShift;

/** How often training visits which times from 0 to 1. */
public sealed interface TimeDensity {
    /** The time of an example, from random numbers of its own. */
    double draw(Stream random);

    /** n / 1000 with n even over 1 to 1000, as the discrete models are trained. */
    record Even() implements TimeDensity {
        private static final int TIMES = 1000;

        @Override
        public double draw(Stream random) {
            return (1.0 + random.below(TIMES)) / TIMES;
        }
    }

    /**
     * 1 / (1 + e^-u) for normal u, shifted: times in the middle more often than the ends (Esser et al. 2024, section 3.1).
     *
     * @param mean of u
     * @param deviation of u, above 0
     * @param shift towards noise
     */
    record LogitNormal(double mean, double deviation, TimeShift shift) implements TimeDensity {
        @Override
        public double draw(Stream random) {
            double[] normal = new double[1];
            random.normals(normal, 0, 1);
            return shift.of(1 / (1 + StrictMath.exp(-(mean + deviation * normal[0]))));
        }
    }
}
