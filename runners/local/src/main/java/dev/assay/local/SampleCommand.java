package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.LabelPolicy;
import dev.assay.reference.diffusion.SamplingRun;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.reference.model.Sampling;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models sample}: images of a diffusion model. */
@Command(
        name = "sample",
        description = {
            "Makes images with a diffusion model: samples.npz (arr_0 uint8 [N,H,W,3], arr_1 classes), which evaluate",
            "reads, grid.png and samples.json. Image i depends on the seed and i alone, not on batch or threads",
            "(to the last bit where the network's widths divide by 4, as those of all presets do).",
            "Models of texts take encoded ones: image i has text i, and after the last the first again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay models sample dimr-tiny --weights weights.safetensors --count 64",
            "  assay models sample dimr-xl-2r-256 --weights imagenet256_guided.pth \\",
            "      --autoencoder-weights autoencoder_kl.pth --classes 207,360,387 --steps 50 --guidance 1.5",
            "  assay models sample pixart-xl-2-512 --weights PixArt-XL-2-512x512.pth --autoencoder-weights vae/ \\",
            "      --texts t5.npz --count 4",
            "  assay models sample sd3-medium --weights transformer/ --autoencoder-weights vae/ \\",
            "      --texts clip-l.npz,clip-g.npz,t5.npz --no-text no-l.npz,no-g.npz,no-t5.npz",
            "  assay models sample my-model.yaml --weights random:0 --sampler ddim:eta=1 --classes random --json"
        })
final class SampleCommand implements Callable<Integer> {
    private static final int MOST_NUMBERS = 1 << 30;

    @Parameters(paramLabel = "NAME|FILE.yaml", description = ModelsCommand.MODEL)
    private String model;

    @Mixin
    private WeightOptions weights;

    @Mixin
    private SampleOptions samples;

    @Option(
            names = "--classes",
            paramLabel = "C",
            defaultValue = ClassChoice.USUAL,
            description = {
                "balanced: in turn; random; blocks: one class after the other; or classes in turn, such as 207,360-363",
                "(default: ${DEFAULT-VALUE})."
            })
    private String classes;

    @Mixin
    private TextOptions texts;

