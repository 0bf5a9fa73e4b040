package dev.assay.local;

import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.reference.diffusion.Stream;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay data compare}: pictures in pairs. */
@Command(
        name = "compare",
        description = {
            "How far pictures are from those of a reference, in pairs by order: the mean over pictures of the mean",
            "squared difference, where colours are -1 to 1, with an interval of 95 %% over pictures drawn again.",
            "With several sets, each is also compared with the first, on the same pictures."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  assay data compare --reference real.npz relay/samples.npz upsampler/samples.npz"})
final class CompareCommand implements Callable<Integer> {
    private static final double HALF = 127.5;
    private static final int DRAWS = 2000;
    private static final double OUTSIDE = 0.025;

    @Option(
            names = {"-r", "--reference"},
            required = true,
            paramLabel = "PATH",
            description = "What pictures should be.")
    private Path reference;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Pictures, as many as the reference or fewer.")
    private List<Path> sets;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** A mean with its interval. */
    private record Mean(double value, double low, double high) {}

    /**
     * A set's row.
     *
     * @param error mean squared difference from the reference
     * @param more error less that of the first set
     */
    private record Row(String set, int pictures, Mean error, Mean more) {}

    @Override
    public Integer call() {
        List<Image> real = read(reference, Integer.MAX_VALUE);
        List<double[]> errors = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (Path set : sets) {
            double[] own = errors(set, real);
            errors.add(own);
            if (own.length != errors.get(0).length) {
                throw new AssayException(
                        set.toString(),
                        "it holds %d pictures".formatted(own.length),
                        "the first set holds %d".formatted(errors.get(0).length),
                        "compare sets of one size");
            }
            double[] more = new double[own.length];
            Arrays.setAll(more, i -> own[i] - errors.get(0)[i]);
            rows.add(new Row(set.toString(), own.length, mean(own), mean(more)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(rows) : table(rows));
        out.flush();
        return Main.OK;
    }

    private static List<Image> read(Path path, int most) {
        ImageSource source = EvaluationInput.open(path, DecodeOptions.DEFAULT)
                .images()
                .orElseThrow(() -> new AssayException(
                        path.toString(), "it holds no pictures", "pictures are compared", "name another file"));
        List<Image> images = new ArrayList<>();
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                images.add(reader.next().decode());
                if (images.size() > most) {
                    throw new AssayException(
                            path.toString(),
                            "it holds more than %d pictures".formatted(most),
                            "the reference has no more",
                            "name the set with fewer");
                }
            }
        }
        return images;
    }

    private static double[] errors(Path set, List<Image> real) {
        List<Image> images = read(set, real.size());
        double[] errors = new double[images.size()];
        for (int i = 0; i < errors.length; i++) {
            byte[] one = images.get(i).rgb();
            byte[] other = real.get(i).rgb();
            if (images.get(i).width() != real.get(i).width() || one.length != other.length) {
                throw new AssayException(
                        set + ", picture " + i,
                        "it has another size than that of the reference",
                        "pairs have one size",
                        "bring them to one size");
            }
            double sum = 0;
            for (int k = 0; k < one.length; k++) {
                double difference = ((one[k] & 0xFF) - (other[k] & 0xFF)) / HALF;
                sum += difference * difference;
            }
            errors[i] = sum / one.length;
        }
        return errors;
    }

    /** The interval lies between quantiles of means of as many pictures, drawn with replacement. */
    private static Mean mean(double... values) {
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[new Stream(draw, i, 0).below(values.length)];
            }
            means[draw] = sum / values.length;
        }
        Arrays.sort(means);
        int outside = (int) (OUTSIDE * DRAWS);
        return new Mean(Arrays.stream(values).average().orElseThrow(), means[outside], means[DRAWS - 1 - outside]);
    }

    private static String table(List<Row> rows) {
        List<List<String>> cells = rows.stream()
                .map(r -> List.of(r.set(), Integer.toString(r.pictures()), text(r.error()), text(r.more())))
                .toList();
        return new TextTable(
                        List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
                        List.of(List.of("set", "pictures", "error", "more than the first")),
                        cells)
                .print();
    }

    private static String text(Mean mean) {
        return String.format(Locale.ROOT, "%.5f (%.5f to %.5f)", mean.value(), mean.low(), mean.high());
    }
}
