package dev.assay.local;

import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.inception.InceptionWeights;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.CheckpointView;
import dev.assay.reference.weights.WeightMap;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay weights}: published weights that users fetch themselves. */
@Command(
        name = "weights",
        description = "Verifies and imports published weights, so that later commands find them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The home folder is .assay in yours, or what the environment variable ASSAY_HOME names.",
            "",
            "Examples:",
            "  assay weights where",
            "  assay weights verify pt_inception-2015-12-05-6726825d.pth",
            "  assay weights import pt_inception-2015-12-05-6726825d.pth",
            "  assay weights map --model dit-xl-2-256 diffusion_pytorch_model.safetensors"
        })
final class WeightsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: where, verify, import or map");
    }

    @Command(
            name = "where",
            description = "Says which weights are imported and where the published ones are to be had.",
            mixinStandardHelpOptions = true)
    int where() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Extractors.describeWeights());
        out.println(InceptionWeights.absent(Home.weights()).getMessage());
        return Main.OK;
    }

    @Command(
            name = "verify",
            description = "Checks the hash, every name and every shape of a weight file.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "FILE", description = "Weights of the Inception network.") Path file) {
        try (InceptionWeights weights = InceptionWeights.open(file)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%s: sha256 %s%n", file, weights.sha256());
            out.println(
                    weights.published()
                            ? "the published weights; scores made with them are called fid, sfid, is, kid"
                            : "every name and shape fits, but this is not the published file: scores made with it carry"
                                    + " the beginning of its hash");
        }
        return Main.OK;
    }

    @Command(
            name = "import",
            description = "Verifies a weight file and keeps the network made of it in Assay's home folder.",
            mixinStandardHelpOptions = true)
    int importFile(@Parameters(paramLabel = "FILE", description = "Weights of the Inception network.") Path file) {
        spec.commandLine().getOut().println("imported as " + Extractors.importWeights(file));
        return Main.OK;
    }

    @Command(
            name = "map",
            description = {
                "Shows which tensor of a checkpoint goes where in a model, and what does not fit. Exits with 1 if",
                "something is missing, unexpected or wrongly shaped."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  assay weights map --model dimr-xl-2r-256 DiMR-XL_2R_800epochs.pth",
                "  assay weights map --model sd-vae diffusion_pytorch_model.safetensors --json"
            })
    int map(
            @Option(
                            names = "--model",
                            required = true,
                            paramLabel = "NAME|FILE.yaml",
                            description = ModelsCommand.MODEL)
                    String model,
            @Option(
                            names = "--dictionary",
                            paramLabel = "NAME",
                            description = "Which dictionary of the checkpoint to take, such as ema.")
                    String dictionary,
            @Option(
                            names = WeightOptions.LAYOUT,
                            paramLabel = "NAME",
                            description = "How the checkpoint names and orders its tensors, where it does not tell.")
                    String layout,
            @Option(names = "--json", description = "Prints JSON.") boolean json,
            @Parameters(paramLabel = "FILE", description = "A checkpoint.") Path file) {
        List<Parameter> parameters =
                ShapeBackend.describe(Models.find(model).network()).parameters();
        Set<String> optional = parameters.stream()
                .filter(p -> p.role() == Parameter.Role.FIXED)
                .map(Parameter::name)
                .collect(Collectors.toSet());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            CheckpointView view = CheckpointView.of(
                    checkpoint, parameters, optional, Optional.ofNullable(dictionary), Optional.ofNullable(layout));
            WeightMap map = WeightMap.of(view, parameters, optional);
            spec.commandLine().getOut().print(json ? map.json() : map.text());
            return map.fits() ? Main.OK : Main.CHECK_FAILED;
        }
    }
}
