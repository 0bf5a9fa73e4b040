package dev.assay.reference.mmdit;

/** Sines and cosines of places, which Stable Diffusion 3 stores in its checkpoints and takes the middle of. */
final class Positions {
    private Positions() {}

    /**
     * A row of {@code width} numbers for each place of a square, row by row: [side side,width]. The first half of a row is of
     * the place's column, the second of its row; each half is sin(p w_k), then cos(p w_k), for width / 4 frequencies
     * w_k = 10000^(-k / (width / 4)), where place i is at p = i base / side.
     *
     * @param width divisible by 4
     * @param base places of a side at a distance of 1
     */
    static double[] table(int width, int side, int base) {
        int count = width / 4;
        double[] waves = new double[side * width / 2]; // of each place along one side
        for (int i = 0; i < side; i++) {
            for (int k = 0; k < count; k++) {
                double angle = i / ((double) side / base) * StrictMath.pow(10000, -(double) k / count);
                waves[i * width / 2 + k] = StrictMath.sin(angle);
                waves[i * width / 2 + count + k] = StrictMath.cos(angle);
            }
        }
        double[] table = new double[side * side * width];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int at = (row * side + column) * width;
                System.arraycopy(waves, column * width / 2, table, at, width / 2);
                System.arraycopy(waves, row * width / 2, table, at + width / 2, width / 2);
            }
        }
        return table;
    }
}
