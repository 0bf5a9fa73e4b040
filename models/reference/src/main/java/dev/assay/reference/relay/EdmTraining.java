package dev.assay.reference.relay;

/** The rules of EDM's training loop that RDM keeps. Training is measured in images seen. */
public final class EdmTraining {
    /** What gradients that are infinite are set to. */
    private static final double LARGEST = 1e5;

    private EdmTraining() {}

    /**
     * What is kept of the average of weights after a batch: 1/2 to the power batch / half-life, where the half-life is at
     * most {@code ramp} of the images seen, so that the average forgets its start.
     *
     * @param batch images of a batch
     * @param halfLife images after which half is forgotten
     * @param ramp 0.05 in EDM and RDM; infinite for none
     * @param seen images seen before this batch
     */
    public static double emaDecay(long batch, double halfLife, double ramp, long seen) {
        double limit = ramp == Double.POSITIVE_INFINITY ? halfLife : Math.min(halfLife, ramp * seen);
        return StrictMath.pow(0.5, batch / Math.max(limit, 1e-8));
    }

    /** The learning rate after {@code seen} images, which grows evenly over the first {@code ramp} images. */
    public static double learningRate(double rate, double ramp, long seen) {
        return ramp <= 0 ? rate : rate * Math.min(seen / ramp, 1);
    }

    /** A gradient as it is, 0 if it is not a number, 1e5 or -1e5 if it is infinite. */
    public static double finite(double gradient) {
        if (Double.isNaN(gradient)) {
            return 0;
        }
        return Double.isInfinite(gradient) ? Math.copySign(LARGEST, gradient) : gradient;
    }

    /**
     * What the sum of losses over pixels and images is multiplied by before it is derived.
     *
     * @param scaling 1, or more where half precision would lose small gradients
     * @param images what the sum is divided by: EDM's images of one device and step; RDM's 32 for images of 64 pixels and
     *     256 otherwise, whatever the batch
     */
    public static double lossFactor(double scaling, int images) {
        return scaling / images;
    }
}
