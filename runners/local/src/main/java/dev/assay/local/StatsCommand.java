package dev.assay.local;

import dev.assay.datasets.Provenance;
import dev.assay.datasets.Statistics;
import dev.assay.datasets.StatisticsFile;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.spec.Json;
import dev.assay.spec.SetUsed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay stats}: means and covariances of features as files. */
@Command(
        name = "stats",
        description = "Makes, merges, inspects and verifies statistics of features: reference files.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Files are npz. Other tools read mu, sigma, mu_s and sigma_s from them. Assay also keeps the count, sums",
            "that merge, and what made them, so that evaluate can refuse a mismatch.",
            "",
            "Examples:",
            "  assay stats make real/ --out real.npz",
            "  assay stats make part1.zip --out 1.npz; assay stats make part2.zip --out 2.npz",
            "  assay stats merge 1.npz 2.npz --out real.npz",
            "  assay stats inspect VIRTUAL_imagenet256_labeled.npz",
            "  assay stats verify real.npz real/",
            "  assay evaluate --generated samples/ --reference real.npz --metrics fid"
        })
final class StatsCommand implements Runnable {
    private static final String OUT = "--out";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: make, merge, inspect or verify");
    }

    @Command(
            name = "make",
            description = "Writes the statistics of images, or of features where the path has no images.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int make(
            @Parameters(paramLabel = "PATH", description = "What evaluate reads: a folder, zip, npz of images, ...")
                    Path path,
            @Option(
                            names = {"-o", OUT},
                            required = true,
                            paramLabel = "FILE.npz",
                            description = "Where the statistics go.")
                    Path out,
            @Option(
                            names = "--features",
                            paramLabel = "FILE.npz",
                            description =
                                    "Also writes the features themselves, which evaluate reads for kid, precision and the rest.")
                    Path features,
            @Mixin MakingOptions options) {
        Output.check(out);
        boolean keepRows = features != null;
        if (keepRows) {
            Output.check(features);
        }
        Making.Made made = options.make(path, keepRows, spec.commandLine().getErr());
        StatisticsFile.write(out, made.statistics());
        if (keepRows) {
            Map<String, NpyArray> arrays = new TreeMap<>();
            made.rows().forEach((tap, rows) -> arrays.put(tap, rows.array()));
            NpyWriter.writeNpz(features, arrays);
        }
        tell(out, made.statistics());
        return Main.OK;
    }

    @Command(
            name = "merge",
            description = {
                "Writes the statistics of all sets together, in the order given.",
                "Equal to making them at once but for rounding, below 1e-12."
            },
            mixinStandardHelpOptions = true)
    int merge(
            @Parameters(paramLabel = "FILE.npz", arity = "2..*", description = "Files that stats make or merge wrote.")
                    List<Path> files,
            @Option(
                            names = {"-o", OUT},
                            required = true,
                            paramLabel = "FILE.npz",
                            description = "Where the merged statistics go.")
                    Path out) {
        Output.check(out);
        Statistics.Own merged = Merging.merge(files);
        Merging.repeated(merged).forEach(hash -> spec.commandLine()
                .getErr()
                .println("the set with content " + hash + " is counted more than once"));
        StatisticsFile.write(out, merged);
        tell(out, merged);
        return Main.OK;
    }

    @Command(
            name = "inspect",
            description = "Says what is inside an npz file of statistics, whoever wrote it.",
            mixinStandardHelpOptions = true)
    int inspect(
            @Parameters(paramLabel = "FILE.npz", description = "Statistics.") Path file,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        Inspection inspection = Inspection.of(file);
        out.print(json ? Json.write(inspection) : inspection.text());
        out.flush();
        return Main.OK;
    }

    @Command(
            name = "verify",
            description = {
                "Checks that a file of statistics is sound: finite, symmetric, positive semidefinite, consistent.",
                "With a PATH, makes the statistics again and compares. Ends with 1 where a check fails."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int verify(
            @Parameters(index = "0", paramLabel = "FILE.npz", description = "Statistics.") Path file,
            @Parameters(
                            index = "1",
                            paramLabel = "PATH",
                            arity = "0..1",
                            description = "The images or features they are of.")
                    Path path,
            @Option(
                            names = "--tolerance",
                            paramLabel = "T",
                            defaultValue = "1e-6",
                            description =
                                    "Allowed difference in standard deviations; the default leaves room for the rounding of"
                                            + " another processor's network (default: ${DEFAULT-VALUE}).")
                    double tolerance,
            @Mixin MakingOptions options) {
        Verification verification = new Verification();
        Statistics statistics = verification.file(file);
        if (path != null) {
            Making.Made again = options.make(path, false, spec.commandLine().getErr());
            verification.compare(file, statistics, path, again.statistics(), tolerance);
        }
        PrintWriter out = spec.commandLine().getOut();
        verification.print(out);
        out.flush();
        return verification.passed() ? Main.OK : Main.CHECK_FAILED;
    }

    private void tell(Path file, Statistics.Own statistics) {
        Provenance provenance = statistics.provenance();
        long leftOut = provenance.sets().stream().mapToLong(SetUsed::planned).sum() - provenance.count();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %s of %d %s by %s%s%n",
                file,
                String.join(" and ", statistics.taps()),
                provenance.count(),
                provenance.sets().get(0).kind().equals("images") ? "images" : "rows",
                provenance.maker().extractor(),
                leftOut == 0 ? "" : ", " + leftOut + " left out");
        out.flush();
    }
}
