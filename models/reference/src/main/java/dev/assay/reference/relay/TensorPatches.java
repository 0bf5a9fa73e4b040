package dev.assay.reference.relay;

import dev.assay.graph.Backend;
import dev.assay.graph.DataType;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.Algebra;
import dev.assay.reference.diffusion.TensorAlgebra;

/**
 * Relays that record themselves into a network, on float32 tensors [N,C,H,W]; numbers are of shape [] or
 * [N,1,1,1], matrices of shape [patch,patch] or [N,patch,patch].
 *
 * @param backend what makes constants
 * @param dct the patches
 */
public record TensorPatches(Backend backend, BlockDct dct) implements PatchAlgebra<Tensor> {
    @Override
    public Algebra<Tensor> images() {
        return new TensorAlgebra();
    }

    @Override
    public Tensor number(double value) {
        return backend.constant(new double[] {value}, Shape.SCALAR, DataType.FLOAT32);
    }

    @Override
    public Tensor matrix(double[] values) {
        return backend.constant(values, Shape.of(dct.patch(), dct.patch()), DataType.FLOAT32);
    }

    @Override
    public Tensor transform(Tensor images) {
        return onBothSides(images, dct.basis(), dct.transposedBasis());
    }

    @Override
    public Tensor inverse(Tensor coefficients) {
        return onBothSides(coefficients, dct.transposedBasis(), dct.basis());
    }

    /** M X M' of each patch X, in two products of matrices. */
    private Tensor onBothSides(Tensor images, double[] square, double[] transposed) {
        Shape s = images.shape();
        int patch = dct.patch();
        Patches.check(dct, s.dim(2), s.dim(3));
        Tensor rows = images.reshape(s.dim(0), s.dim(1), s.dim(2), s.dim(3) / patch, patch)
                .matmul(matrix(transposed));
        Tensor columns = rows.reshape(s.dim(0), s.dim(1), s.dim(2) / patch, patch, s.dim(3));
        return matrix(square).matmul(columns).reshape(s.dim(0), s.dim(1), s.dim(2), s.dim(3));
    }

    @Override
    public Tensor weigh(Tensor coefficients, Tensor matrix) {
        Shape s = coefficients.shape();
        int patch = dct.patch();
        Patches.check(dct, s.dim(2), s.dim(3));
        int matrices = matrix.shape().rank() == 2 ? 1 : matrix.shape().dim(0);
        return coefficients
                .reshape(s.dim(0), s.dim(1), s.dim(2) / patch, patch, s.dim(3) / patch, patch)
                .mul(matrix.reshape(matrices, 1, 1, patch, 1, patch))
                .reshape(s.dim(0), s.dim(1), s.dim(2), s.dim(3));
    }

    @Override
    public Tensor scale(Tensor images, Tensor number) {
        return images.mul(number);
    }

    @Override
    public Tensor blocks(BlockNoise noise, Tensor white) {
        return noise.of(white);
    }
}
