package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;

/** Which of a schedule's steps 0 ... N - 1 a sampler of fewer steps visits (Nichol and Dhariwal 2021, section 4). */
public enum Spacing implements Choice {
    /** From 0 to N - 1 in equal strides, rounded half to even: iDDPM's and DiT's {@code "250"}. */
    EVEN("even") {
        @Override
        int[] select(int total, int steps) {
            double stride = steps == 1 ? 1 : (total - 1.0) / (steps - 1);
            int[] selected = new int[steps];
            double place = 0; // accumulated as the original does, for the same roundings
            for (int i = 0; i < steps; i++) {
                selected[i] = (int) Math.rint(place);
                place += stride;
            }
            return selected;
        }
    },
    /**
     * From 0 in whole strides, which need not reach N - 1: iDDPM's {@code "ddim50"}. A number of steps that no whole
     * stride gives is an error.
     */
    STRIDED("strided") {
        @Override
        int[] select(int total, int steps) {
            for (int stride = 1; stride < total; stride++) {
                if ((total + stride - 1) / stride == steps) {
                    int[] selected = new int[steps];
                    for (int i = 0; i < steps; i++) {
                        selected[i] = i * stride;
                    }
                    return selected;
                }
            }
            throw new AssayException(
                    "spacing strided",
                    "no whole stride through " + total + " steps gives " + steps,
                    "the number of steps must come from a whole stride",
                    "choose another number of steps, such as a divisor of " + total + ", or spacing even");
        }
    };

    private final String id;

    Spacing(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The steps to visit, rising. */
    abstract int[] select(int total, int steps);
}
