package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;
import java.util.Arrays;

/**
 * How numbered images are made. Image i depends on the settings, (seed, i) and its label alone; the batch that it is made
 * in changes no more than the rounding of the network.
 *
 * @param shape of one image
 * @param schedule the one the network was trained with
 * @param sampler from noise to images
 * @param guidance how the conditional and the unconditional estimate are mixed
 * @param labels the class of each image
 * @param seed of all random numbers
 */
public record SamplingRun(
        ImageShape shape, NoiseSchedule schedule, Sampler sampler, Guidance guidance, LabelPolicy labels, long seed) {
    /** The classes of images by number. */
    public int[] labels(long... images) {
        return Arrays.stream(images)
                .mapToInt(image -> labels.label(seed, image))
                .toArray();
    }

    /** Samples images by number, as one batch [N,C,H,W]. */
    public double[] sample(LabelledDenoiser network, Progress progress, long... images) {
        ArrayAlgebra algebra = new ArrayAlgebra(shape);
        Denoiser<double[]> guided = guidance.guide(algebra, network.of(labels(images)));
        ImageNoise noise = new ImageNoise(seed, images, shape);
        double[] batch = sampler.sample(new Diffusion<>(algebra, watched(guided, progress), schedule, noise));
        for (int i = 0; i < batch.length; i++) {
            if (!Double.isFinite(batch[i])) {
                throw new AssayException(
                        "image " + images[i / shape.elements()],
                        "sampling gave " + batch[i],
                        "images are finite numbers",
                        "check the weights, the schedule and what the network predicts");
            }
        }
        return batch;
    }

    private Denoiser<double[]> watched(Denoiser<double[]> denoiser, Progress progress) {
        int[] calls = {0};
        return (x, t) -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssayException("sampling", "interrupted", "it must run to its end", "run it again");
            }
            Estimate<double[]> estimate = denoiser.at(x, t);
            calls[0]++;
            progress.called(calls[0], sampler.nfe());
            return estimate;
        };
    }
}
