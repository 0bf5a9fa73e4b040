package dev.assay.metrics;

import java.nio.FloatBuffer;

/** Consecutive rows of a set, shifted and scaled for multiplying in float32, with their lengths in float64. */
final class Panels {
    private final Rows rows;
    private final Frame frame;
    private final double[] squaredLengths;
    private final double[] lengths;

    Panels(Rows rows, Frame frame) {
        this.rows = rows;
        this.frame = frame;
        this.squaredLengths = new double[rows.size()];
        this.lengths = new double[rows.size()];
        float[] row = new float[rows.dimension()];
        for (int i = 0; i < rows.size(); i++) {
            rows.copyRow(i, row, 0);
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                double value = row[j] - frame.centre[j];
                sum += value * value;
            }
            squaredLengths[i] = sum;
            lengths[i] = Math.sqrt(sum);
        }
    }

    Rows rows() {
        return rows;
    }

    /** Squared length of a centred row. */
    double squaredLength(int row) {
        return squaredLengths[row];
    }

    double length(int row) {
        return lengths[row];
    }

    /** What a product of loaded values must be multiplied by. */
    double unscale() {
        return 1 / frame.scale / frame.scale;
    }

    /** Copies rows from {@code first} on; {@code half} rounds them to half precision. */
    void load(int first, int count, boolean half, FloatBuffer into) {
        int d = rows.dimension();
        float[] row = new float[d];
        for (int i = 0; i < count; i++) {
            rows.copyRow(first + i, row, 0);
            if (half) {
                for (int j = 0; j < d; j++) {
                    row[j] = Half.round(row[j]);
                }
            } else {
                for (int j = 0; j < d; j++) {
                    row[j] = (float) ((row[j] - frame.centre[j]) * frame.scale);
                }
            }
            into.put(i * d, row);
        }
    }

    /**
     * A shift and a scale common to both sets.
     *
     * @param centre subtracted from each row
     * @param scale a power of two that multiplies the result
     */
    record Frame(double[] centre, double scale) {
        static Frame none(int dimension) {
            return new Frame(new double[dimension], 1);
        }

        /** The mean of both sets as the centre, and a scale that brings the largest value to about 1. */
        static Frame around(Rows x, Rows y) {
            int d = x.dimension();
            double[] centre = new double[d];
            float[] row = new float[d];
            long n = x.count() + y.count();
            for (Rows rows : new Rows[] {x, y}) {
                for (int i = 0; i < rows.size(); i++) {
                    rows.copyRow(i, row, 0);
                    for (int j = 0; j < d; j++) {
                        centre[j] += row[j] / (double) n;
                    }
                }
            }
            double largest = 0;
            for (Rows rows : new Rows[] {x, y}) {
                for (int i = 0; i < rows.size(); i++) {
                    rows.copyRow(i, row, 0);
                    for (int j = 0; j < d; j++) {
                        largest = Math.max(largest, Math.abs(row[j] - centre[j]));
                    }
                }
            }
            return new Frame(centre, largest == 0 ? 1 : Math.scalb(1.0, -Math.getExponent(largest)));
        }
    }
}
