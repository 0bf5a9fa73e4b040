package dev.assay.metrics;

import dev.assay.metrics.algebra.Direct;
import dev.assay.metrics.algebra.LinearAlgebra;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * The kernel sums of two selections of rows, cut into tasks over tiles of a fixed size. Each task writes sums of its
 * own, added in order at the end, so the result does not depend on which thread ran what.
 */
final class KernelTiles {
    private static final int TILE = 512;

    private final Rows x;
    private final int[] xs;
    private final Rows y;
    private final int[] ys;
    private final Kernel kernel;
    private final LinearAlgebra algebra;
    private final double[] xLengths;
    private final double[] yLengths;
    private final double[][] parts;

    /** Sums over rows {@code xs} of x and {@code ys} of y. */
    KernelTiles(Rows x, int[] xs, Rows y, int[] ys, Kernel kernel, LinearAlgebra algebra) {
        this.x = x;
        this.xs = xs;
        this.y = y;
        this.ys = ys;
        this.kernel = kernel;
        this.algebra = algebra;
        this.xLengths = lengths(x, xs);
        this.yLengths = lengths(y, ys);
        this.parts = new double[tasks()][];
    }

    int tasks() {
        return tiles(xs) + tiles(ys);
    }

    private static int tiles(int[] selection) {
        return (selection.length + TILE - 1) / TILE;
    }

    private static double[] lengths(Rows rows, int[] selection) {
        double[] result = new double[selection.length];
        float[] row = new float[rows.dimension()];
        for (int i = 0; i < selection.length; i++) {
            rows.copyRow(selection[i], row, 0);
            for (float value : row) {
                result[i] += (double) value * value;
            }
        }
        return result;
    }

    /** One stripe of tiles: of the first set against itself and the second, or of the second against itself. */
    void run(Workspace work, int task) {
        double[] part = new double[6];
        int stripe = task < tiles(xs) ? task : task - tiles(xs);
        if (task < tiles(xs)) {
            work.loadLeft(x, xs, stripe * TILE);
            for (int tile = stripe; tile < tiles(xs); tile++) {
                add(work, x, xs, stripe, tile, xLengths, xLengths, part, 0);
            }
            for (int tile = 0; tile < tiles(ys); tile++) {
                add(work, y, ys, stripe, tile, xLengths, yLengths, part, 4);
            }
        } else {
            work.loadLeft(y, ys, stripe * TILE);
            for (int tile = stripe; tile < tiles(ys); tile++) {
                add(work, y, ys, stripe, tile, yLengths, yLengths, part, 2);
            }
        }
        parts[task] = part;
    }

    /** Adds a tile: pairs off the diagonal to {@code part[into]}, on it to {@code part[into + 1]}. */
    private void add(
            Workspace work,
            Rows right,
            int[] selection,
            int stripe,
            int tile,
            double[] lengths,
            double[] otherLengths,
            double[] part,
            int into) {
        int n = work.loadRight(right, selection, tile * TILE);
        double[] inner = work.multiply(algebra, n);
        boolean twice = into < 4 && tile > stripe;
        for (int i = 0; i < work.leftCount; i++) {
            int row = stripe * TILE + i;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                int column = tile * TILE + j;
                double value = kernel.value(inner[i * n + j], lengths[row], otherLengths[column]);
                if (row == column) {
                    part[into + 1] += value;
                } else {
                    sum += value;
                }
            }
            part[into] += twice ? 2 * sum : sum;
        }
    }

    /** The sums; every task must have run. */
    KernelSums sums() {
        double[] total = new double[6];
        for (double[] part : parts) {
            for (int i = 0; i < total.length; i++) {
                total[i] += part[i];
            }
        }
        return new KernelSums(
                xs.length, ys.length, total[0], total[1], total[2], total[3], total[4] + total[5], total[5]);
    }

    /** Buffers of one thread; float64 or float32 products. */
    static final class Workspace {
        private final int dimension;
        private final boolean single;
        private final float[] row;
        private final double[] wide;
        private final FloatBuffer leftSingle;
        private final FloatBuffer rightSingle;
        private final FloatBuffer productSingle;
        private final DoubleBuffer left;
        private final DoubleBuffer right;
        private final DoubleBuffer product;
        private final float[] narrow;
        private final double[] result = new double[TILE * TILE];
        private int leftCount;

        Workspace(int dimension, boolean single) {
            this.dimension = dimension;
            this.single = single;
            this.row = new float[dimension];
            this.wide = new double[dimension];
            int floats = single ? 1 : 0;
            this.leftSingle = Direct.floats(floats * TILE * dimension);
            this.rightSingle = Direct.floats(floats * TILE * dimension);
            this.productSingle = Direct.floats(floats * TILE * TILE);
            this.narrow = new float[floats * TILE * TILE];
            this.left = Direct.doubles((1 - floats) * TILE * dimension);
            this.right = Direct.doubles((1 - floats) * TILE * dimension);
            this.product = Direct.doubles((1 - floats) * TILE * TILE);
        }

        private void loadLeft(Rows rows, int[] selection, int from) {
            leftCount = load(rows, selection, from, leftSingle, left);
        }

        private int loadRight(Rows rows, int[] selection, int from) {
            return load(rows, selection, from, rightSingle, right);
        }

        private int load(Rows rows, int[] selection, int from, FloatBuffer floats, DoubleBuffer doubles) {
            int count = Math.min(TILE, selection.length - from);
            for (int i = 0; i < count; i++) {
                rows.copyRow(selection[from + i], row, 0);
                if (single) {
                    floats.put(i * dimension, row);
                } else {
                    for (int j = 0; j < dimension; j++) {
                        wide[j] = row[j];
                    }
                    doubles.put(i * dimension, wide);
                }
            }
            return count;
        }

        /** Inner products [leftCount,n] of the loaded rows. */
        private double[] multiply(LinearAlgebra algebra, int n) {
            int count = leftCount * n;
            if (single) {
                algebra.innerProducts(leftCount, n, dimension, leftSingle, rightSingle, productSingle);
                productSingle.get(0, narrow, 0, count);
                for (int i = 0; i < count; i++) {
                    result[i] = narrow[i];
                }
            } else {
                algebra.innerProducts(leftCount, n, dimension, left, right, product);
                product.get(0, result, 0, count);
            }
            return result;
        }
    }
}
