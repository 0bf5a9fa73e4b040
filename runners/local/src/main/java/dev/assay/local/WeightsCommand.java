package dev.assay.local;

import dev.assay.reference.inception.InceptionWeights;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
            "  assay weights import pt_inception-2015-12-05-6726825d.pth"
        })
final class WeightsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: where, verify or import");
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
}
