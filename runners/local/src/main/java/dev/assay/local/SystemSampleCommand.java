package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.relay.Cascade;
import dev.assay.reference.relay.CascadeConfig;
import dev.assay.reference.relay.CascadeStage;
import dev.assay.reference.relay.StageSamplers;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay systems sample}: images of a system of stages. */
@Command(
        name = "sample",
        description = {
            "Makes images with a system of models of the form D(x; sigma): samples.npz (arr_0 uint8 [N,H,W,3], arr_1",
            "classes), which evaluate reads, grid.png and samples.json with the costs of each stage.",
            "Image i depends on the seed and i alone, not on batch or threads."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay systems sample rdm-emoji-32 --weights stage1.safetensors --weights stage2.safetensors --count 64",
            "  assay systems sample my-system.yaml --seed 3 --json"
        })
final class SystemSampleCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME|FILE.yaml", description = "A system; its file says where images start from.")
    private String system;

    @Option(
            names = {"-w", "--weights"},
            paramLabel = "FILE|random:SEED|hash",
            description =
                    "The weights of each stage in turn (default: those that the system's file names). Repeatable.")
    private List<String> weights = List.of();

    @Mixin
    private SampleOptions samples;

    @Option(
            names = "--low-noise",
            paramLabel = "D",
            defaultValue = "0",
            description = {
                "Standard deviation of noise added to low-resolution images before a stage takes them, where pixels",
                "are -1 to 1: a test of how errors are repaired (default: ${DEFAULT-VALUE})."
            })
    private double lowNoise;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    /**
     * What {@code samples.json} says.
     *
     * @param config the system, with what its file says
     * @param weights of each stage
     * @param outsideShare of the time spent on images, what is not in networks
     */
    private record Sampled(
            CascadeConfig config,
            List<String> weights,
            int count,
            long seed,
            double lowNoise,
            List<StageCost> stages,
            double outsideShare,
            Cost cost) {}

    /**
     * A stage's part of it.
     *
     * @param samplerSettings all of them, those that have their defaults too
     * @param nfe calls of the denoiser for an image
     * @param evaluations of the network for an image; guidance makes two of a call
     * @param secondsPerImage of all threads
     * @param outsideShare of these, what is not in networks
     */
    private record StageCost(
            String model,
            Map<String, Object> samplerSettings,
            int nfe,
            int evaluations,
            double secondsPerImage,
            double outsideShare,
            String provider) {
        static StageCost of(RunningStage running, CascadeConfig.StageConfig config, int count) {
            CascadeStage stage = running.stage();
            int nfe = stage.sampler().nfe();
            return new StageCost(
                    stage.model().name(),
                    settings(config.sampler()),
                    nfe,
                    stage.guidance() instanceof Guidance.None ? nfe : 2 * nfe,
                    running.seconds() / count,
                    1 - running.networkSeconds() / running.seconds(),
                    running.denoiser().provider());
        }

        private static Map<String, Object> settings(Map<String, Object> given) {
            Map<String, Object> settings = new TreeMap<>(given);
            String name = String.valueOf(settings.remove("name"));
            Map<String, Object> all = new TreeMap<>(StageSamplers.settings(name, settings));
            all.put("name", name);
            return all;
        }
    }

    @Override
    public Integer call() {
        samples.check();
        MachineOptions.checked("--batch", machine.batch, 1, SampleOptions.MOST_IMAGES);
        MachineOptions.checked("--threads", machine.threads, 1, MachineOptions.MOST_THREADS);
        if (!(lowNoise >= 0 && lowNoise < Double.POSITIVE_INFINITY)) {
            throw new AssayException("--low-noise", "it is " + lowNoise, "it is from 0", "correct the option");
        }
        Cascade cascade = Cascade.find(system);
        List<String> files = weights(cascade);
        cascade.stages().forEach(stage -> stage.model().denoisingNetwork());
        LowImages low = LowImages.of(cascade.stages().get(0), samples.count);
        Output.folderFor(samples.out);
        try (Scratch scratch = Scratch.open("assay-sample")) {
            sample(cascade, files, low, scratch);
        }
        return Main.OK;
    }

    private List<String> weights(Cascade cascade) {
        List<String> files = weights.isEmpty()
                ? cascade.stages().stream().map(CascadeStage::weights).toList()
                : weights;
        if (files.size() != cascade.stages().size() || files.contains("")) {
            throw new AssayException(
                    "--weights",
                    "there are " + files.stream().filter(f -> !f.isEmpty()).count(),
                    "%s has %d stages"
                            .formatted(
                                    cascade.config().system(), cascade.stages().size()),
                    "give one for each, lowest resolution first");
        }
        return files;
    }

    private void sample(Cascade cascade, List<String> files, LowImages low, Scratch scratch) {
        OnnxFile.Form form = machine.device == Device.CPU ? OnnxFile.Form.CPU : OnnxFile.Form.CUDA;
        OnnxFile.Options options =
                new OnnxFile.Options(OnnxFile.Storage.AUTO, form, ExportCommand.Precision.FP32.number());
        SessionOptions one = new SessionOptions(1, machine.device);
        List<RunningStage> running = new ArrayList<>();
        try {
            for (int k = 0; k < files.size(); k++) {
                Path place = scratch.inner("stage-" + (k + 1));
                running.add(RunningStage.open(
                        cascade.stages().get(k),
                        files.get(k),
                        place,
                        options,
                        one,
                        spec.commandLine().getErr()::println));
            }
            report(cascade, files, new CascadeSampling(cascade, running, low, lowNoise, samples.seed));
        } finally {
            running.forEach(RunningStage::close);
        }
    }

    private void report(Cascade cascade, List<String> files, CascadeSampling sampling) {
        Cost.Start start = Cost.start();
        List<SampleGrid.Tile> first =
                sampling.write(samples.count, machine.batch, machine.threads, samples.shown(), samples.archive());
        Cost cost = start.spent();
        double busy =
                sampling.stages().stream().mapToDouble(RunningStage::seconds).sum();
        double inside = sampling.stages().stream()
                .mapToDouble(RunningStage::networkSeconds)
                .sum();
        Sampled sampled = new Sampled(
                cascade.config(),
                files,
                samples.count,
                samples.seed,
                lowNoise,
                costs(cascade, sampling.stages()),
                1 - inside / busy,
                cost);
        samples.report(first, sampled, text(sampled), spec.commandLine().getOut());
    }

    private List<StageCost> costs(Cascade cascade, List<RunningStage> running) {
        List<StageCost> costs = new ArrayList<>();
        for (int k = 0; k < running.size(); k++) {
            costs.add(StageCost.of(running.get(k), cascade.config().stages().get(k), samples.count));
        }
        return costs;
    }

    private String text(Sampled s) {
        StringBuilder text = new StringBuilder("%s: %s%n".formatted(s.config().system(), samples.images()));
        for (StageCost stage : s.stages()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %d evaluations and %.3f s an image, %.1f %% of it outside the network on %s%n",
                    stage.model(),
                    stage.evaluations(),
                    stage.secondsPerImage(),
                    100 * stage.outsideShare(),
                    stage.provider()));
        }
        return text.toString();
    }
}
