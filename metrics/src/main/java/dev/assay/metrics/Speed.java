package dev.assay.metrics;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.NuclearNorm;
import dev.assay.metrics.algebra.PsdFactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a heavy step costs here.
 *
 * @param name of the step and its size
 * @param seconds on the wall clock
 * @param cpuSeconds of all threads, steadier on a busy machine
 * @param extra further figures, such as {@code peak_mb}, the process's largest resident memory so far, in 10^6 bytes
 */
public record Speed(String name, double seconds, double cpuSeconds, Map<String, Double> extra) {
    public Speed {
        extra = Map.copyOf(extra);
    }

    /** Every step at the size of the usual protocols, on features of 2048 columns. */
    public static List<Speed> all(Compute compute) {
        return List.of(
                traceTerm(2048, 8, compute), moments(50_000, 2048, compute), precisionRecall(10_000, 2048, compute));
    }

    /**
     * The trace term of the Fréchet distance of two covariances of full rank, after one warm-up.
     *
     * @param decades that their eigenvalues fall through
     */
    public static Speed traceTerm(int dimension, double decades, Compute compute) {
        double[] first = covariance(1, dimension, decades);
        double[] second = covariance(2, dimension, decades);
        Supplier<Double> work = () -> {
            PsdFactor[] factors = new PsdFactor[2];
            compute.forEach(
                    2,
                    side -> factors[side] =
                            PsdFactor.of("benchmark", side == 0 ? first : second, dimension, compute.algebra()));
            return NuclearNorm.ofProduct(factors[0], factors[1], compute);
        };
        double warm = work.get();
        return timed(
                "trace term, D %d, eigenvalues over %.0f decade(s)".formatted(dimension, decades),
                work,
                norm -> Map.of("root_trace", norm, "repeat", norm - warm));
    }

    /** A diagonal that falls evenly on a logarithmic scale, reflected at a few random planes. */
    private static double[] covariance(long seed, int d, double decades) {
        double[] a = new double[d * d];
        for (int i = 0; i < d; i++) {
            a[i * d + i] = Math.pow(10, -decades * i / d);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int times = 0; times < 4; times++) {
            double[] v = new double[d];
            double square = 0;
            for (int i = 0; i < d; i++) {
                v[i] = random.nextGaussian();
                square += v[i] * v[i];
            }
            reflect(a, v, square);
        }
        return a;
    }

    /** H A H for H = I - 2 v v^T / |v|^2. */
    private static void reflect(double[] a, double[] v, double square) {
        int d = v.length;
        double[] w = new double[d];
        double inner = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                w[i] += 2 / square * a[i * d + j] * v[j];
            }
            inner += v[i] * w[i] / square;
        }
        for (int i = 0; i < d; i++) {
            w[i] -= inner * v[i];
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                a[i * d + j] -= v[i] * w[j] + w[i] * v[j];
                a[j * d + i] = a[i * d + j];
            }
        }
    }

    /** Moments of features made block by block; the time of making them is inside too. */
    public static Speed moments(int count, int dimension, Compute compute) {
        int block = 500;
        Supplier<Moments> work = () -> {
            SplittableRandom random = new SplittableRandom(3);
            Moments.Collector collector = new Moments.Collector(dimension, compute);
            float[] rows = new float[block * dimension];
            for (int done = 0; done < count; done += block) {
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = (random.nextInt() >>> 8) * 0x1p-24f;
                }
                collector.add(rows, 0, Math.min(block, count - done));
            }
            return collector.statistic();
        };
        return timed(
                "moments, %d x %d".formatted(count, dimension), work, moments -> Map.of("mean", moments.mean()[0]));
    }

    /** Precision, recall, density and coverage of two sets of that many features, exact in float64. */
    public static Speed precisionRecall(int count, int dimension, Compute compute) {
        PrecisionRecall metric = new PrecisionRecall(
                List.of(PrecisionRecall.Output.values()),
                3,
                PrecisionRecall.Compare.LE,
                PrecisionRecall.Distance.FLOAT64,
                PrecisionRecall.Features.FLOAT32);
        TapData generated = TapData.of("generated", rows(4, count, dimension));
        TapData reference = TapData.of("reference", rows(5, count, dimension));
        return timed(
                "precision, recall, density, coverage, %d x %d x %d".formatted(count, count, dimension),
                () -> metric.score(generated, reference, compute),
                measures -> {
                    Map<String, Double> values = new TreeMap<>();
                    measures.forEach(m -> values.put(m.name(), m.value()));
                    return values;
                });
    }

    /** Non-negative features around ten centres with twelve common directions, as extractors give them. */
    private static Rows rows(long seed, int count, int d) {
        SplittableRandom common = new SplittableRandom(6);
        float[][] centres = new float[10][d];
        float[][] directions = new float[12][d];
        for (float[] centre : centres) {
            fill(common, centre, 1.5f, 0);
        }
        for (float[] direction : directions) {
            fill(common, direction, 1, -0.5f);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Rows.Collector collector = new Rows.Collector(d);
        float[] row = new float[d];
        for (int i = 0; i < count; i++) {
            fill(random, row, 0.5f, -0.25f);
            add(row, centres[random.nextInt(10)], 1);
            for (float[] direction : directions) {
                add(row, direction, (float) random.nextGaussian());
            }
            for (int j = 0; j < d; j++) {
                row[j] = Math.max(0, row[j]);
            }
            collector.add(row, 0, 1);
        }
        return collector.statistic();
    }

    private static void fill(SplittableRandom random, float[] into, float scale, float shift) {
        for (int j = 0; j < into.length; j++) {
            into[j] = scale * (random.nextInt() >>> 8) * 0x1p-24f + shift;
        }
    }

    private static void add(float[] row, float[] direction, float factor) {
        for (int j = 0; j < row.length; j++) {
            row[j] += factor * direction[j];
        }
    }

    /** Figures of a result beside its time. */
    private interface Figures<T> {
        Map<String, Double> of(T result);
    }

    /** Times some work whose result is looked at, so that it cannot be left out. */
    public static Speed timed(String name, DoubleSupplier work) {
        return timed(name, work::getAsDouble, result -> Map.of("result", result));
    }

    private static <T> Speed timed(String name, Supplier<T> work, Figures<T> figures) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        T result = work.get();
        double seconds = (System.nanoTime() - start) * 1e-9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) * 1e-9;
        Map<String, Double> extra = new TreeMap<>(figures.of(result));
        peakMegabytes().ifPresent(peak -> extra.put("peak_mb", peak));
        return new Speed(name, seconds, cpuSeconds, extra);
    }

    /** Largest resident size of this process so far in 10^6 bytes, where Linux tells. */
    public static OptionalDouble peakMegabytes() {
        return megabytes("VmHWM:");
    }

    /** Resident size of this process now in 10^6 bytes, where Linux tells. */
    public static OptionalDouble residentMegabytes() {
        return megabytes("VmRSS:");
    }

    private static OptionalDouble megabytes(String key) {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return OptionalDouble.empty();
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024e-6)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
