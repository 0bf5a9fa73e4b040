package dev.assay.datasets;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.ElementType;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.datasets.array.Npz;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Statistics as an npz file, the one place that knows its arrays.
 *
 * <p>For other tools, as pytorch-fid, clean-fid, EDM and the ADM evaluator read them: {@code mu} float64 [D] and {@code
 * sigma} float64 [D,D], the mean and the unbiased covariance of the tap {@code features}; {@code mu_s} and {@code
 * sigma_s} of the tap {@code spatial}. A file of one image has no {@code sigma}.
 *
 * <p>For Assay, with the same endings: {@code count} int64 [1], {@code mean} float64 [D], {@code scatter} float64 [D,D],
 * {@code sum_float32} float32 [D]; and {@code assay}, uint8, the {@link Provenance} as UTF-8 JSON.
 */
public final class StatisticsFile {
    private static final String PROVENANCE = "assay";
    private static final String COUNT = "count";
    private static final int MAX_PROVENANCE = 64 << 20;

    /** Ending of the arrays' names by tap. */
    private static final Map<String, String> ENDINGS =
            new TreeMap<>(Map.of(Statistics.FEATURES, "", Statistics.SPATIAL, "_s"));

    private final Path file;
    private final List<String> names;

    private StatisticsFile(Path file) {
        this.file = file;
        this.names = Npz.names(file);
    }

    /** Writes a file; equal statistics give equal bytes. */
    public static void write(Path file, Statistics.Own statistics) {
        Map<String, NpyArray> arrays = new TreeMap<>();
        byte[] provenance = Json.write(statistics.provenance()).getBytes(StandardCharsets.UTF_8);
        arrays.put(PROVENANCE, NpyArray.of(provenance, provenance.length));
        statistics.sums().forEach((tap, sums) -> {
            String ending = ENDINGS.get(tap);
            int d = sums.dimensions();
            if (ending == null) {
                throw new IllegalArgumentException("no common name for statistics of the tap " + tap);
            }
            checkDimensions(file + ", " + tap, d);
            arrays.put("mu" + ending, NpyArray.of(sums.mean(), d));
            if (sums.count() > 1) {
                arrays.put("sigma" + ending, NpyArray.of(sums.gaussian().sigma(), d, d));
            }
            arrays.put(COUNT + ending, NpyArray.of(new long[] {sums.count()}, 1));
            arrays.put("mean" + ending, NpyArray.of(sums.mean(), d));
            arrays.put("scatter" + ending, NpyArray.of(sums.scatter(), d, d));
            arrays.put("sum_float32" + ending, NpyArray.of(sums.sumFloat32(), d));
        });
        NpyWriter.writeNpz(file, arrays);
    }

    /** Refuses features of more columns than a file may have. */
    public static void checkDimensions(String where, int dimensions) {
        if (dimensions > Statistics.MAX_DIMENSIONS) {
            throw new AssayException(
                    where,
                    dimensions + " columns",
                    "statistics are kept of up to " + Statistics.MAX_DIMENSIONS,
                    "choose an output of the extractor with fewer columns");
        }
    }

    /** The statistics in an npz file; empty where it holds none. */
    public static Optional<Statistics> read(Path file) {
        StatisticsFile opened = new StatisticsFile(file);
        if (opened.names.contains(PROVENANCE)) {
            return Optional.of(opened.own());
        }
        Map<String, Statistics.Gaussian> gaussians = opened.gaussians();
        return gaussians.isEmpty() ? Optional.empty() : Optional.of(new Statistics.Foreign(gaussians));
    }

    /** What other tools find in a file, whoever wrote it: {@code mu} and {@code sigma} by tap. */
    public static Map<String, Statistics.Gaussian> readGaussians(Path file) {
        return new StatisticsFile(file).gaussians();
    }

    private Statistics.Own own() {
        Provenance provenance = provenance();
        Map<String, Statistics.Sums> taps = new TreeMap<>();
        ENDINGS.forEach((tap, ending) -> {
            if (names.contains(COUNT + ending)) {
                taps.put(tap, sums(ending, provenance.count()));
            }
        });
        if (taps.isEmpty()) {
            throw malformed(file.toString(), "it says that Assay made it, but has no " + COUNT);
        }
        return new Statistics.Own(taps, provenance);
    }

    private Provenance provenance() {
        try (NpyReader reader = Npz.open(file, PROVENANCE)) {
            ArrayHeader header = reader.header();
            if (header.type() != ElementType.UINT8 || header.rank() != 1 || header.count() > MAX_PROVENANCE) {
                throw malformed(reader.where(), "it is " + header.describe());
            }
            byte[] text = new byte[(int) header.count()];
            whole(reader, reader.readBytes(text, 0, text.length), text.length);
            Provenance provenance =
                    Json.read(reader.where(), new String(text, StandardCharsets.UTF_8), Provenance.class);
            if (provenance.format() != Provenance.FORMAT) {
                throw new AssayException(
                        reader.where(),
                        "statistics of format %d, by Assay %s".formatted(provenance.format(), provenance.assay()),
                        "this version reads format " + Provenance.FORMAT,
                        "use that version, or make the statistics again");
            }
            return provenance;
        }
    }

