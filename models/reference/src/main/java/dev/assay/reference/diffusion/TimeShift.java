package dev.assay.reference.diffusion;

/**
 * Times of a rectified flow moved towards noise, for larger images: t' = s t / (1 + (s - 1) t) (Esser et al. 2024, eq. 23).
 *
 * @param factor s, above 0; 1 moves nothing, Stable Diffusion 3 has 3
 */
public record TimeShift(double factor) {
    public TimeShift {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the shift must be above 0, got " + factor);
        }
    }

    /** A time in [0,1] moved; 0 and 1 stay, to the bit, which a sum that begins with 1 does not give for small factors. */
    public double of(double t) {
        return factor * t / (factor * t + (1 - t));
    }
}
