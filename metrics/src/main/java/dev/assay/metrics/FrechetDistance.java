package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.Direct;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.metrics.algebra.NuclearNorm;
import dev.assay.metrics.algebra.PsdFactor;
import dev.assay.spec.Better;
import dev.assay.spec.MetricSpec;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fréchet distance between Gaussians fitted to two sets of features; on pool3 of the 2015 Inception network it is FID
 * (Heusel et al. 2017, eq. 6).
 *
 * <p>Squared feature units, at least 0, lower is better. Biased upwards for small sets, so only values of equal image
 * counts compare.
 *
 * <p>The trace of the root of the product of covariances is the nuclear norm of the product of their factors, which
 * never meets a complex number and is right when there are fewer images than columns.
 *
 * @param mean precision in which the two means are taken and compared
 * @param divisor of the scatter
 * @param rankDeficient what to do when a covariance has no inverse
 */
public record FrechetDistance(Mean mean, Divisor divisor, RankDeficient rankDeficient) implements Metric {
    static final String NAME = "frechet_distance";

    /** Precision of the means. */
    public enum Mean implements Choice {
        FLOAT64("float64"),
        /** As numpy makes it of float32 features: summed, subtracted and multiplied in float32. */
        FLOAT32("float32");

        private final String id;

        Mean(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** What the scatter is divided by. */
    public enum Divisor implements Choice {
        UNBIASED("n-1"),
        POPULATION("n");

        private final String id;

        Divisor(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** The trace term where a covariance is not of full rank. */
    public enum RankDeficient implements Choice {
        EXACT("exact"),
        /**
         * Real parts of the roots of the eigenvalues of the product of covariances. Other tools do this; the zero
         * eigenvalues come out as rounding noise whose roots add up to an error in the fifth or sixth digit.
         */
        PRODUCT_EIGENVALUES("product-eigenvalues");

        private final String id;

        RankDeficient(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    static FrechetDistance of(MetricSpec spec) {
        Parameters with = new Parameters(spec, "mean", "divisor", "rank_deficient");
        return new FrechetDistance(
                with.choice("mean", Mean.class),
                with.choice("divisor", Divisor.class),
                with.choice("rank_deficient", RankDeficient.class));
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
        return StatisticKind.MOMENTS;
    }

    @Override
    public boolean usesReference() {
        return true;
    }

    @Override
    public List<Measure> score(TapData generated, TapData reference, Compute compute) {
        return List.of(distance(
                generated.name(),
                generated.needMoments(NAME, compute),
                reference.name(),
                reference.needMoments(NAME, compute),
                compute));
    }

    /** |m1 - m2|^2 + tr(C1) + tr(C2) - 2 tr((C1 C2)^1/2). */
    private Measure distance(String name, Moments generated, String otherName, Moments reference, Compute compute) {
        Dimensions.equal(name + " and " + otherName, generated, reference);
        enough(name, generated);
        enough(otherName, reference);
        int d = generated.dimension();
        int lost = divisor == Divisor.UNBIASED ? 1 : 0;
        double[] first = generated.covariance(lost);
        double[] second = reference.covariance(lost);
        double meanTerm = meanTerm(generated, reference);
        double traces = trace(first, d) + trace(second, d);
        List<String> notes = new ArrayList<>();
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("mean_term", meanTerm);
        details.put("trace_generated", trace(first, d));
        details.put("trace_reference", trace(second, d));
        double value;
        if (generated.sameAs(reference)) {
            value = 0;
            notes.add("both sides have the same moments, bit for bit");
        } else {
            List<PsdFactor> factors = factors(name, first, otherName, second, d, compute);
            PsdFactor f = factors.get(0);
            PsdFactor g = factors.get(1);
            details.put("rank_generated", (double) f.rank());
            details.put("rank_reference", (double) g.rank());
            boolean deficient = f.rank() < d || g.rank() < d;
            double root;
            if (deficient && rankDeficient == RankDeficient.PRODUCT_EIGENVALUES) {
                root = productEigenvalues(first, second, d, compute.algebra());
                notes.add("fewer independent images than columns: this preset's trace term is off in the fifth or sixth"
                        + " digit, as that tool's own is; preset exact is not");
            } else {
                root = NuclearNorm.ofProduct(f, g, compute);
            }
            details.put("root_trace", root);
            value = meanTerm + traces - 2 * root;
        }
        if (value < 0) {
            notes.add("clamped at 0 from %.3g, which is rounding".formatted(value));
            value = 0;
        }
        return new Measure(NAME, value, Better.LOWER, generated.count(), reference.count(), details, notes);
    }

    /** One image has no spread, whatever the divisor; the count of given statistics is not known. */
    private static void enough(String name, Moments moments) {
        if (moments.count() == 1) {
            throw new TooFewImagesException(
                    name, "a set of 1 image", "a covariance takes at least 2", "use more images, thousands if you can");
        }
    }

    private static List<PsdFactor> factors(
            String name, double[] first, String otherName, double[] second, int d, Compute compute) {
        PsdFactor[] factors = new PsdFactor[2];
        compute.forEach(
                2,
                side -> factors[side] = side == 0
                        ? PsdFactor.of(name + ", covariance", first, d, compute.algebra())
                        : PsdFactor.of(otherName + ", covariance", second, d, compute.algebra()));
        return List.of(factors);
    }

    private double meanTerm(Moments generated, Moments reference) {
        double sum = 0;
        if (mean == Mean.FLOAT32) {
            float[] a = generated.meanFloat32();
            float[] b = reference.meanFloat32();
            for (int j = 0; j < a.length; j++) {
                float difference = a[j] - b[j];
                sum += difference * difference;
            }
            return (float) sum;
        }
        for (int j = 0; j < generated.dimension(); j++) {
            double difference = generated.mean()[j] - reference.mean()[j];
            sum += difference * difference;
        }
        return sum;
    }

    private static double productEigenvalues(double[] first, double[] second, int d, LinearAlgebra algebra) {
        DoubleBuffer product = Direct.doubles(d * d);
        DoubleBuffer left = Direct.doubles(d * d).put(0, first);
        DoubleBuffer right = Direct.doubles(d * d).put(0, second);
        // The second matrix is symmetric, so its rows are its columns.
        algebra.innerProducts(d, d, d, left, right, product);
        double[] values = new double[d * d];
        product.get(0, values);
        LinearAlgebra.Eigenvalues eigenvalues = algebra.eigenvalues(values, d);
        double sum = 0;
        for (int i = 0; i < d; i++) {
            double real = eigenvalues.real()[i];
            sum += Math.sqrt(Math.max(0, (Math.hypot(real, eigenvalues.imaginary()[i]) + real) / 2));
        }
        return sum;
    }

    private static double trace(double[] a, int d) {
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += a[i * d + i];
        }
        return sum;
    }
}
