package dev.assay.reference.relay;

/**
 * One image of a training batch.
 *
 * @param sigma the noise level, which the denoiser is told
 * @param weight of the loss
 * @param noisy what the denoiser sees, [C,H,W]; not copied, do not modify
 * @param image what it should give, [C,H,W]; not copied, do not modify
 */
public record DenoisingExample(double sigma, double weight, double[] noisy, double[] image) {
    /** weight |denoised - image|^2, summed over pixels. */
    public double loss(double[] denoised) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            double difference = denoised[i] - image[i];
            sum += difference * difference;
        }
        return weight * sum;
    }
}
