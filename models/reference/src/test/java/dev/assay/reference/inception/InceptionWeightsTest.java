package dev.assay.reference.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.FileHash;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.weights.TestFiles;
import dev.assay.reference.weights.TestFiles.Tensors;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole network, with weights by formula, through every kind of file: each gives the same ONNX bytes. */
class InceptionWeightsTest {
    @TempDir
    private static Path folder;

    private static final Map<String, float[]> VALUES = new LinkedHashMap<>();
    private static List<Parameter> parameters;
    private static String expected;

    @BeforeAll
    static void fill() throws IOException {
        FormulaWeights formula = new FormulaWeights(InceptionTest.golden());
        parameters =
                ShapeBackend.describe(new Inception(128, 128, false, Set.of())).parameters();
        parameters.forEach(p -> VALUES.put(p.name(), formula.tensor(p.name(), p.shape())));
        Path descriptor = InceptionExtractor.of(
                        "direct",
                        new Inception(128, 128, false, InceptionExtractor.USUAL),
                        "tf1-bilinear",
                        "weights by formula")
                .export((name, shape) -> VALUES.get(name), folder);
        assertThat(descriptor).isEqualTo(folder.resolve("direct.yaml"));
        expected = FileHash.sha256(List.of(folder.resolve("direct.onnx")));
    }

    private static Long[] sizes(Shape shape) {
        return shape.dims().stream().map(Integer::longValue).toArray(Long[]::new);
    }

    private static Tensors stateDict() {
        Tensors tensors = new Tensors();
        parameters.forEach(p -> tensors.add(p.name(), VALUES.get(p.name()), sizes(p.shape())));
        return tensors;
    }

