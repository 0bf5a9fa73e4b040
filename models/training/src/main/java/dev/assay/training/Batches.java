package dev.assay.training;

import dev.assay.reference.diffusion.Stream;

/**
 * Which images a step takes: every image once an epoch, in an order that depends on (seed, epoch) alone, so that a
 * resumed run goes on where the other stopped.
 *
 * @param seed of the run
 * @param count images there are
 * @param size images of a step
 */
record Batches(long seed, int count, int size) {
    /** Far from the numbers of images, whose noise comes from the same seed; draws count places of the order. */
    private static final long EPOCHS = 1L << 40;

    /** The numbers of the images of a step. */
    int[] at(long step) {
        int[] numbers = new int[size];
        long first = step * size;
        int[] order = null;
        long epoch = -1;
        for (int j = 0; j < size; j++) {
            long place = first + j;
            if (place / count != epoch) {
                epoch = place / count;
                order = order(epoch);
            }
            numbers[j] = order[(int) (place % count)];
        }
        return numbers;
    }

    /** Fisher and Yates' shuffle. */
    private int[] order(long epoch) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = new Stream(seed, EPOCHS + epoch, i).below(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
