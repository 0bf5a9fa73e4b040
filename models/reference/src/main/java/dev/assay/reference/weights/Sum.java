package dev.assay.reference.weights;

/** A weighted sum of tensors of one size in double, held in blocks that are given up as they are rounded. */
final class Sum {
    private static final int BLOCK = 1 << 20;

    private double[][] blocks = new double[0][];
    private int count;

    /** Adds {@code factor} times the values. */
    void add(float[] values, double factor) {
        boolean first = blocks.length == 0;
        if (first) {
            count = values.length;
            blocks = new double[(count + BLOCK - 1) / BLOCK][];
        }
        for (int b = 0; b < blocks.length; b++) {
            int start = b * BLOCK;
            int length = Math.min(BLOCK, count - start);
            if (first) { // not added to zero, which would lose the sign of a negative zero
                blocks[b] = new double[length];
                for (int i = 0; i < length; i++) {
                    blocks[b][i] = factor * values[start + i];
                }
            } else {
                for (int i = 0; i < length; i++) {
                    blocks[b][i] += factor * values[start + i];
                }
            }
        }
    }

    /** The sum as float32. Nothing can be added afterwards. */
    float[] rounded() {
        float[] rounded = new float[count];
        for (int b = 0; b < blocks.length; b++) {
            for (int i = 0; i < blocks[b].length; i++) {
                rounded[b * BLOCK + i] = (float) blocks[b][i];
            }
            blocks[b] = new double[0];
        }
        return rounded;
    }
}
