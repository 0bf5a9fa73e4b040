package dev.assay.reference.relay;

import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms of patches and block noise: their definitions, their laws, and both forms. */
class PatchAlgebraTest {
    /** Sums of up to 64 products in float64. */
    private static final double FLOAT64 = 1e-13;

    /** Sums of up to 64 numbers near 1 in float32. */
    private static final double FLOAT32 = 2e-6;

    private static final BlurSchedule BLUR = OperatorsGoldenTest.IMAGENET;

    @TempDir
    private Path folder;

    private static double[] pixels(ImageShape shape) {
        return Patterns.images(2 * shape.elements(), 0.3);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 5", "2, 4, 6", "3, 9, 6", "4, 8, 8", "5, 5, 10", "8, 16, 8", "16, 16, 32"})
    void theInverseUndoesTheTransform(int patch, int height, int width) {
        ImageShape shape = new ImageShape(2, height, width);
        ArrayPatches patches = new ArrayPatches(shape, new BlockDct(patch));
        double[] pixels = pixels(shape);
        assertThat(patches.inverse(patches.transform(pixels))).containsExactly(pixels, within(FLOAT64));
    }

    @ParameterizedTest
    @CsvSource({"2, 4, 6", "3, 9, 6", "4, 8, 12"})
    void coefficientsAreTheSumsOfTheDefinition(int patch, int height, int width) {
        ImageShape shape = new ImageShape(1, height, width);
        double[] pixels = pixels(shape);
        double[] coefficients = new ArrayPatches(shape, new BlockDct(patch)).transform(pixels);
        for (int i = 0; i < coefficients.length; i++) {
            int row = i / width;
            int column = i % width;
            int f = row % patch;
            int g = column % patch;
            double sum = 0;
            for (int y = 0; y < patch; y++) {
                for (int x = 0; x < patch; x++) {
                    sum += pixels[(row - f + y) * width + column - g + x]
                            * Math.cos(Math.PI * f * (y + 0.5) / patch)
                            * Math.cos(Math.PI * g * (x + 0.5) / patch);
                }
            }
            double norm = Math.sqrt((f == 0 ? 1.0 : 2.0) * (g == 0 ? 1.0 : 2.0)) / patch;
            assertThat(coefficients[i]).as("coefficient %d", i).isCloseTo(norm * sum, within(FLOAT64));
        }
    }

    @Test
    void theTransformKeepsEnergy() {
        ImageShape shape = new ImageShape(3, 12, 18);
        double[] pixels = pixels(shape);
        double[] coefficients = new ArrayPatches(shape, new BlockDct(6)).transform(pixels);
        assertThat(energy(coefficients)).isCloseTo(energy(pixels), within(1e-10));
    }

    private static double energy(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 1, 1.02})
    void constantPatchesAreUnchangedByBlur(double u) {
        ImageShape low = new ImageShape(3, 2, 3);
        double[] enlarged = Enlargement.nearest(pixels(low), low, 4);
        BlockDct dct = new BlockDct(4);
        ArrayPatches patches = new ArrayPatches(new ImageShape(3, 8, 12), dct);
        assertThat(patches.filter(enlarged, BLUR.kept(u, dct))).containsExactly(enlarged, within(FLOAT64));
    }

    @Test
    void endlessBlurWithoutAFloorLeavesTheMeansOfPatches() {
        ImageShape shape = new ImageShape(1, 8, 12);
        BlockDct dct = new BlockDct(4);
        double[] pixels = pixels(shape);
        double[] kept = new BlurSchedule(0.93, 1e3, 0, -1.2, 1.2).kept(1, dct);
        double[] means = Enlargement.nearest(Enlargement.means(pixels, shape, 4), new ImageShape(1, 2, 3), 4);
        assertThat(new ArrayPatches(shape, dct).filter(pixels, kept)).containsExactly(means, within(FLOAT64));
    }

