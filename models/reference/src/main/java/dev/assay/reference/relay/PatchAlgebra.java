package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Algebra;

/**
 * The arithmetic of relays beside {@link Algebra}, on batches of images [N,C,H,W] of a type X, and on numbers and matrices
 * [patch,patch] of the same type that may be known only when it runs: {@link ArrayPatches} computes, {@link TensorPatches}
 * records.
 */
public interface PatchAlgebra<X> {
    /** Arithmetic with known numbers. */
    Algebra<X> images();

    BlockDct dct();

    X number(double value);

    /** A matrix [patch,patch], row-major. */
    X matrix(double[] values);

    /** Each patch to its coefficients, which lie where its pixels lay. */
    X transform(X images);

    /** Coefficients back to images. */
    X inverse(X coefficients);

    /** Coefficients times a matrix [patch,patch], the same in every patch. */
    X weigh(X coefficients, X matrix);

    /** Images times one number. */
    X scale(X images, X number);

    /** White noise to block noise. */
    X blocks(BlockNoise noise, X white);

    /** Images whose coefficients are multiplied by a matrix. */
    default X filter(X images, X matrix) {
        return inverse(weigh(transform(images), matrix));
    }
}
