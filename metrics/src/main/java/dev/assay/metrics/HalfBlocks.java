package dev.assay.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Squared distances as ADM's evaluator computes them on its graph: every step rounded to half precision, in blocks of
 * 10,000 x 10,000, and a whole block in float32 instead where any of its distances is not finite.
 */
final class HalfBlocks {
    private static final int BLOCK = 10_000;
    private static final double LARGEST = 65_000;

    private final Panels left;
    private final Panels right;
    private final float[] leftSquares;
    private final float[] rightSquares;
    private final Map<Long, Boolean> finite = new ConcurrentHashMap<>();

    HalfBlocks(Panels left, Panels right) {
        this.left = left;
        this.right = right;
        this.leftSquares = squares(left.rows());
        this.rightSquares = left == right ? leftSquares : squares(right.rows());
    }

    private static float[] squares(Rows rows) {
        float[] result = new float[rows.size()];
        float[] row = new float[rows.dimension()];
        for (int i = 0; i < result.length; i++) {
            rows.copyRow(i, row, 0);
            double sum = 0;
            for (float value : row) {
                float half = Half.round(value);
                sum += Half.round(half * half);
            }
            result[i] = Half.round((float) sum);
        }
        return result;
    }

    /** |x|^2 - 2 x.y + |y|^2 from a product of rows rounded to half; not finite where halves overflow. */
    float value(int i, int j, float product) {
        float twice = Half.round(2 * Half.round(product));
        return Half.round(Half.round(leftSquares[i] - twice) + rightSquares[j]);
    }

    /** Whether all distances of the block around a tile are finite. */
    boolean finite(PairDistances distances, int rowTile, int columnTile) {
        int rowBlock = rowTile * PairDistances.ROWS / BLOCK;
        int columnBlock = columnTile * PairDistances.COLUMNS / BLOCK;
        return finite.computeIfAbsent(
                (long) rowBlock << 32 | columnBlock, key -> compute(distances, rowBlock * BLOCK, columnBlock * BLOCK));
    }

    private boolean compute(PairDistances distances, int firstRow, int firstColumn) {
        int rows = Math.min(BLOCK, left.rows().size() - firstRow);
        int columns = Math.min(BLOCK, right.rows().size() - firstColumn);
        double x = largest(leftSquares, firstRow, rows);
        double y = largest(rightSquares, firstColumn, columns);
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return false;
        }
        if (Math.sqrt(x) + Math.sqrt(y) < Math.sqrt(LARGEST)) {
            return true;
        }
        PairDistances.Workspace work = new PairDistances.Workspace(left.rows().dimension());
        for (int row = 0; row < rows; row += PairDistances.ROWS) {
            for (int column = 0; column < columns; column += PairDistances.COLUMNS) {
                work.firstRow = firstRow + row;
                work.firstColumn = firstColumn + column;
                work.m = Math.min(PairDistances.ROWS, rows - row);
                work.n = Math.min(PairDistances.COLUMNS, columns - column);
                distances.multiply(work, true);
                if (!finite(work)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A distance of minus infinity is clamped to 0 before the check, so only plus infinity and NaN count. */
    private boolean finite(PairDistances.Workspace work) {
        for (int i = 0; i < work.m; i++) {
            for (int j = 0; j < work.n; j++) {
                float value = value(work.firstRow + i, work.firstColumn + j, work.products[i * work.n + j]);
                if (Float.isNaN(value) || value == Float.POSITIVE_INFINITY) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double largest(float[] values, int from, int count) {
        double largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, values[i]);
        }
        return largest;
    }
}
