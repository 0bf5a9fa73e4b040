package dev.assay.local;

import dev.assay.graph.DataType;
import dev.assay.reference.weights.SafetensorsWriter;
import dev.assay.reference.weights.Soup;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models soup}. */
@Command(
        name = "soup",
        description = {
            "Averages checkpoints of one architecture, tensor by tensor, or takes one out of an average again",
            "(Diffusion Soup, Biggs et al. 2024)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay models soup a.safetensors b.pth c.pth --out soup.safetensors",
            "  assay models soup a.safetensors b.safetensors --weights 3,1 --out soup.safetensors",
            "  assay models soup soup.safetensors --remove b.pth --out without-b.safetensors",
            "  assay models soup old-soup.pth --remove b.pth --share 0.25 --out without-b.safetensors"
        })
final class SoupCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Checkpoints; with --remove the one soup.")
    private List<Path> files;

    @Option(names = "--weights", split = ",", paramLabel = "W", description = "One for each file (default: all alike).")
    private List<Double> weights = List.of();

    @Option(names = "--remove", paramLabel = "FILE", description = "Takes this ingredient out of the soup.")
    private Path remove;

    @Option(
            names = "--share",
            paramLabel = "S",
            description = "The share that --remove has in a soup that does not record it; 1/n in a plain average of n.")
    private Double share;

    @Option(
            names = "--dictionary",
            paramLabel = "NAME",
            description = "Which dictionary of the checkpoints to take, such as ema (default: averaged weights).")
    private String dictionary;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.safetensors",
            description = "Where the average goes.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> read = new ArrayList<>(files);
        Optional.ofNullable(remove).ifPresent(read::add);
        checkOptions();
        Output.check(out, read.toArray(new Path[0]));
        List<Soup.Ingredient> opened = new ArrayList<>();
        try {
            for (Path file : read) {
                opened.add(Soup.Ingredient.open(file, Optional.ofNullable(dictionary)));
            }
            Soup soup = soup(opened);
            SafetensorsWriter.copy(out, soup, soup.metadata(), DataType.FLOAT32);
            spec.commandLine()
                    .getOut()
                    .printf("%s: %d tensors of %d files%n", out, soup.tensors().size(), read.size());
        } finally {
            opened.forEach(i -> i.checkpoint().close());
        }
        return Main.OK;
    }

    private void checkOptions() {
        if (remove != null && (files.size() != 1 || !weights.isEmpty())) {
            throw new AssayException(
                    "--remove",
                    "%d files and %d weights are given beside it".formatted(files.size(), weights.size()),
                    "one soup is needed and no weights",
                    "name the soup and what is taken out of it");
        }
        if (remove == null && share != null) {
            throw new AssayException(
                    "--share", "nothing is removed", "it belongs to --remove", "use --weights for an average");
        }
    }

    private Soup soup(List<Soup.Ingredient> opened) {
        if (remove == null) {
            return weights.isEmpty() ? Soup.of(opened) : Soup.of(opened, weights);
        }
        return share == null
                ? Soup.remove(opened.get(0), opened.get(1))
                : Soup.remove(opened.get(0), opened.get(1), share);
    }
}
