package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.random.NumpyRandom;
import dev.assay.spec.Better;
import dev.assay.spec.MetricSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Inception Score (Salimans et al. 2016): exp of the mean divergence of each image's class probabilities from those of
 * its split, averaged over splits.
 *
 * <p>From 1 to the number of classes, higher is better. Looks at generated images only, and depends on the number of
 * images per split and, where splits are not shuffled, on their order.
 *
 * @param softmax precision to which class probabilities are rounded
 * @param splitBy rule that cuts the set into splits
 * @param split number of splits, or images per split where the rule is {@code size}
 * @param shuffle order in which images enter the splits
 * @param seed of the shuffle; unused without one
 * @param ddof taken off the number of splits in the standard deviation over splits
 */
public record InceptionScore(Softmax softmax, SplitBy splitBy, int split, Shuffle shuffle, int seed, int ddof)
        implements Metric {
    static final String NAME = "inception_score";

    /** Precision of the probabilities. */
    public enum Softmax implements Choice {
        FLOAT64("float64"),
        FLOAT32("float32");

        private final String id;

        Softmax(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** How N images become splits. */
    public enum SplitBy implements Choice {
        /** Split i ends before image (i + 1) N / splits, rounded down. */
        EVEN("even"),
        /** As torch.chunk: splits of N / splits rounded up, the last ones shorter or missing. */
        CHUNK("chunk"),
        /** Splits of N / splits rounded down; images left over are dropped. */
        FLOOR("floor"),
        /** Splits of a given number of images, the last one shorter. */
        SIZE("size");

        private final String id;

        SplitBy(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Order of the images. */
    public enum Shuffle implements Choice {
        NONE("none"),
        /** By {@code numpy.random.RandomState(seed).permutation(N)}. */
        NUMPY("numpy");

        private final String id;

        Shuffle(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    static InceptionScore of(MetricSpec spec) {
        Parameters with = new Parameters(spec, "softmax", "split_by", "split", "shuffle", "seed", "ddof");
        return new InceptionScore(
                with.choice("softmax", Softmax.class),
                with.choice("split_by", SplitBy.class),
                with.integer("split", 1, Integer.MAX_VALUE),
                with.choice("shuffle", Shuffle.class),
                with.integer("seed", 0, Integer.MAX_VALUE),
                with.integer("ddof", 0, 1));
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
        return false;
    }

    @Override
    public List<Measure> score(TapData generated, TapData reference, Compute compute) {
        Rows logits = generated.needRows(NAME);
        int[] order = order(logits.size());
        List<int[]> ranges = ranges(generated.name(), logits.size());
        double[] scores = new double[ranges.size()];
        compute.forEach(scores.length, s -> scores[s] = score(logits, order, ranges.get(s)[0], ranges.get(s)[1]));
        Spread spread = Spread.of(scores, ddof);
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("splits", (double) scores.length);
        if (scores.length > ddof) {
            details.put("std", spread.deviation());
        }
        List<String> notes = new ArrayList<>();
        long used = ranges.get(ranges.size() - 1)[1];
        if (used < logits.size()) {
            notes.add("%d of %d images are left out by the rule of splits"
                    .formatted(logits.size() - used, logits.size()));
        }
        return List.of(new Measure(NAME, spread.mean(), Better.HIGHER, used, 0, details, notes));
    }

    private int[] order(int n) {
        if (shuffle == Shuffle.NUMPY) {
            return new NumpyRandom(seed).permutation(n);
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return order;
    }

    /** First and past-the-last place of each split. */
    private List<int[]> ranges(String name, int n) {
        if (n < 1 || (splitBy != SplitBy.SIZE && n < split)) {
            throw new TooFewImagesException(
                    name,
                    "%d images for %d splits".formatted(n, split),
                    NAME + " needs at least one image in each split",
                    "use more images or fewer splits");
        }
        List<int[]> ranges = new ArrayList<>();
        switch (splitBy) {
            case EVEN -> {
                for (long i = 0; i < split; i++) {
                    ranges.add(new int[] {(int) (i * n / split), (int) ((i + 1) * n / split)});
                }
            }
            case FLOOR -> {
                int size = n / split;
                for (int i = 0; i < split; i++) {
                    ranges.add(new int[] {i * size, (i + 1) * size});
                }
            }
            case CHUNK -> addPieces(ranges, n, (int) (((long) n + split - 1) / split));
            case SIZE -> addPieces(ranges, n, split);
        }
        return ranges;
    }

    private static void addPieces(List<int[]> ranges, int n, int size) {
        for (long from = 0; from < n; from += size) {
            ranges.add(new int[] {(int) from, (int) Math.min(n, from + size)});
        }
    }

    /** exp(mean_i sum_j p_ij (log p_ij - log mean_i p_ij)), eq. 1 of the paper for one split. */
    private double score(Rows logits, int[] order, int from, int to) {
        int classes = logits.dimension();
        double[] marginal = new double[classes];
        double[] p = new double[classes];
        float[] row = new float[classes];
        double entropy = 0;
        for (int i = from; i < to; i++) {
            logits.copyRow(order[i], row, 0);
            softmax(row, p);
            for (int j = 0; j < classes; j++) {
                marginal[j] += p[j];
                entropy += p[j] > 0 ? p[j] * Math.log(p[j]) : 0;
            }
        }
        double n = to - from;
        double cross = 0;
        for (int j = 0; j < classes; j++) {
            cross += marginal[j] > 0 ? marginal[j] * Math.log(marginal[j] / n) : 0;
        }
        return Math.exp((entropy - cross) / n);
    }

    private void softmax(float[] logits, double[] into) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (int j = 0; j < logits.length; j++) {
            into[j] = Math.exp(logits[j] - max);
            sum += into[j];
        }
        for (int j = 0; j < logits.length; j++) {
            double p = into[j] / sum;
            into[j] = softmax == Softmax.FLOAT32 ? (float) p : p;
        }
    }
}
