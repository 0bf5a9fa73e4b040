package dev.assay.reference.dit;

/** Sines and cosines of places in an image, which DiT adds to its patches and does not learn. */
final class Positions {
    private Positions() {}

    /**
     * A row of {@code width} numbers for each place, row by row of the image: [side side,width]. The first half of a row
     * is of the place's column, the second of its row; each half is sin(p w_k), then cos(p w_k), for width / 4 frequencies
     * w_k = 10000^(-k / (width / 4)).
     *
     * @param width divisible by 4
     */
    static double[] table(int width, int side) {
        double[] table = new double[side * side * width];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int at = (row * side + column) * width;
                waves(table, at, width / 4, column);
                waves(table, at + width / 2, width / 4, row);
            }
        }
        return table;
    }

    private static void waves(double[] table, int at, int count, int position) {
        for (int k = 0; k < count; k++) {
            double angle = position * StrictMath.pow(10000, -(double) k / count);
            table[at + k] = StrictMath.sin(angle);
            table[at + count + k] = StrictMath.cos(angle);
        }
    }
}
