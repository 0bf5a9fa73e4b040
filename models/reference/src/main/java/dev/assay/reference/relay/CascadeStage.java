package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Heun;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.edm.DhariwalUpsampler;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        boolean relays = sampler instanceof StageSampler.Relay;
        checkSource(where, relays);
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

    /** Small images are what a relay starts from or what an upsampler is given, not both and not neither. */
    private void checkSource(String where, boolean relays) {
        boolean upsamples = upsampling().isPresent();
        if (relays && upsamples) {
            throw Cascade.wrong(
                    where, "a relay with a network that is given small images", "upsamplers take heun and heun-sde");
        }
        if ((relays || upsamples) == from instanceof LowResolution.Noise) {
            throw Cascade.wrong(
                    where,
                    relays
                            ? "a relay starts from noise"
                            : upsamples
                                    ? "an upsampler is given no images"
                                    : "images are handed to a sampler that starts from noise",
                    "'from: noise' goes with every sampler but relay, and with networks that are given no small images");
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
                    "patches of %d make %s of %s".formatted(enlargement(), text(shape()), text(lowResolution())));
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

    /** How many times the images' sides grow; 1 where it starts from noise. */
    public int enlargement() {
        return upsampling().orElse(sampler.enlargement());
    }

    /** How many times a network that is given small images enlarges them; empty for others. */
    private Optional<Integer> upsampling() {
        if (!(model.network() instanceof DenoisingNetwork denoising)) {
            return Optional.empty();
        }
        return denoising.inputs().stream()
                .filter(port -> port.name().equals(DhariwalUpsampler.LOW_RES))
                .map(port -> shape().height() / port.shape().dim(2))
                .findFirst();
    }

    /** The shape of the images it starts from; its own where it starts from noise. */
    public ImageShape lowResolution() {
        ImageShape shape = shape();
        int factor = enlargement();
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
     * What {@link #denoiser} takes beside images and noise levels.
     *
     * @param small images of the shape {@link #lowResolution}; unread by all but upsamplers
     * @param labels classes of the batch's images
     */
    public Map<String, Array> conditions(double[] small, int... labels) {
        Map<String, Array> conditions = new HashMap<>(denoiser().conditions(labels));
        if (upsampling().isPresent()) {
            Array images = Batches.images(small, lowResolution());
            for (Port port : denoiser().inputs()) {
                if (port.name().endsWith(DhariwalUpsampler.LOW_RES)) {
                    conditions.put(port.name(), images);
                }
            }
        }
        return conditions;
    }

    /**
     * The steps of a relay as a network, for {@link SessionSteps}; empty where the stage is none, and where noise is added
     * between steps.
     */
    public Optional<RelayStep> step() {
        if (sampler instanceof StageSampler.Relay relay
                && relay.sampler().transitions().stream().allMatch(t -> t.raised() == t.sigma())) {
            return Optional.of(new RelayStep(
                    denoiser(), relay.sampler().dct(), relay.sampler().update()));
        }
        return Optional.empty();
    }

    /**
     * Images of a relay whose steps are computed elsewhere; as below.
     *
     * @param steps of {@link #step}
     */
    public double[] sample(RelaySteps<double[]> steps, Noise<double[]> noise, double[] small) {
        RelaySampler relay = ((StageSampler.Relay) sampler).sampler();
        DenoisingNetwork network = model.denoisingNetwork();
        double[] enlarged = Enlargement.nearest(small, lowResolution(), enlargement());
        return relay.within(network.sigmaMin(), network.sigmaMax())
                .sample(new ArrayPatches(shape(), relay.dct()), steps, noise, enlarged);
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
            return sample(RelaySteps.of(patches, relay.sampler().update(), denoiser), noise, small);
        }
        ArrayAlgebra algebra = new ArrayAlgebra(shape());
        if (sampler instanceof StageSampler.FromNoiseBySde sde) {
            return sde.sampler().within(smallest, largest).sample(algebra, denoiser, noise);
        }
        Heun heun = (Heun) ((StageSampler.FromNoise) sampler).sampler();
        return heun.sample(algebra, denoiser, noise, smallest, largest);
    }
}