    private static void assertGivesTheSameNetwork(Path file) throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        try (InceptionWeights weights = InceptionWeights.open(file)) {
            assertThat(weights.published()).isFalse();
            Path descriptor = InceptionExtractor.export(weights, "tf1-bilinear", 128, 128, out);
            String name = "inception-" + weights.sha256().substring(0, 8);
            assertThat(descriptor).isEqualTo(out.resolve(name + ".yaml"));
            assertThat(FileHash.sha256(List.of(out.resolve(name + ".onnx")))).isEqualTo(expected);
            assertThat(Files.readString(descriptor))
                    .startsWith("extractor: " + name + "\nonnx: " + name + ".onnx\nsha256: " + expected + "\n")
                    .contains(weights.file() + " sha256 " + weights.sha256());
        }
    }

    @Test
    void zippedStateDict() throws IOException {
        Path file = folder.resolve("inception.pth");
        TestFiles.torchZip(file, stateDict());
        assertGivesTheSameNetwork(file);
    }

    @Test
    void legacyStateDict() throws IOException {
        Path file = folder.resolve("legacy.pth");
        TestFiles.torchLegacy(file, stateDict());
        assertGivesTheSameNetwork(file);
    }

    @Test
    void safetensors() throws IOException {
        Path file = folder.resolve("inception-2015-12-05.safetensors");
        TestFiles.safetensors(file, stateDict());
        assertThat(InceptionWeights.find(folder)).contains(file);
        assertGivesTheSameNetwork(file);
    }

    @Test
    void frozenGraph() throws IOException {
        Path file = folder.resolve("graph.pb");
        TestFiles.frozenGraph(file, frozen(), List.of());
        assertGivesTheSameNetwork(file);
    }

    /** The constants of the frozen graph in its own names and layout. Its gammas are no ones, but not used either. */
    private static Tensors frozen() {
        Tensors tensors = new Tensors();
        FrozenInception.units().forEach((node, name) -> {
            Shape shape = shape(name + ".conv.weight");
            int out = shape.dim(0);
            int in = shape.dim(1);
            int h = shape.dim(2);
            int w = shape.dim(3);
            float[] ours = VALUES.get(name + ".conv.weight");
            float[] theirs = new float[ours.length];
            for (int o = 0; o < out; o++) {
                for (int c = 0; c < in; c++) {
                    for (int k = 0; k < h * w; k++) {
                        theirs[(k * in + c) * out + o] = ours[(o * in + c) * h * w + k];
                    }
                }
            }
            tensors.add(node + "/conv2d_params", theirs, (long) h, (long) w, (long) in, (long) out);
            tensors.add(node + "/batchnorm/beta", VALUES.get(name + ".bn.bias"), (long) out);
            tensors.add(node + "/batchnorm/gamma", new float[out], (long) out);
            tensors.add(node + "/batchnorm/moving_mean", VALUES.get(name + ".bn.running_mean"), (long) out);
            tensors.add(node + "/batchnorm/moving_variance", VALUES.get(name + ".bn.running_var"), (long) out);
        });
        float[] ours = VALUES.get("fc.weight");
        float[] theirs = new float[ours.length];
        for (int i = 0; i < ours.length; i++) {
            theirs[i % 2048 * 1008 + i / 2048] = ours[i];
        }
        return tensors.add("softmax/weights", theirs, 2048L, 1008L).add("softmax/biases", VALUES.get("fc.bias"), 1008L);
    }

    private static Shape shape(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow()
                .shape();
    }

    @Test
    void theNodesOfTheFrozenGraphCoverEveryConvolutionOnce() {
        assertThat(FrozenInception.units()).hasSize(94);
        assertThat(FrozenInception.units().values()).doesNotHaveDuplicates().allSatisfy(name -> assertThat(VALUES)
                .containsKey(name + ".conv.weight"));
        assertThat(FrozenInception.units())
                .containsEntry("conv_4", "Conv2d_4a_3x3")
                .containsEntry("mixed_1/tower/conv", "Mixed_5c.branch5x5_1")
                .containsEntry("mixed_6/conv", "Mixed_6d.branch1x1")
                .containsEntry("mixed_10/tower_1/mixed/conv_1", "Mixed_7c.branch3x3dbl_3b");
    }

    @Test
    void gammasCountWhereTheNodeSaysSo() throws IOException {
        Path file = folder.resolve("scaled.pb");
        Tensors tensors = new Tensors();
        for (String node : List.of("conv", "conv_1")) {
            tensors.add(node + "/batchnorm/gamma", new float[] {3, 4}, 2L);
        }
        TestFiles.frozenGraph(file, tensors, List.of("conv_1/batchnorm"));
        try (FrozenInception graph = new FrozenInception(dev.assay.reference.weights.FrozenGraph.open(file))) {
            assertThat(graph.floats("Conv2d_1a_3x3.bn.weight")).containsExactly(1, 1);
            assertThat(graph.floats("Conv2d_2a_3x3.bn.weight")).containsExactly(3, 4);
        }
    }

    @Test
    void absentWeightsAreSaidToBeWhere() {
        assertThat(InceptionWeights.find(folder.resolve("nowhere"))).isEmpty();
        assertThatThrownBy(() -> InceptionWeights.open(folder.resolve("nowhere.pth")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no Inception weights")
                .hasMessageContaining("pt_inception-2015-12-05-6726825d.pth")
                .hasMessageContaining("release 'fid_weights' of mseitzer/pytorch-fid")
                .hasMessageContaining("'v0.2.0' of toshas/torch-fidelity");
    }

    @Test
    void aFileUnderThePublishedNameMustHaveThePublishedHash() throws IOException {
        Path file = folder.resolve("pt_inception-2015-12-05-6726825d.pth");
        TestFiles.torchZip(file, new Tensors().add("w", new float[1], 1L));
        assertThatThrownBy(() -> InceptionWeights.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("must begin with 6726825d");
        Files.delete(file);
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() throws IOException {
        Path file = folder.resolve("other.safetensors");
        TestFiles.safetensors(
                file, new Tensors().add("fc.weight", new float[6], 2L, 3L).add("head", new float[1], 1L));
        assertThatThrownBy(() -> InceptionWeights.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("471 missing (Conv2d_1a_3x3.conv.weight,")
                .hasMessageContaining("1 unexpected (head)")
                .hasMessageContaining("fc.weight is [2,3], not [1008,2048]");
    }
}
