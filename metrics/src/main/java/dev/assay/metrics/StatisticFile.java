package dev.assay.metrics;

import dev.assay.datasets.array.ElementType;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.datasets.array.Npz;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statistic as an npz file that loads back bit for bit and merges as if it had never left memory.
 *
 * <p>Moments: {@code count} int64 [1], {@code mean} float64 [D], {@code scatter} float64 [D,D], {@code sum_float32}
 * float32 [D], and for other tools {@code mu} and {@code sigma}, the mean and the unbiased covariance. Rows:
 * {@code features} float32 [N,D], or {@code features_0}, {@code features_1} and so on where there are several blocks.
 */
final class StatisticFile {
    private static final String COUNT = "count";
    private static final String FEATURES = "features";

    private StatisticFile() {}

    static void write(Path file, Statistic statistic) {
        Map<String, NpyArray> arrays = new TreeMap<>();
        if (statistic instanceof Moments moments) {
            addMoments(arrays, moments);
        } else if (statistic instanceof Rows rows) {
            addRows(arrays, rows);
        }
        NpyWriter.writeNpz(file, arrays);
    }

    private static void addMoments(Map<String, NpyArray> arrays, Moments moments) {
        int d = moments.dimension();
        arrays.put("mu", NpyArray.of(moments.mean(), d));
        if (moments.count() != 1) {
            arrays.put("sigma", NpyArray.of(moments.covariance(1), d, d));
        }
        if (moments.count() > 0) {
            arrays.put(COUNT, NpyArray.of(new long[] {moments.count()}, 1));
            arrays.put("mean", NpyArray.of(moments.mean(), d));
            arrays.put("scatter", NpyArray.of(moments.scatter(), d, d));
            arrays.put("sum_float32", NpyArray.of(moments.sumFloat32(), d));
        }
    }

    private static void addRows(Map<String, NpyArray> arrays, Rows rows) {
        List<float[]> blocks = rows.blocks();
        int d = rows.dimension();
        for (int b = 0; b < blocks.size(); b++) {
            String name = blocks.size() == 1 ? FEATURES : FEATURES + "_" + b;
            arrays.put(name, NpyArray.of(blocks.get(b), blocks.get(b).length / d, d));
        }
    }

    static Statistic read(Path file) {
        List<String> names = Npz.names(file);
        if (names.contains(COUNT)) {
            long[] count = new long[1];
            try (NpyReader reader = open(file, COUNT, 1)) {
                read(reader, reader.readLongs(count, 0, 1), 1);
            }
            if (count[0] < 1) {
                throw malformed(file, COUNT, "it is " + count[0]);
            }
            double[] mean = doubles(file, "mean", -1);
            Finite.check(file + "[mean]", mean, mean.length);
            double[] scatter = doubles(file, "scatter", mean.length);
            Finite.check(file + "[scatter]", scatter, mean.length);
            Moments.checkSymmetric(file + "[scatter]", scatter, mean.length);
            float[] sum = floats(file, "sum_float32", 1);
            if (sum.length != mean.length) {
                throw malformed(file, "sum_float32", sum.length + " values beside a mean of " + mean.length);
            }
            Finite.check(file + "[sum_float32]", sum, 0, sum.length, sum.length, 0);
            return new Moments(count[0], mean, sum, scatter);
        }
        if (names.contains("mu") && names.contains("sigma")) {
            double[] mean = doubles(file, "mu", -1);
            return Moments.given(file.toString(), mean, doubles(file, "sigma", mean.length));
        }
        return rows(file, names);
    }

    private static Rows rows(Path file, List<String> names) {
        List<String> parts = new ArrayList<>();
        if (names.contains(FEATURES)) {
            parts.add(FEATURES);
        }
        for (int b = 0; names.contains(FEATURES + "_" + b); b++) {
            parts.add(FEATURES + "_" + b);
        }
        if (parts.isEmpty()) {
            throw new AssayException(
                    file.toString(),
                    "it holds " + String.join(", ", names),
                    "a statistic holds count, mean and scatter, or mu and sigma, or features",
                    "make the statistics again");
        }
        Rows all = Rows.of(floats(file, parts.get(0), 2), columns(file, parts.get(0)));
        for (String part : parts.subList(1, parts.size())) {
            all = Rows.merge(all, Rows.of(floats(file, part, 2), columns(file, part)));
        }
        return all;
    }

    private static int columns(Path file, String name) {
        try (NpyReader reader = open(file, name, 2)) {
            return size(file, name, reader.header().shape()[1]);
        }
    }

    /** A vector where {@code columns} is negative, else a square matrix of that many columns. */
    private static double[] doubles(Path file, String name, int columns) {
        try (NpyReader reader = open(file, name, columns < 0 ? 1 : 2)) {
            long[] shape = reader.header().shape();
            if (columns < 0
                    ? shape[0] < 1 || shape[0] > Moments.MAX_DIMENSION
                    : shape[0] != columns || shape[1] != columns) {
                throw malformed(file, name, "its shape is " + Arrays.toString(shape));
            }
            if (reader.header().fortran()) {
                throw malformed(file, name, "it is in Fortran order");
            }
            double[] values = new double[size(file, name, reader.header().count())];
            read(reader, reader.readDoubles(values, 0, values.length), values.length);
            return values;
        }
    }

    private static float[] floats(Path file, String name, int rank) {
        try (NpyReader reader = open(file, name, rank)) {
            if (reader.header().type() != ElementType.FLOAT32
                    || (rank == 2 && reader.header().fortran())) {
                throw malformed(file, name, "it is " + reader.header().describe());
            }
            float[] values = new float[size(file, name, reader.header().count())];
            read(reader, reader.readFloats(values, 0, values.length), values.length);
            return values;
        }
    }

    private static NpyReader open(Path file, String name, int rank) {
        NpyReader reader = Npz.open(file, name);
        if (reader.header().rank() != rank) {
            String found = "it is " + reader.header().describe();
            reader.close();
            throw malformed(file, name, found);
        }
        return reader;
    }

    private static int size(Path file, String name, long count) {
        if (count > Integer.MAX_VALUE - 8) {
            throw malformed(file, name, "it holds " + count + " values");
        }
        return (int) count;
    }

    private static void read(NpyReader reader, int read, int wanted) {
        if (read != wanted) {
            throw new AssayException(
                    reader.where(),
                    "it ends after %d of %d values".formatted(read, wanted),
                    "the whole array must be there",
                    "make the statistics again");
        }
    }

    private static AssayException malformed(Path file, String name, String found) {
        return new AssayException(
                file + "[" + name + "]",
                found,
                "moments are count [1], mean [D], scatter [D,D] and sum_float32 [D], rows are float32 [N,D]",
                "make the statistics again");
    }
}
