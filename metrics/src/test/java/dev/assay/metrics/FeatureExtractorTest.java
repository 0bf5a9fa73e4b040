package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureExtractorTest {
    private static final SessionOptions ONE_THREAD = new SessionOptions(1, Device.CPU);

    @TempDir
    private Path folder;

    /** Channel means [N,3] and the input itself [N,3,4,2]. */
    private record Means(int batch) implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(new Port("x", DataType.FLOAT32, Shape.of(batch, 3, 4, 2)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            outputs.put("means", inputs.get("x").mean(2, 3));
            outputs.put("all", inputs.get("x").add(0));
            outputs.put("total", inputs.get("x").transpose(1, 0, 2, 3));
            return outputs;
        }
    }

    private Path write(int batch, String from, String to) {
        OnnxFile file = OnnxFile.write(
                new Means(batch),
                (name, shape) -> {
                    throw new AssertionError(name);
                },
                folder.resolve("means.onnx"),
                OnnxFile.Storage.AUTO);
        String text = """
                extractor: channel-means
                onnx: means.onnx
                sha256: %s
                height: 4
                width: 2
                resize: pil-box
                mean: [0, 100, 127.5]
                scale: [1, 2, 127.5]
                input: x
                taps: {features: means, spatial: all}
                about: means of the channels
                """.formatted(file.sha256());
        assertThat(text).contains(from);
        Path descriptor = folder.resolve("means.yaml");
        try {
            Files.writeString(descriptor, text.replace(from, to));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return descriptor;
    }

    private static Image image(int seed, int height, int width) {
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ParityArrays.h(61, seed, i);
        }
        return new Image(height, width, rgb);
    }

    private static double mean(Image image, int channel) {
        double sum = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                sum += image.at(y, x, channel);
            }
        }
        return sum / image.height() / image.width();
    }

    /** Box resizing by whole factors keeps the mean, so the mean of the normalised input is known. */
    @ParameterizedTest
    @ValueSource(ints = {Shape.BATCH, 1})
    void imagesAreResizedNormalisedAndMeasuredInOrder(int batch) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            images.add(image(i, 4 * (1 + i % 2), 2 * (1 + i % 3)));
        }
        try (FeatureExtractor extractor = FeatureExtractor.open(write(batch, "", ""), ONE_THREAD)) {
            Map<String, float[]> features = extractor.extract(images, List.of("features", "spatial"));
            assertThat(features).containsOnlyKeys("features", "spatial");
            assertThat(features.get("spatial")).hasSize(5 * 24);
            float[] means = features.get("features");
            assertThat(means).hasSize(5 * 3);
            for (int i = 0; i < 5; i++) {
                Image image = images.get(i);
                // float32 sums of 8 values up to 255
                assertThat(means[3 * i]).isCloseTo((float) mean(image, 0), within(1e-4f));
                assertThat(means[3 * i + 1]).isCloseTo((float) (mean(image, 1) - 100) / 2, within(1e-4f));
                assertThat(means[3 * i + 2]).isCloseTo((float) (mean(image, 2) / 127.5 - 1), within(1e-6f));
            }
        }
    }

    @Test
    void pixelsArriveInChannelRowColumnOrder() {
        Image image = image(7, 4, 2);
        try (FeatureExtractor extractor = FeatureExtractor.open(write(Shape.BATCH, "", ""), ONE_THREAD)) {
            float[] all = extractor.extract(List.of(image), List.of("spatial")).get("spatial");
            assertThat(all[2 * 2 + 1]).isEqualTo(image.at(2, 1, 0));
            assertThat(all[8 + 3 * 2]).isEqualTo((image.at(3, 0, 1) - 100) / 2f);
        }
    }

    @Test
    void identityHoldsAllThatDeterminesFeatures() {
        try (FeatureExtractor extractor = FeatureExtractor.open(write(Shape.BATCH, "", ""), ONE_THREAD)) {
            assertThat(extractor.identity())
                    .containsEntry("size", "4x2")
                    .containsEntry("resize", "pil-box")
                    .containsEntry("mean", "[0.0, 100.0, 127.5]")
                    .containsEntry("tap.features", "means")
                    .containsKeys("sha256", "scale", "tap.spatial");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha256: | sha256: 0000 | 64 lower-case hex digits",
                "onnx: means.onnx | onnx: ../means.onnx | a file in this folder",
                "onnx: means.onnx | onnx: other.onnx | there is no such file",
                "height: 4 | height: 0 | from 1 to 4096",
                "height: 4 | height: 5 | its input x is [N,3,4,2]",
                "resize: pil-box | resize: pil-bx | did you mean pil-box",
                "mean: [0, 100, 127.5] | mean: [0] | three numbers",
                "scale: [1, 2, 127.5] | scale: [1, 0, 1] | three numbers other than 0",
                "input: x | input: y | there are x",
                "spatial: all | spatial: al | did you mean all",
                "spatial: all | spatial: total | the first size of an output is the batch",
                "about: means | abot: means | 'about' is missing",
                "height: 4 | height: four | four",
            })
    void wrongDescriptorsAreOneClearError(String from, String to, String message) {
        Path descriptor = write(Shape.BATCH, from, to);
        assertThatThrownBy(() -> FeatureExtractor.open(descriptor, ONE_THREAD))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aChangedNetworkIsRefused() throws IOException {
        Path descriptor = write(Shape.BATCH, "", "");
        byte[] bytes = Files.readAllBytes(folder.resolve("means.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("means.onnx"), bytes);
        assertThatThrownBy(() -> FeatureExtractor.open(descriptor, ONE_THREAD))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("its SHA-256 is");
    }

    @Test
    void unknownTapsAreAnsweredWithNearOnes() {
        try (FeatureExtractor extractor = FeatureExtractor.open(write(Shape.BATCH, "", ""), ONE_THREAD)) {
            assertThatThrownBy(() -> extractor.extract(List.of(image(1, 4, 2)), List.of("feature")))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("did you mean features?");
        }
        assertThatThrownBy(() -> FeatureExtractor.open(folder.resolve("none.yaml"), ONE_THREAD))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("there is no such file");
    }
}