    @Test
    void noBlurTimeIsNoBlur() {
        assertThat(BLUR.kept(0, new BlockDct(5))).containsOnly(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 0.5, 0.9, 1})
    void noiseLevelsAndBlurTimesAreInverse(double u) {
        assertThat(BLUR.u(BLUR.sigma(u))).isCloseTo(u, within(1e-13));
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 5", "2, 4, 6", "3, 3, 7", "4, 12, 12", "7, 9, 7"})
    void blockNoiseIsASumOverWrappedWindows(int size, int height, int width) {
        ImageShape shape = new ImageShape(2, height, width);
        double[] white = pixels(shape);
        double[] blocks = new BlockNoise(size).of(white, shape);
        for (int i = 0; i < blocks.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int plane = i / (height * width) * height * width;
            double sum = 0;
            for (int a = 0; a < size; a++) {
                for (int b = 0; b < size; b++) {
                    sum += white[plane + Math.floorMod(y - a, height) * width + Math.floorMod(x - b, width)];
                }
            }
            assertThat(blocks[i]).as("pixel %d", i).isCloseTo(sum / size, within(FLOAT64));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 5", "2, 4, 6", "3, 3, 9", "4, 8, 12", "8, 8, 16"})
    void networksComputeTheSameInFloat32(int patch, int height, int width) {
        ImageShape shape = new ImageShape(3, height, width);
        BlockDct dct = new BlockDct(patch);
        double[] matrix = Patterns.images(patch * patch, 1);
        ArrayPatches patches = new ArrayPatches(shape, dct);
        double[] pixels = pixels(shape);
        assertRecorded(shape, dct, pixels, matrix, patches.transform(pixels), "transform");
        assertRecorded(shape, dct, pixels, matrix, patches.inverse(pixels), "inverse");
        assertRecorded(shape, dct, pixels, matrix, patches.filter(pixels, matrix), "filter");
        double[] blocks = patches.blocks(new BlockNoise(patch), pixels);
        assertRecorded(shape, dct, pixels, matrix, blocks, "blocks");
    }

    /** One operation of {@link TensorPatches} as a network. */
    private record Recorded(ImageShape shape, BlockDct dct, String what) implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(
                    new Port("x", DataType.FLOAT32, Shape.of(BATCH, 3, shape.height(), shape.width())),
                    new Port("m", DataType.FLOAT32, Shape.of(dct.patch(), dct.patch())));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            TensorPatches patches = new TensorPatches(scope.backend(), dct);
            Tensor x = inputs.get("x");
            Tensor m = inputs.get("m");
            return Map.of(
                    "y",
                    switch (what) {
                        case "transform" -> patches.transform(x);
                        case "inverse" -> patches.inverse(x);
                        case "filter" -> patches.filter(x, m);
                        default -> patches.blocks(new BlockNoise(dct.patch()), x);
                    });
        }
    }

    private void assertRecorded(
            ImageShape shape, BlockDct dct, double[] pixels, double[] matrix, double[] expected, String what) {
        Map<String, float[]> out = Patterns.run(
                new Recorded(shape, dct, what),
                Map.of("x", Patterns.batch(pixels, shape), "m", Patterns.floats(matrix, dct.patch(), dct.patch())),
                folder);
        assertThat(Patterns.doubles(out.get("y"))).as(what).containsExactly(expected, within(FLOAT32));
    }

    @Test
    void patchesThatDoNotDivideTheImageAreAnError() {
        assertThatThrownBy(() -> new ArrayPatches(new ImageShape(3, 8, 9), new BlockDct(4)))
                .isInstanceOf(AssayException.class)
                .hasMessage("patch: 4 does not divide 8x9; images consist of whole patches; choose a divisor of both"
                        + " sizes");
    }

    @Test
    void blocksLargerThanTheImageAreAnError() {
        assertThatThrownBy(() -> new BlockNoise(5).of(new double[16], new ImageShape(1, 4, 4)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("blocks of 5 do not fit images of 4x4");
    }
}
