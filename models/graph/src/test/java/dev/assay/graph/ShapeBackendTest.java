package dev.assay.graph;

import static dev.assay.graph.Shape.ANY;
import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeBackendTest {
    private final ShapeBackend backend = new ShapeBackend();
    private final Scope root = Scope.root(backend);

    private Tensor input(int... dims) {
        return backend.input(new Port("x", DataType.FLOAT32, Shape.of(dims)));
    }

    private static Op.Conv conv(int strideHeight, int strideWidth, Padding padding, int groups) {
        return new Op.Conv(strideHeight, strideWidth, padding, groups);
    }

    @Test
    void shapesPrintTheBatchAsN() {
        assertThat(Shape.of(BATCH, 3, 299, 299)).hasToString("[N,3,299,299]");
        assertThat(Shape.of(16 * BATCH, ANY)).hasToString("[16N,?]");
        assertThat(Shape.SCALAR).hasToString("[]");
    }

    @Test
    void sizesAtTheEndHaveNegativeAxes() {
        Shape shape = Shape.of(BATCH, 3, 4);
        assertThat(shape.dim(-1)).isEqualTo(4);
        assertThat(shape.with(-2, 7)).isEqualTo(Shape.of(BATCH, 7, 4));
        assertThat(shape.elements()).isEqualTo(12);
    }

    @Test
    void convolutionCountsPlacesThatFitAndMultiplyAccumulates() {
        Tensor weight = root.at("conv").parameter("weight", Shape.of(8, 2, 3, 1));
        Tensor y = input(BATCH, 4, 10, 9).conv2d(weight, conv(2, 1, new Padding(1, 0, 0, 2), 2));
        assertThat(y.shape()).isEqualTo(Shape.of(BATCH, 8, 5, 11));
        assertThat(backend.macs()).isEqualTo(8 * 5 * 11 * (2 * 3));
    }

    @Test
    void productsCountMultiplyAccumulates() {
        input(BATCH, 5, 16).linear(root.parameter("weight", Shape.of(7, 16)), root.parameter("bias", Shape.of(7)));
        input(4 * BATCH, 5, 16).matmul(input(4 * BATCH, 16, 3));
        assertThat(backend.macs()).isEqualTo(5 * 7 * 16 + 4 * 5 * 3 * 16);
    }

    @Test
    void headsMayBeFoldedIntoTheBatchAndBack() {
        Tensor x = input(BATCH, 10, 24);
        Tensor heads = x.reshape(BATCH, 10, 4, 6).transpose(0, 2, 1, 3).reshape(4 * BATCH, 10, 6);
        assertThat(heads.shape()).hasToString("[4N,10,6]");
        assertThat(heads.reshape(BATCH, 4, 10, 6).shape()).hasToString("[N,4,10,6]");
    }

    @Test
    void eagerTensorsTakeTheirOwnBatchInAReshape() {
        assertThat(input(6, 4, 2).reshape(BATCH, 8).shape()).isEqualTo(Shape.of(6, 8));
        assertThat(input(6, 4, 2).reshape(2 * BATCH, 4).shape()).isEqualTo(Shape.of(12, 4));
    }

    @Test
    void twoBatchesSideBySideCanBeTakenApart() {
        Tensor x = input(BATCH, 3);
        Tensor both = x.concat(0, x);
        assertThat(both.shape()).hasToString("[2N,3]");
        assertThat(both.reshape(2, BATCH, 3).slice(0, 1, 2).shape()).hasToString("[1,N,3]");
    }

    @Test
    void meansDropOrKeepAxes() {
        Tensor x = input(BATCH, 8, 4, 5);
        assertThat(x.mean(2, 3).shape()).hasToString("[N,8]");
        assertThat(x.meanKeeping(-1).shape()).hasToString("[N,8,4,1]");
    }

    @Test
    void sizesRepeatFromTheLastAxis() {
        assertThat(input(BATCH, 3, 1, 5).add(input(4, 1)).shape()).hasToString("[N,3,4,5]");
        assertThat(input(BATCH, 3, ANY, ANY).mul(2).shape()).hasToString("[N,3,?,?]");
    }

    @Test
    void anErrorNamesTheScopeTheShapesAndTheRule() {
        Tensor weight = root.at("block1").at("conv").parameter("weight", Shape.of(8, 4, 3, 3));
        assertThatThrownBy(() -> input(BATCH, 3, 32, 32).conv2d(weight, conv(1, 1, Padding.of(1), 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("block1.conv: Conv")
                .hasMessageContaining("[N,3,32,32] and [8,4,3,3]")
                .hasMessageContaining("second axis must be the input channels over groups, 3");
    }

    @Test
    void theScopeOfAResultIsThatOfTheLastParameter() {
        Tensor a = input(BATCH, 4).mul(root.at("norm").parameter("weight", Shape.of(4)));
        assertThat(a.relu().origin()).isEqualTo("norm");
        assertThatThrownBy(() -> a.add(input(BATCH, 5)))
                .hasMessageStartingWith("norm: ")
                .hasMessageContaining("[N,4] and [N,5]")
                .hasMessageContaining("equal or 1");
    }

    @Test
    void rulesOfEveryKindAreChecked() {
        Tensor x = input(BATCH, 6, 8, 8);
        assertThatThrownBy(() -> x.conv2d(root.parameter("w", Shape.of(8, 3, 3, 3)), conv(1, 1, Padding.NONE, 4)))
                .hasMessageContaining("must divide into 4 groups");
        assertThatThrownBy(() -> x.maxPool(Window.square(9, 1, 0))).hasMessageContaining("does not fit 8");
        assertThatThrownBy(() -> x.maxPool(Window.square(3, 1, 3))).hasMessageContaining("smaller than the window");
        assertThatThrownBy(() -> x.reshape(BATCH, 7)).hasMessageContaining("another number of elements");
        assertThatThrownBy(() -> x.reshape(384)).hasMessageContaining("loses the batch");
        assertThatThrownBy(() -> x.transpose(0, 1, 1, 2)).hasMessageContaining("each axis once");
        assertThatThrownBy(() -> x.concat(1, input(BATCH, 6, 8, 9))).hasMessageContaining("all axes but 1");
        assertThatThrownBy(() -> x.slice(1, 4, 7)).hasMessageContaining("0 <= 4 < 7");
        assertThatThrownBy(() -> x.slice(0, 0, 1)).hasMessageContaining("fixed size");
        assertThatThrownBy(() -> x.mean(0)).hasMessageContaining("would mix images");
        assertThatThrownBy(() -> x.mean()).hasMessageContaining("[] must name an axis");
        assertThatThrownBy(() -> x.sum(1, -3)).hasMessageContaining("[1, -3] must name an axis, and each once");
        assertThatThrownBy(() -> x.softmax(4)).hasMessageContaining("axis 4");
        assertThatThrownBy(() -> x.matmul(input(BATCH, 6, 7, 3))).hasMessageContaining("rows of the second");
        assertThatThrownBy(() -> input(BATCH, 5).linear(root.parameter("v", Shape.of(2, 4))))
                .hasMessageContaining("weight's second");
        assertThatThrownBy(() -> x.add(x.cast(DataType.FLOAT16))).hasMessageContaining("types must be equal");
        assertThatThrownBy(() -> input(BATCH, 3, ANY, ANY).maxPool(Window.square(3, 2, 0)))
                .hasMessageContaining("must be known");
    }

    @Test
    void aParameterUsedTwiceIsCountedOnceAndMustAgree() {
        root.parameter("weight", Shape.of(2, 3));
        root.parameter("weight", Shape.of(2, 3));
        assertThat(backend.parameters()).hasSize(1);
        assertThatThrownBy(() -> root.parameter("weight", Shape.of(3, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2,3]")
                .hasMessageContaining("[3,2]");
        assertThatThrownBy(() -> root.buffer("weight", Shape.of(2, 3))).hasMessageContaining("BUFFER");
    }

    @Test
    void aDescriptionTellsParametersFromBuffers() {
        Description d = ShapeBackend.describe(Lambda.of(Shape.of(BATCH, 4), (s, x) -> {
            s.unread("steps", Shape.SCALAR);
            return x.linear(s.parameter("weight", Shape.of(3, 4))).add(s.buffer("offset", Shape.of(3)));
        }));
        assertThat(d.count(Parameter.Role.TRAINED)).isEqualTo(12);
        assertThat(d.count(Parameter.Role.BUFFER)).isEqualTo(3);
        assertThat(d.count(Parameter.Role.UNREAD)).isEqualTo(1);
        assertThat(d.macs()).isEqualTo(12);
        assertThat(d.outputs()).containsExactly(new Port("y", DataType.FLOAT32, Shape.of(BATCH, 3)));
        assertThat(Map.of("x0", Shape.of(BATCH, 4)))
                .containsKey(d.inputs().get(0).name());
    }
}
