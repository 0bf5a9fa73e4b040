package dev.assay.reference.vae;

/**
 * The distribution of an image's latents: independent normal numbers.
 *
 * @param values means and then log-variances of one image, [2 latentChannels,h,w]; not copied, do not modify
 */
public record Moments(float[] values) {
    private static final float LOWEST = -30;
    private static final float HIGHEST = 20;

    public Moments {
        if (values.length % 2 != 0) {
            throw new IllegalArgumentException("as many means as log-variances are needed, got " + values.length);
        }
    }

    /**
     * Latents as diffusion networks see them: scale (mean + exp(v / 2) noise - shift), where v is the log-variance clamped to -30
     * to 20.
     *
     * @param noise standard normal numbers, half as many as there are values
     * @param scale 0.18215 for most networks
     * @param shift 0 for most networks
     */
    public float[] sample(float[] noise, double scale, double shift) {
        int count = values.length / 2;
        if (noise.length != count) {
            throw new IllegalArgumentException("%d numbers of noise are needed, got %d".formatted(count, noise.length));
        }
        float[] latents = new float[count];
        for (int i = 0; i < count; i++) {
            double v = Math.min(Math.max(values[count + i], LOWEST), HIGHEST);
            latents[i] = (float) (scale * (values[i] + StrictMath.exp(v / 2) * noise[i] - shift));
        }
        return latents;
    }
}
