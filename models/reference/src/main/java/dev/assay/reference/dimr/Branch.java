package dev.assay.reference.dimr;

/**
 * One resolution of a {@link Dimr}.
 *
 * @param blocks what it is made of
 * @param count its blocks; an even number counts as the next odd one, as in the original: half come before the middle
 *     block, half after it with a skip from their counterpart
 * @param width channels
 * @param hidden channels inside the perceptrons
 * @param heads attention heads; 0 where there is no attention
 * @param side rows and columns of its features
 * @param patch rows and columns of the image that make one feature
 */
public record Branch(Blocks blocks, int count, int width, int hidden, int heads, int side, int patch) {
    /** Kinds of block. */
    public enum Blocks {
        /** Self-attention and a perceptron on tokens. */
        TRANSFORMER,
        /** A 7x7 depthwise convolution and a perceptron at each place (Liu et al. 2022). */
        CONVNEXT
    }

    /** Blocks before the middle one, and as many after it. */
    int half() {
        return count / 2;
    }

    /** Channels of all its features side by side: the embedding's and every block's. */
    int features() {
        return width * (2 * half() + 2);
    }
}
