package dev.assay.reference.diffusion;

/** Where a sampler's random numbers come from. */
@FunctionalInterface
public interface Noise<X> {
    /**
     * Independent standard normal numbers, as many as a batch of images has. The same draw gives the same numbers.
     *
     * @param draw 0 for the start, above 0 for what is added on the way
     */
    X draw(int draw);

    /** A start alone, for deterministic samplers. */
    static <X> Noise<X> startingAt(X start) {
        return draw -> {
            if (draw != 0) {
                throw new IllegalStateException("this sampler draws noise after the start");
            }
            return start;
        };
    }
}
