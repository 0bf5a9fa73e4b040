package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import dev.assay.spec.Better;
import dev.assay.spec.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Precision and recall (Kynkäänniemi et al. 2019), density and coverage (Naeem et al. 2020): how far each set lies in
 * the union of balls around the other's features, a ball's radius being the distance to its centre's k-th neighbour in
 * its own set.
 *
 * <p>Shares from 0 to 1, density beyond 1 too; higher is better. All four depend on the sizes of both sets.
 *
 * @param outputs which of the four, in this order
 * @param k neighbour that gives the radius, not counting the image itself
 * @param compare whether the surface belongs to a ball; decides where features repeat
 * @param distance precision of distances
 * @param features precision of the features before anything else
 */
public record PrecisionRecall(List<Output> outputs, int k, Compare compare, Distance distance, Features features)
        implements Metric {
    static final String NAME = "precision_recall";

    public PrecisionRecall {
        outputs = List.copyOf(outputs);
    }

    /** The four measures. */
    public enum Output implements Choice {
        /** Share of generated images in a ball of a reference image. */
        PRECISION("precision"),
        /** Share of reference images in a ball of a generated image. */
        RECALL("recall"),
        /** Mean number of reference balls that a generated image lies in, divided by k. */
        DENSITY("density"),
        /** Share of reference images whose ball holds a generated image. */
        COVERAGE("coverage");

        private final String id;

        Output(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Whether a point at a distance of exactly the radius is inside. */
    public enum Compare implements Choice {
        LE("le"),
        LT("lt");

        private final String id;

        Compare(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Precision of distances. */
    public enum Distance implements Choice {
        /** Every comparison as float64 decides it. */
        FLOAT64("float64"),
        /** |x|^2 + |y|^2 - 2 x.y in float32. */
        FLOAT32("float32"),
        /** The same with each step rounded to half; float32 in blocks where that overflows. ADM's evaluator. */
        FLOAT16_IF_FINITE("float16-if-finite");

        private final String id;

        Distance(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Precision of features. */
    public enum Features implements Choice {
        FLOAT32("float32"),
        /** Features and radii rounded to half; StyleGAN3's. */
        FLOAT16("float16");

        private final String id;

        Features(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    static PrecisionRecall of(MetricSpec spec) {
        Parameters with = new Parameters(spec, "outputs", "k", "compare", "distance", "features");
        List<Output> outputs = with.choices("outputs", Output.class);
        return new PrecisionRecall(
                outputs.stream().sorted().toList(),
                with.integer("k", 1, 1000),
                with.choice("compare", Compare.class),
                with.choice("distance", Distance.class),
                with.choice("features", Features.class));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> measures() {
        return outputs.stream().map(Output::id).toList();
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
        Rows y = rounded(generated);
        Rows x = rounded(reference);
        Dimensions.equal(generated.name() + " and " + reference.name(), y, x);
        if (Math.min(x.size(), y.size()) <= k) {
            throw new TooFewImagesException(
                    NAME,
                    "%d generated and %d reference images".formatted(y.size(), x.size()),
                    "k = %d takes at least %d of each".formatted(k, k + 1),
                    "use more images or a smaller k");
        }
        Balls balls = new Balls(x, radii(x, compute), y, radii(y, compute), compare, distance);
        Balls.Counts counts = balls.count(compute);
        List<Measure> measures = new ArrayList<>();
        for (Output output : outputs) {
            double value =
                    switch (output) {
                        case PRECISION -> counts.generatedInside() / (double) y.size();
                        case RECALL -> counts.referenceInside() / (double) x.size();
                        case DENSITY -> counts.pairs() / ((double) k * y.size());
                        case COVERAGE -> counts.referenceBallsFilled() / (double) x.size();
                    };
            measures.add(new Measure(output.id(), value, Better.HIGHER, y.size(), x.size(), Map.of(), List.of()));
        }
        return measures;
    }

    /** The rows in the precision of features; refuses those of which it, or a distance in single precision, overflows. */
    private Rows rounded(TapData side) {
        Rows rows = side.needRows(NAME);
        if (features == Features.FLOAT16 && rows.largest() >= Half.OVERFLOW) {
            throw tooLarge(side, rows, "half precision");
        }
        // Distances and the steps to them are below 4 times the largest squared length.
        if (distance != Distance.FLOAT64 && rows.largestSquaredLength() > Float.MAX_VALUE / 4) {
            throw tooLarge(side, rows, "distances in single precision");
        }
        return features == Features.FLOAT16 ? rows.map(Half::round) : rows;
    }

    private static AssayException tooLarge(TapData side, Rows rows, String precision) {
        return new AssayException(
                side.name(),
                "it holds a value of size " + rows.largest(),
                "this preset's " + NAME + " rounds to " + precision + ", which overflows there",
                "scale the features down, or use preset exact");
    }

    /** Squared distance of each row to its k-th neighbour, itself not counted. */
    double[] radii(Rows rows, Compute compute) {
        PairDistances distances = new PairDistances(rows, rows, distance, compute.algebra());
        double[] radii = new double[rows.size()];
        compute.forEach(
                distances.rowTiles(),
                () -> new PairDistances.Workspace(rows.dimension()),
                (work, tile) -> radii(distances, work, tile, radii));
        if (features == Features.FLOAT16) {
            for (int i = 0; i < radii.length; i++) {
                double half = Half.round((float) Math.sqrt(radii[i]));
                if (Double.isInfinite(half)) {
                    throw new AssayException(
                            NAME,
                            "the radius of row %d is %.6g".formatted(i, Math.sqrt(radii[i])),
                            "radii in half precision are below " + Half.OVERFLOW,
                            "scale the features down, or use preset exact");
                }
                radii[i] = half * half;
            }
        }
        return radii;
    }

    /** Each row is its own nearest, so the k-th other one is number k + 1. */
    private void radii(PairDistances distances, PairDistances.Workspace work, int tile, double[] radii) {
        int first = tile * PairDistances.ROWS;
        Nearest[] nearest = new Nearest[Math.min(PairDistances.ROWS, radii.length - first)];
        for (int i = 0; i < nearest.length; i++) {
            int row = first + i;
            nearest[i] = new Nearest(k + 1, j -> distances.exact(row, j));
        }
        for (int column = 0; column < distances.columnTiles(); column++) {
            distances.tile(work, tile, column);
            for (int i = 0; i < work.m; i++) {
                double threshold = nearest[i].threshold();
                for (int j = 0; j < work.n; j++) {
                    int at = i * work.n + j;
                    if (work.low[at] < threshold) {
                        nearest[i].offer(work.firstColumn + j, work.low[at], work.high[at]);
                        threshold = nearest[i].threshold();
                    }
                }
            }
        }
        for (int i = 0; i < nearest.length; i++) {
            radii[first + i] = nearest[i].last();
        }
    }
}