    @Mixin
    private SamplingOptions sampling;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "fp32",
            description = "fp32 or fp16 for the network's arithmetic (default: ${DEFAULT-VALUE}).")
    private ExportCommand.Precision precision;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    /**
     * What {@code samples.json} says.
     *
     * @param nfe calls of the denoiser for an image
     * @param weights what was named, with the SHA-256 of files
     * @param evaluations of the network for an image; guidance makes two of a call
     * @param networkShare of the time spent on images
     */
    private record Sampled(
            String assay,
            String model,
            Map<String, String> weights,
            int count,
            long seed,
            String classes,
            Map<String, String> texts,
            String sampler,
            Map<String, Object> samplerSettings,
            String guidance,
            Map<String, Object> guidanceSettings,
            String precision,
            String provider,
            int nfe,
            double evaluations,
            double secondsPerImage,
            double networkShare,
            Cost cost) {}

    @Override
    public Integer call() {
        Model chosen = Models.find(model);
        check(chosen);
        Sampling how = sampling.of(chosen);
        Optional<EncodedTexts> encoded = followsTexts(chosen) ? Optional.of(texts.read(chosen)) : Optional.empty();
        LabelPolicy labels = ClassChoice.of(classes, chosen, samples.count);
        SamplingRun run = new SamplingRun(
                NetworkDenoiser.shape(chosen.diffusionNetwork()),
                chosen.diffusion().noise(),
                how.makeSampler(),
                guidance(chosen, how),
                encoded.<LabelPolicy>map(all -> (seed, image) -> (int) (image % all.count()))
                        .orElse(labels),
                samples.seed);
        try (Scratch scratch = Scratch.open("assay-sample")) {
            sample(chosen, how, run, encoded, scratch.folder());
        }
        return Main.OK;
    }

    private void check(Model chosen) {
        samples.check();
        MachineOptions.checked("--threads", machine.threads, 1, MachineOptions.MOST_THREADS);
        if (chosen.network() instanceof DenoisingNetwork) {
            throw new AssayException(
                    chosen.name(),
                    "it denoises by noise levels, not by times",
                    "such models are sampled as a stage of a system",
                    "see 'assay systems sample --help'");
        }
        DiffusionNetwork network = chosen.diffusionNetwork();
        // Guidance doubles a batch, whose numbers are one array.
        int most = MOST_NUMBERS / (2 * NetworkDenoiser.shape(network).elements());
        MachineOptions.checked("--batch", machine.batch, 1, Math.max(1, most));
        if (network instanceof GroupNetwork) {
            throw new AssayException(
                    chosen.name(),
                    "it makes groups",
                    "models of single images are sampled here",
                    "see 'assay groups sample --help'");
        }
        if (texts.given() && !followsTexts(chosen)) {
            throw new AssayException(
                    "--texts", chosen.name() + " follows no texts", "models of texts do", "leave it out");
        }
    }

    private static boolean followsTexts(Model chosen) {
        DiffusionNetwork network = chosen.diffusionNetwork();
        return network.inputs().size() > 2 && network.classes() == 0;
    }

    /** Where there is guidance, something must stand for no class. */
    private static Guidance guidance(Model chosen, Sampling how) {
        Guidance guidance = how.makeGuidance();
        if (!(guidance instanceof Guidance.None)) {
            Parts.denoiser(chosen, true);
        }
        return guidance;
    }

    private void sample(Model chosen, Sampling how, SamplingRun run, Optional<EncodedTexts> encoded, Path folder) {
        boolean guided = !(run.guidance() instanceof Guidance.None);
        Conditions told =
                Conditions.classes(chosen.diffusionNetwork(), chosen.diffusion().noClass());
        OnnxFile.Form form = machine.device == Device.CPU ? OnnxFile.Form.CPU : OnnxFile.Form.CUDA;
        OnnxFile.Options options = new OnnxFile.Options(OnnxFile.Storage.AUTO, form, precision.number());
        SessionOptions one = new SessionOptions(1, machine.device);
        Path denoiser = folder.resolve("denoiser.onnx");
        try (ModelWeights opened = weights.open(chosen, Part.DENOISER)) {
            tell(opened);
            if (encoded.isPresent()) {
                told = guided ? texts.guided(encoded.get(), opened) : encoded.get();
            }
            Exporting.write(Parts.denoiser(chosen, false), opened.weights(), denoiser, options);
        }
        Path decoder = folder.resolve("decoder.onnx");
        try (ModelWeights opened = weights.openDecoder(chosen)) {
            tell(opened);
            Network pixels = Parts.decoder(chosen, true);
            Exporting.write(pixels, opened.weights(), decoder, options);
        }
        try (OnnxSession network = OnnxSession.open(denoiser, one);
                OnnxSession pixels = OnnxSession.open(decoder, one)) {
            if (!network.note().isEmpty()) {
                spec.commandLine().getErr().println(chosen.name() + ": " + network.note());
            }
            report(chosen, how, run, new NetworkDenoiser(network, chosen, told), network, pixels);
        }
    }

    private void tell(ModelWeights opened) {
        opened.notes().forEach(spec.commandLine().getErr()::println);
    }

    private void report(
            Model chosen,
            Sampling how,
            SamplingRun run,
            NetworkDenoiser denoiser,
            OnnxSession network,
            OnnxSession pixels) {
        // Not before the weights were found to fit, so that a refusal leaves no empty folder.
        Output.folderFor(samples.out);
        boolean labelled = chosen.diffusionNetwork().classes() > 0;
        int threads = network.provider().equals("cpu") ? machine.threads : 1;
        Cost.Start start = Cost.start();
        SampleRun.Made made = new SampleRun(run, denoiser, pixels, labelled)
                .write(samples.count, machine.batch, threads, samples.shown(), samples.archive());
        Cost cost = start.spent();
        Sampled sampled = new Sampled(
                Version.text(),
                chosen.name(),
                weights.identity(),
                samples.count,
                samples.seed,
                labelled ? classes : "",
                texts.identity(),
                how.sampler(),
                how.settings(),
                how.guidance(),
                how.guidanceSettings(),
                precision.name().toLowerCase(Locale.ROOT),
                network.provider(),
                run.sampler().nfe(),
                (double) denoiser.evaluations() / samples.count,
                cost.seconds() / samples.count,
                denoiser.seconds() / made.threadSeconds(),
                cost);
        samples.report(made.first(), sampled, text(sampled), spec.commandLine().getOut());
    }

    private String text(Sampled s) {
        return String.format(
                Locale.ROOT,
                "%s: %s by %s, each by %d calls of the denoiser (%.0f evaluations of the network)%n"
                        + "%.3f s an image, %.1f %% of it in the network on %s%n",
                s.model(),
                samples.images(),
                s.sampler(),
                s.nfe(),
                s.evaluations(),
                s.secondsPerImage(),
                100 * s.networkShare(),
                s.provider());
    }
}
