package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.random.NumpyRandom;
import dev.assay.spec.AssayException;
import dev.assay.spec.Better;
import dev.assay.spec.MetricSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Squared maximum mean discrepancy between two sets of features under a kernel; with the cubic kernel on pool3 of the
 * 2015 Inception network it is KID (Binkowski et al. 2018).
 *
 * <p>Lower is better. The estimators {@code mixed} and {@code u} are unbiased, so they are near 0 for equal
 * distributions and can be negative.
 *
 * @param kernel of two features
 * @param sigma width of the Gaussian kernel, in feature units; unused by the cubic kernel
 * @param sampling the full sets, or the mean over random subsets
 * @param subsets number of subsets
 * @param subsetSize images per subset and side
 * @param tooFew what to do when a side has fewer images than a subset
 * @param estimator of the squared discrepancy
 * @param seed of the subsets: per subset, first the generated then the reference images are chosen
 * @param precision of the inner products; all sums are float64
 */
public record KernelDistance(
        KernelName kernel,
        double sigma,
        Sampling sampling,
        int subsets,
        int subsetSize,
        TooFew tooFew,
        Estimator estimator,
        int seed,
        Precision precision)
        implements Metric {
    static final String NAME = "kernel_distance";

    /** The kernels. */
    public enum KernelName implements Choice {
        /** (x.y / D + 1)^3. */
        POLY3("poly3"),
        /** exp(-|x - y|^2 / (2 sigma^2)). */
        RBF("rbf");

        private final String id;

        KernelName(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Which images enter. */
    public enum Sampling implements Choice {
        FULL_SET("full_set"),
        /** By {@code numpy.random.RandomState(seed).choice(N, size, replace=False)}. */
        SUBSETS("subsets");

        private final String id;

        Sampling(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** What happens when there are fewer images than a subset takes. */
    public enum TooFew implements Choice {
        ERROR("error"),
        /** Subsets become as small as the smaller side. */
        CLIP("clip");

        private final String id;

        TooFew(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Which pairs of equal images are left out of the means. */
    public enum Estimator implements Choice {
        /** Within each side only: unbiased for independent sets of any sizes. */
        MIXED("mixed"),
        /** Between the sides too, at equal places: unbiased, for sets of equal size. */
        U("u"),
        /** None: biased upwards, at least 0. */
        V("v");

        private final String id;

        Estimator(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Precision of the inner products. */
    public enum Precision implements Choice {
        FLOAT64("float64"),
        FLOAT32("float32");

        private final String id;

        Precision(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    static KernelDistance of(MetricSpec spec) {
        Parameters with = new Parameters(
                spec,
                "kernel",
                "sigma",
                "sampling",
                "subsets",
                "subset_size",
                "too_few",
                "estimator",
                "seed",
                "precision");
        return new KernelDistance(
                with.choice("kernel", KernelName.class),
                with.positive("sigma"),
                with.choice("sampling", Sampling.class),
                with.integer("subsets", 1, 10_000),
                with.integer("subset_size", 2, Integer.MAX_VALUE),
                with.choice("too_few", TooFew.class),
                with.choice("estimator", Estimator.class),
                with.integer("seed", 0, Integer.MAX_VALUE),
                with.choice("precision", Precision.class));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> measures() {
        return List.of(NAME);
    }

    @Override
    public StatisticKind statistic() {
        return StatisticKind.ROWS;
    }

    @Override
    public boolean usesReference() {
        return true;
    }

    @Override
    public List<Measure> score(TapData generated, TapData reference, Compute compute) {
        Rows x = generated.needRows(NAME);
        Rows y = reference.needRows(NAME);
        Dimensions.equal(generated.name() + " and " + reference.name(), x, y);
        if (Math.min(x.size(), y.size()) < 2) {
            throw tooFew(x, y, 2);
        }
        return List.of(sampling == Sampling.FULL_SET ? fullSet(x, y, compute) : overSubsets(x, y, compute));
    }

    private Measure fullSet(Rows x, Rows y, Compute compute) {
        KernelTiles tiles = new KernelTiles(x, all(x), y, all(y), kernel(x.dimension()), compute.algebra());
        compute.forEach(tiles.tasks(), () -> workspace(x), tiles::run);
        KernelSums sums = tiles.sums();
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("mixed", sums.mixed());
        details.put("v", sums.vStatistic());
        if (sums.m() == sums.n()) {
            details.put("u", sums.uStatistic());
        }
        return measure(estimate(sums), x, y, details);
    }

    private Measure overSubsets(Rows x, Rows y, Compute compute) {
        int fewest = Math.min(x.size(), y.size());
        if (tooFew == TooFew.ERROR && fewest < subsetSize) {
            throw tooFew(x, y, subsetSize);
        }
        int size = Math.min(subsetSize, fewest);
        NumpyRandom random = new NumpyRandom(seed);
        int[][] xs = new int[subsets][];
        int[][] ys = new int[subsets][];
        for (int s = 0; s < subsets; s++) {
            xs[s] = random.choice(x.size(), size);
            ys[s] = random.choice(y.size(), size);
        }
        double[] values = new double[subsets];
        compute.forEach(subsets, () -> workspace(x), (work, s) -> {
            KernelTiles tiles = new KernelTiles(x, xs[s], y, ys[s], kernel(x.dimension()), compute.algebra());
            for (int task = 0; task < tiles.tasks(); task++) {
                tiles.run(work, task);
            }
            values[s] = estimate(tiles.sums());
        });
        Spread spread = Spread.of(values, 0);
        return measure(
                spread.mean(),
                x,
                y,
                Map.of("std", spread.deviation(), "subsets", (double) subsets, "subset_size", (double) size));
    }

    private double estimate(KernelSums sums) {
        if (estimator == Estimator.U && sums.m() != sums.n()) {
            throw new AssayException(
                    NAME,
                    "%d generated and %d reference images".formatted(sums.m(), sums.n()),
                    "estimator u needs as many of one as of the other",
                    "use estimator mixed, which is unbiased too");
        }
        return switch (estimator) {
            case MIXED -> sums.mixed();
            case U -> sums.uStatistic();
            case V -> sums.vStatistic();
        };
    }

    private static Measure measure(double value, Rows x, Rows y, Map<String, Double> details) {
        List<String> notes = value < 0
                ? List.of("negative: no difference seen beyond the scatter of an unbiased estimate")
                : List.of();
        return new Measure(NAME, value, Better.LOWER, x.size(), y.size(), details, notes);
    }

    private KernelTiles.Workspace workspace(Rows rows) {
        return new KernelTiles.Workspace(rows.dimension(), precision == Precision.FLOAT32);
    }

    private Kernel kernel(int dimension) {
        return kernel == KernelName.POLY3 ? Kernel.cubic(dimension) : Kernel.gaussian(sigma);
    }

    private static int[] all(Rows rows) {
        return IntStream.range(0, rows.size()).toArray();
    }

    private static TooFewImagesException tooFew(Rows x, Rows y, int needed) {
        return new TooFewImagesException(
                NAME,
                "%d generated and %d reference images".formatted(x.size(), y.size()),
                "it takes at least " + needed + " of each",
                "use more images, or too_few: clip");
    }
}
