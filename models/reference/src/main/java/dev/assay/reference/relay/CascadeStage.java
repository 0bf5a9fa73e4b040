package dev.assay.reference.relay;

import dev.assay.graph.Shape;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Heun;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.model.Model;
import java.util.List;
import java.util.function.Function;

/**
 * A stage of a {@link Cascade}.
 *
 * @param model the network
 * @param weights the file of its weights; empty where it is given when the system runs
 * @param from where its low-resolution images come from
 * @param sampler how it makes images
 * @param guidance how conditional and unconditional estimates are mixed
 */
public record CascadeStage(Model model, String weights, LowResolution from, StageSampler sampler, Guidance guidance) {
    static CascadeStage of(String where, CascadeConfig.StageConfig config, Function<String, Model> models) {
        Model model = models.apply(config.model());
        StageSampler sampler = StageSamplers.named(
                Cascade.name(where + ": sampler", config.sampler()), Cascade.settings(config.sampler()));
        CascadeStage stage = new CascadeStage(
                model,
                config.weights(),
                LowResolution.of(config.from()),
                sampler,
                Cascade.guidance(where, config.guidance()));
        stage.check(where);
        return stage;
    }

    private void check(String where) {
        boolean denoising = model.network() instanceof DenoisingNetwork;
        if (!sampler.takesSigma() && denoising) {
            throw Cascade.wrong(
                    where,
                    "its sampler is for networks of a schedule",
                    "networks of EDM take heun, heun-sde and relay");
        }
        if (!(sampler instanceof StageSampler.FromNoise)) {
            model.denoisingNetwork();
        }
        boolean starts = from instanceof LowResolution.Noise;
        boolean relays = sampler instanceof StageSampler.Relay;
        if (relays == starts) {
            throw Cascade.wrong(
                    where,
                    relays ? "a relay starts from noise" : "images are handed to a sampler that starts from noise",
                    "'from: noise' goes with every sampler but relay");
        }
        if (relays) {
            ImageShape shape = shape();
            Patches.check(((StageSampler.Relay) sampler).sampler().dct(), shape.height(), shape.width());
        }
        if (!(guidance instanceof Guidance.None) && classes() == 0) {
            throw Cascade.wrong(where, "guidance is asked for", "the model has no classes to guide to");
        }
        if (denoising && !(guidance instanceof Guidance.None || guidance instanceof Guidance.Constant)) {
            throw Cascade.wrong(
                    where, "its guidance is not the same everywhere", "networks of EDM take guidance none or constant");
        }
    }

    /** That the stages before give what this one needs. */
    void checkAfter(String where, List<CascadeStage> before) {
        boolean previous = from instanceof LowResolution.Previous;
        if (previous == before.isEmpty()) {
            throw Cascade.wrong(
                    where,
                    previous ? "it follows no stage" : "it does not use the stage before it",
                    "'from: previous' is for all stages but the first");
        }
        if (previous && !before.get(before.size() - 1).shape().equals(lowResolution())) {
            throw Cascade.wrong(
                    where,
                    "the stage before it gives images of "
                            + text(before.get(before.size() - 1).shape()),
                    "patches of %d make %s of %s"
                            .formatted(sampler.enlargement(), text(shape()), text(lowResolution())));
        }
    }

    private static String text(ImageShape shape) {
        return "%dx%dx%d".formatted(shape.channels(), shape.height(), shape.width());
    }

    /** The shape of the images it makes. */
    public ImageShape shape() {
        Shape image = model.network() instanceof DenoisingNetwork denoising
                ? denoising.image()
                : model.diffusionNetwork().image();
        return new ImageShape(image.dim(0), image.dim(1), image.dim(2));
    }

    /** The shape of the images it starts from; its own where it starts from noise. */
    public ImageShape lowResolution() {
        ImageShape shape = shape();
        int factor = sampler.enlargement();
        return new ImageShape(shape.channels(), shape.height() / factor, shape.width() / factor);
    }

    /** How many classes its network knows; 0 where images have none. */
    public int classes() {
        return model.network() instanceof DenoisingNetwork denoising
                ? denoising.classes()
                : model.diffusionNetwork().classes();
    }

    /** The denoiser with its guidance inside; for stages whose model has the form D(x; sigma). */
    public DenoisingNetwork denoiser() {
        double weight = guidance instanceof Guidance.Constant constant ? constant.w() : 1;
        return GuidedDenoiser.of(model.denoisingNetwork(), weight);
    }

    /**
     * Images [N,C,H,W] of this stage, for models of the form D(x; sigma).
     *
     * @param denoiser of {@link #denoiser}, for the classes of the batch
     * @param noise of the batch, with the seed of {@link Cascade#stageSeed}
     * @param small images of the shape {@link #lowResolution}, around -1 ... 1, unrounded where a stage made them; unread
     *     where the stage starts from noise
     */
    public double[] sample(EdmDenoiser<double[]> denoiser, Noise<double[]> noise, double[] small) {
        DenoisingNetwork network = model.denoisingNetwork();
        double smallest = network.sigmaMin();
        double largest = network.sigmaMax();
        if (sampler instanceof StageSampler.Relay relay) {
            ArrayPatches patches = new ArrayPatches(shape(), relay.sampler().dct());
            double[] enlarged = Enlargement.nearest(small, lowResolution(), sampler.enlargement());
            return relay.sampler().within(smallest, largest).sample(patches, denoiser, noise, enlarged);
        }
        ArrayAlgebra algebra = new ArrayAlgebra(shape());
        if (sampler instanceof StageSampler.FromNoiseBySde sde) {
            return sde.sampler().within(smallest, largest).sample(algebra, denoiser, noise);
        }
        Heun heun = (Heun) ((StageSampler.FromNoise) sampler).sampler();
        return heun.sample(algebra, denoiser, noise, smallest, largest);
    }
}
