package dev.assay.reference.pixart;

import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;

/**
 * Sines and cosines of the places of tokens, which are added and not learnt. A place is counted in tokens of the images
 * that the network was trained on: column j of {@code columns} is at j base / columns / scale.
 *
 * @param width of the tokens, divisible by 4
 * @param base tokens in a row of a training image
 * @param scale see above
 * @param rounded whether the original keeps the table in float32
 */
record Places(int width, int base, double scale, boolean rounded) {
    /**
     * The table of an image of rows times columns tokens, [1,rows columns,width]. The first half of a token's numbers is
     * of its column, the second of its row; each half is sin(p w_k), then cos(p w_k), for width / 4 frequencies w_k =
     * 10000^(-k / (width / 4)).
     */
    Tensor table(Scope s, int rows, int columns) {
        Tensor across = s.constant(waves(columns), Shape.of(1, 1, columns, width / 2));
        Tensor down = s.constant(waves(rows), Shape.of(1, rows, 1, width / 2));
        Tensor place = across.add(zeros(s, Shape.of(1, rows, 1, 1)))
                .concat(-1, down.add(zeros(s, Shape.of(1, 1, columns, 1))));
        return place.reshape(1, rows * columns, width);
    }

    private static Tensor zeros(Scope s, Shape shape) {
        return s.constant(new double[Math.toIntExact(shape.elements())], shape);
    }

    /** [count,width / 2]: the waves of each place of an axis. */
    double[] waves(int count) {
        int half = width / 2;
        int frequencies = width / 4;
        double[] table = new double[count * half];
        for (int i = 0; i < count; i++) {
            float tokens = i / (float) ((double) count / base); // float32 up to here in the original
            double place = tokens / scale;
            for (int k = 0; k < frequencies; k++) {
                double angle = place * StrictMath.pow(10000, -(double) k / frequencies);
                table[i * half + k] = kept(StrictMath.sin(angle));
                table[i * half + frequencies + k] = kept(StrictMath.cos(angle));
            }
        }
        return table;
    }

    private double kept(double value) {
        return rounded ? (float) value : value;
    }
}
