package dev.assay.reference.relay;

import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Stream;

/**
 * What a denoiser D(x; sigma) is trained on: weight |D(noisy; sigma) - image|^2, summed over pixels. What becomes of an
 * image depends on the settings and (seed, number) alone: the first of its draws of training gives the noise level,
 * further ones the noise.
 */
public sealed interface DenoisingLoss {
    /** The example made of an image [C,H,W], around -1 ... 1; {@code number} counts the images seen in training. */
    DenoisingExample example(double[] image, ImageShape shape, long seed, long number);

    /** (sigma^2 + sigmaData^2) / (sigma sigmaData)^2, which keeps losses of all noise levels alike at the start. */
    static double weight(double sigma, double sigmaData) {
        double product = sigma * sigmaData;
        return (sigma * sigma + sigmaData * sigmaData) / (product * product);
    }

    /** The number that an image's noise level comes from, standard normal. */
    private static double level(long seed, long number) {
        return new ImageNoise(seed, new long[] {number}, new ImageShape(1, 1, 1)).draw(Stream.TRAINING)[0];
    }

    private static double[] disturbed(
            double[] image, ArrayPatches patches, RelayNoise noise, double sigma, long seed, long number) {
        ImageNoise white =
                new ImageNoise(seed, new long[] {number}, patches.images().shape());
        double[] added = noise.of(patches, draw -> white.draw(Stream.TRAINING + 1 + draw));
        return patches.images().sum(1, image, sigma, added);
    }

    /**
     * EDM's (Karras et al. 2022, section 5): log-normal noise levels. With block noise it trains the paper's end-to-end
     * model of relay diffusion's noise.
     *
     * @param pMean mean of the logarithm of noise levels
     * @param pStd its standard deviation
     * @param sigmaData standard deviation of the images
     * @param noise what is added; {@link RelayNoise#WHITE} in EDM
     */
    record Edm(double pMean, double pStd, double sigmaData, RelayNoise noise) implements DenoisingLoss {
        public Edm {
            if (!(pStd > 0) || !(sigmaData > 0)) {
                throw new IllegalArgumentException(
                        "pStd and sigmaData must be above 0, got %s and %s".formatted(pStd, sigmaData));
            }
        }

        /** The noise level of a standard normal number. */
        public double sigma(double normal) {
            return StrictMath.exp(pMean + pStd * normal);
        }

        @Override
        public DenoisingExample example(double[] image, ImageShape shape, long seed, long number) {
            double sigma = sigma(level(seed, number));
            ArrayPatches patches = new ArrayPatches(shape, new BlockDct(1));
            double[] noisy = disturbed(image, patches, noise, sigma, seed, number);
            return new DenoisingExample(sigma, weight(sigma, sigmaData), noisy, image);
        }
    }

    /**
     * A relay's (Teng et al. 2023, section 3.2): blur times are even from 0 to 1, and the blurred image with noise leads
     * back to the sharp one.
     *
     * @param blur noise levels and blur by blur time
     * @param dct the patches
     * @param noise what is added
     * @param sigmaData standard deviation of the images
     * @param truncateSigma smaller noise levels are moved up, to the blur time {@link #firstTime}
     * @param maxWeight the largest weight
     */
    record Relay(
            BlurSchedule blur, BlockDct dct, RelayNoise noise, double sigmaData, double truncateSigma, double maxWeight)
            implements DenoisingLoss {
        public Relay {
            if (!(sigmaData > 0) || !(truncateSigma > 0) || !(maxWeight > 0)) {
                throw new IllegalArgumentException(
                        "sigmaData, truncateSigma and maxWeight must be above 0, got %s, %s, %s"
                                .formatted(sigmaData, truncateSigma, maxWeight));
            }
        }

        /**
         * The smallest blur time that is trained on. As in the released code it is the one of {@code truncateSigma} times
         * probLength^2, a little less than meant.
         */
        public double firstTime() {
            return blur.u(truncateSigma) * blur.probLength() * blur.probLength();
        }

        /** The blur time of a standard normal number. */
        public double u(double normal) {
            return Math.max(Normal.cdf(normal), firstTime());
        }

        /** The weight at a noise level. */
        public double weight(double sigma) {
            return Math.min(DenoisingLoss.weight(sigma, sigmaData), maxWeight);
        }

        @Override
        public DenoisingExample example(double[] image, ImageShape shape, long seed, long number) {
            double u = u(level(seed, number));
            double sigma = blur.sigma(u);
            ArrayPatches patches = new ArrayPatches(shape, dct);
            double[] blurred = patches.filter(image, blur.kept(u, dct));
            double[] noisy = disturbed(blurred, patches, noise, sigma, seed, number);
            return new DenoisingExample(sigma, weight(sigma), noisy, image);
        }
    }
}