    private Statistics.Sums sums(String ending, long expected) {
        String counted = COUNT + ending;
        long[] count = new long[1];
        try (NpyReader reader = Npz.open(file, counted)) {
            if (reader.header().type() != ElementType.INT64 || reader.header().count() != 1) {
                throw malformed(reader.where(), "it is " + reader.header().describe());
            }
            whole(reader, reader.readLongs(count, 0, 1), 1);
        }
        if (count[0] < 1 || count[0] != expected) {
            throw malformed(name(counted), "it is %d, but the sets add up to %d".formatted(count[0], expected));
        }
        for (String needed : count[0] == 1 ? List.of("mu") : List.of("mu", "sigma")) {
            if (!names.contains(needed + ending)) {
                throw malformed(file.toString(), "it has no " + needed + ending);
            }
        }
        double[] mean = doubles("mean" + ending, 1);
        double[] scatter = doubles("scatter" + ending, 2);
        if (scatter.length != (long) mean.length * mean.length) {
            throw malformed(
                    name("scatter" + ending), "%d values beside a mean of %d".formatted(scatter.length, mean.length));
        }
        float[] sum = floats("sum_float32" + ending, mean.length);
        return new Statistics.Sums(count[0], mean, scatter, sum).checked(name("scatter" + ending));
    }

    private Map<String, Statistics.Gaussian> gaussians() {
        Map<String, Statistics.Gaussian> taps = new TreeMap<>();
        ENDINGS.forEach((tap, ending) -> {
            String mu = "mu" + ending;
            String sigma = "sigma" + ending;
            if (names.contains(mu) || names.contains(sigma)) {
                taps.put(tap, gaussian(mu, sigma));
            }
        });
        return taps;
    }

    private Statistics.Gaussian gaussian(String mu, String sigma) {
        if (!names.contains(mu) || !names.contains(sigma)) {
            throw new AssayException(
                    file.toString(),
                    "of %s and %s only one is there".formatted(mu, sigma),
                    "statistics are a mean and a covariance",
                    "save both");
        }
        double[] mean = doubles(mu, 1);
        double[] covariance = doubles(sigma, 2);
        if (covariance.length != mean.length * mean.length) {
            throw new AssayException(
                    file.toString(),
                    "%s has %d values and %s %d".formatted(mu, mean.length, sigma, covariance.length),
                    "[D] and [D, D] are read",
                    "save both again");
        }
        return new Statistics.Gaussian(mean, covariance).checked(name(sigma));
    }

    /** Values of a vector [D] or a square matrix [D,D]; the order of a symmetric matrix does not matter. */
    private double[] doubles(String member, int rank) {
        try (NpyReader reader = Npz.open(file, member)) {
            ArrayHeader header = reader.header();
            long[] shape = header.shape();
            boolean square = shape.length == rank && shape[0] == shape[rank - 1];
            if (!header.type().isFloat() || !square || shape[0] < 1 || shape[0] > Statistics.MAX_DIMENSIONS) {
                throw new AssayException(
                        reader.where(),
                        "the statistics are " + header.describe(),
                        "float [D] and [D, D] with D up to %d are read".formatted(Statistics.MAX_DIMENSIONS),
                        "save them so");
            }
            double[] values = new double[(int) header.count()];
            whole(reader, reader.readDoubles(values, 0, values.length), values.length);
            return values;
        }
    }

    private float[] floats(String member, int length) {
        try (NpyReader reader = Npz.open(file, member)) {
            ArrayHeader header = reader.header();
            if (header.type() != ElementType.FLOAT32 || header.rank() != 1 || header.count() != length) {
                throw malformed(reader.where(), "it is " + header.describe());
            }
            float[] values = new float[length];
            whole(reader, reader.readFloats(values, 0, length), length);
            return values;
        }
    }

    private String name(String member) {
        return file + "[" + member + "]";
    }

    private static void whole(NpyReader reader, int read, int wanted) {
        if (read < wanted) {
            throw new AssayException(reader.where(), "the array is cut off", "it must be whole", "copy it again");
        }
    }

    private static AssayException malformed(String where, String found) {
        return new AssayException(
                where,
                found,
                "Assay writes mu [D], sigma [D, D], int64 count [1], mean [D], scatter [D, D], float32 sum_float32 [D]"
                        + " and uint8 assay",
                "make the statistics again");
    }
}
