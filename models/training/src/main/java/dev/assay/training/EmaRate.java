package dev.assay.training;

import dev.assay.reference.relay.EdmTraining;

/** How much of a moving average stays at a step. */
@FunctionalInterface
public interface EmaRate {
    /**
     * The part in [0, 1] that stays.
     *
     * @param step how many steps have been made before, from 0
     */
    double at(long step);

    /** The same at every step. */
    record Constant(double rate) implements EmaRate {
        public Constant {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("the rate must be in [0, 1], got " + rate);
            }
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }

    /**
     * Half of what there is stays for so many images: 0.5^(batch / images), with no more images than a part of those seen
     * before, so that an early average forgets its start (Karras et al. 2022, training loop of the published code).
     *
     * @param images the half-life
     * @param ramp the part of the images seen; infinite for a constant half-life
     * @param batch images of a step
     */
    record HalfLife(double images, double ramp, int batch) implements EmaRate {
        public HalfLife {
            if (!(images > 0 && ramp > 0) || batch < 1) {
                throw new IllegalArgumentException(
                        "images, ramp and batch must be positive, got %s, %s and %d".formatted(images, ramp, batch));
            }
        }

        @Override
        public double at(long step) {
            return EdmTraining.emaDecay(batch, images, ramp, Math.multiplyExact(step, batch));
        }
    }
}
