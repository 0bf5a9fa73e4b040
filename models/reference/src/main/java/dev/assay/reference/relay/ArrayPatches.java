package dev.assay.reference.relay;

import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ImageShape;

/** Relays in double; numbers are arrays of one element. */
public final class ArrayPatches implements PatchAlgebra<double[]> {
    private final ImageShape shape;
    private final BlockDct dct;
    private final double[] basis;
    private final double[] transposed;

    /** {@code shape} is that of one image; the patch divides its height and width. */
    public ArrayPatches(ImageShape shape, BlockDct dct) {
        Patches.check(dct, shape.height(), shape.width());
        this.shape = shape;
        this.dct = dct;
        this.basis = dct.basis();
        this.transposed = dct.transposedBasis();
    }

    @Override
    public ArrayAlgebra images() {
        return new ArrayAlgebra(shape);
    }

    @Override
    public BlockDct dct() {
        return dct;
    }

    @Override
    public double[] number(double value) {
        return new double[] {value};
    }

    @Override
    public double[] matrix(double[] values) {
        return values;
    }

    @Override
    public double[] transform(double[] images) {
        return onBothSides(images, basis);
    }

    @Override
    public double[] inverse(double[] coefficients) {
        return onBothSides(coefficients, transposed);
    }

    /** M X M' of each patch X. */
    private double[] onBothSides(double[] batch, double[] matrix) {
        checkPlanes(batch);
        int patch = dct.patch();
        int width = shape.width();
        double[] result = new double[batch.length];
        double[] half = new double[patch * patch];
        for (int top = 0; top < batch.length; top += patch * width) {
            for (int corner = top; corner < top + width; corner += patch) {
                for (int y = 0; y < patch; y++) {
                    for (int g = 0; g < patch; g++) {
                        double sum = 0;
                        for (int x = 0; x < patch; x++) {
                            sum += batch[corner + y * width + x] * matrix[g * patch + x];
                        }
                        half[y * patch + g] = sum;
                    }
                }
                for (int f = 0; f < patch; f++) {
                    for (int g = 0; g < patch; g++) {
                        double sum = 0;
                        for (int y = 0; y < patch; y++) {
                            sum += matrix[f * patch + y] * half[y * patch + g];
                        }
                        result[corner + f * width + g] = sum;
                    }
                }
            }
        }
        return result;
    }

    @Override
    public double[] weigh(double[] coefficients, double[] matrix) {
        checkPlanes(coefficients);
        int patch = dct.patch();
        int width = shape.width();
        double[] result = new double[coefficients.length];
        for (int row = 0; row < result.length / width; row++) {
            int f = row % patch * patch;
            for (int corner = row * width; corner < (row + 1) * width; corner += patch) {
                for (int g = 0; g < patch; g++) {
                    result[corner + g] = coefficients[corner + g] * matrix[f + g];
                }
            }
        }
        return result;
    }

    @Override
    public double[] scale(double[] images, double[] number) {
        return images().affine(images, number[0], 0);
    }

    @Override
    public double[] blocks(BlockNoise noise, double[] white) {
        return noise.of(white, shape);
    }

    private void checkPlanes(double[] batch) {
        if (batch.length % shape.plane() != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are not whole planes of %d".formatted(batch.length, shape.plane()));
        }
    }
}
