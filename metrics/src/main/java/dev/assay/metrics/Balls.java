package dev.assay.metrics;

import dev.assay.metrics.PrecisionRecall.Compare;
import dev.assay.metrics.algebra.Compute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Balls around the features of two sets, and which features of the other set lie in them.
 *
 * @param x reference
 * @param xRadii squared radius of each reference ball; not copied
 * @param y generated
 * @param yRadii squared radius of each generated ball; not copied
 */
record Balls(Rows x, double[] xRadii, Rows y, double[] yRadii, Compare compare, PrecisionRecall.Distance distance) {
    /**
     * What a pass over all pairs finds.
     *
     * @param generatedInside generated images in at least one reference ball
     * @param referenceInside reference images in at least one generated ball
     * @param pairs generated image and reference ball around it
     * @param referenceBallsFilled reference balls around at least one generated image
     */
    record Counts(long generatedInside, long referenceInside, long pairs, long referenceBallsFilled) {}

    Counts count(Compute compute) {
        PairDistances distances = new PairDistances(x, y, distance, compute.algebra());
        List<Pass> passes = Collections.synchronizedList(new ArrayList<>());
        compute.forEach(
                distances.rowTiles(),
                () -> {
                    Pass pass = new Pass(new PairDistances.Workspace(x.dimension()), distances);
                    passes.add(pass);
                    return pass;
                },
                (pass, tile) -> pass.run(tile));
        // Sets join and counts add alike in any order.
        BitSet inside = new BitSet();
        long referenceInside = 0;
        long pairs = 0;
        long filled = 0;
        for (Pass pass : passes) {
            inside.or(pass.inside);
            referenceInside += pass.referenceInside;
            pairs += pass.pairs;
            filled += pass.filled;
        }
        return new Counts(inside.cardinality(), referenceInside, pairs, filled);
    }

    /** What one thread has found. */
    private final class Pass {
        private final PairDistances.Workspace work;
        private final PairDistances distances;
        private final BitSet inside = new BitSet(y.size());
        private long referenceInside;
        private long pairs;
        private long filled;

        private Pass(PairDistances.Workspace work, PairDistances distances) {
            this.work = work;
            this.distances = distances;
        }

        private void run(int tile) {
            BitSet rowsInside = new BitSet();
            BitSet rowsFilled = new BitSet();
            for (int column = 0; column < distances.columnTiles(); column++) {
                distances.tile(work, tile, column);
                for (int i = 0; i < work.m; i++) {
                    scan(i, rowsInside, rowsFilled);
                }
            }
            referenceInside += rowsInside.cardinality();
            filled += rowsFilled.cardinality();
        }

        private void scan(int i, BitSet rowsInside, BitSet rowsFilled) {
            int row = work.firstRow + i;
            boolean isInside = rowsInside.get(i);
            for (int j = 0; j < work.n; j++) {
                int column = work.firstColumn + j;
                if (within(i, j, xRadii[row])) {
                    pairs++;
                    inside.set(column);
                    rowsFilled.set(i);
                }
                if (!isInside && within(i, j, yRadii[column])) {
                    isInside = true;
                    rowsInside.set(i);
                }
            }
        }

        private boolean within(int i, int j, double radius) {
            double low = work.low[i * work.n + j];
            double high = work.high[i * work.n + j];
            if (holds(high, radius)) {
                return true;
            }
            if (low == high || !holds(low, radius)) {
                return false;
            }
            return holds(distances.exact(work.firstRow + i, work.firstColumn + j), radius);
        }

        private boolean holds(double squared, double radius) {
            return compare == Compare.LE ? squared <= radius : squared < radius;
        }
    }
}
