package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.reference.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
    @TempDir
    private Path folder;

    private Assay.Ran sample(Path model, Path out, Object... options) {
        Object[] all = Arrays.copyOf(
                new Object[] {"models", "sample", model, "--weights", "hash", "--out", out}, 7 + options.length);
        System.arraycopy(options, 0, all, 7, options.length);
        return Assay.run(all);
    }

    private byte[] pixels(Path model, String out, Object... options) {
        Path to = folder.resolve(out);
        Assay.Ran ran = sample(model, to, options);
        assertThat(ran.code()).as(ran.err()).isZero();
        return pixels(to);
    }

    private static byte[] pixels(Path out) {
        try (NpyReader reader = Npz.open(out.resolve("samples.npz"), "arr_0")) {
            return reader.readWhole().bytes();
        }
    }

    private static long[] labels(Path out) {
        try (NpyReader reader = Npz.open(out.resolve("samples.npz"), "arr_1")) {
            long[] labels = new long[(int) reader.header().count()];
            reader.readLongs(labels, 0, labels.length);
            return labels;
        }
    }

    @Test
    void neitherBatchNorThreadsNorCountChangeAnImage() {
        for (Path model : List.of(TinyModels.dimr(folder), TinyModels.uvit(folder), TinyModels.latentDit(folder))) {
            Object[] how = {"--sampler", "ddpm:variance=fixed-large", "--steps", 3, "--autoencoder-weights", "hash"};
            byte[] one = pixels(model, "one", with(how, "--count", 9, "--batch", 1, "--threads", 1));
            byte[] three = pixels(model, "three", with(how, "--count", 9, "--batch", 3, "--threads", 2));
            byte[] eight = pixels(model, "eight", with(how, "--count", 9, "--batch", 8, "--threads", 1));
            byte[] fewer = pixels(model, "fewer", with(how, "--count", 5, "--batch", 8, "--threads", 2));
            assertThat(three).as(model.toString()).isEqualTo(one);
            assertThat(eight).as(model.toString()).isEqualTo(one);
            assertThat(fewer).as(model.toString()).isEqualTo(Arrays.copyOf(one, fewer.length));
            assertThat(pixels(model, "other", with(how, "--count", 9, "--seed", 1)))
                    .as(model.toString())
                    .isNotEqualTo(one);
        }
    }

    private static Object[] with(Object[] some, Object... more) {
        Object[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /** Two ways to the same images: the sampler in double around the network, and all steps inside one network. */
    @Test
    void theGeneratorMakesTheSameImages() throws IOException {
        // What predicts images gives grey levels of all kinds even with made-up weights.
        Path model = TinyModels.dimr(folder);
        TinyModels.write(model, Files.readString(model).replace("prediction: eps", "prediction: x0"));
        byte[] sampled = pixels(model, "out", "--count", 4, "--classes", "3,7", "--seed", 5);
        Path onnx = folder.resolve("generator.onnx");
        assertThat(Assay.run("models", "export", model, "-w", "hash", "-o", onnx, "--part", "generator")
                        .code())
                .isZero();
        double[] noise = new ImageNoise(5, new long[] {0, 1, 2, 3}, new ImageShape(3, 8, 8)).draw(0);
        float[] x = new float[noise.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) noise[i];
        }
        try (OnnxSession session = OnnxSession.open(onnx, new SessionOptions(1, Device.CPU))) {
            Array.Raw images = (Array.Raw) session.run(Map.of(
                            "x", new Array.Floats(x, 4, 3, 8, 8), "y", new Array.Longs(new long[] {3, 7, 3, 7}, 4)))
                    .get("image");
            assertThat(images.shape()).containsExactly(4, 8, 8, 3);
            int[] histogram = new int[256];
            for (int i = 0; i < sampled.length; i++) {
                // float32 against double: a grey level at most, where the value is between two.
                assertThat(Math.abs((images.bytes()[i] & 0xFF) - (sampled[i] & 0xFF)))
                        .isLessThanOrEqualTo(1);
                histogram[sampled[i] & 0xFF]++;
            }
            assertThat(Arrays.stream(histogram).filter(n -> n > 0).count()).isGreaterThan(50);
        }
    }

    @Test
    void filesAndFiguresAreLeft() throws IOException {
        Path out = folder.resolve("out");
        Assay.Ran ran = sample(TinyModels.dimr(folder), out, "--count", 7, "--grid", 3, "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode json = ran.json();
        assertThat(json.get("nfe").asInt()).isEqualTo(4);
        assertThat(json.get("evaluations").asDouble()).isEqualTo(8);
        assertThat(json.get("guidance_settings").get("w").asDouble()).isEqualTo(1.5);
        assertThat(json.get("network_share").asDouble()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(json.get("seconds_per_image").asDouble()).isPositive();
        assertThat(Files.readString(out.resolve("samples.json"))).isEqualTo(ran.out());
        Map<String, ArrayHeader> headers = Npz.headers(out.resolve("samples.npz"));
        assertThat(headers.get("arr_0").describe()).isEqualTo("uint8 [7, 8, 8, 3]");
        assertThat(labels(out)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        // 8 pixels are shown as 64, with 2 between.
        assertThat(ImageIO.read(out.resolve("grid.png").toFile()).getWidth()).isEqualTo(3 * 64 + 2 * 2);
        String text = sample(TinyModels.dimr(folder), out, "--guidance", 1, "--grid", 0)
                .out();
        assertThat(text)
                .startsWith("tiny-dimr: 16 images by dpm-solver++, each by 4 calls of the denoiser (4 evaluations");
    }

    @Test
    void classesAreChosen() {
        Path model = TinyModels.dimr(folder);
        Path out = folder.resolve("out");
        Object[] quick = {"--steps", 1, "--grid", 0};
        sample(model, out, with(quick, "--count", 12));
        assertThat(labels(out)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
        sample(model, out, with(quick, "--count", 20, "--classes", "blocks"));
        assertThat(labels(out)).startsWith(0, 0, 1, 1).endsWith(9, 9);
        sample(model, out, with(quick, "--count", 5, "--classes", "10,3-5"));
        assertThat(labels(out)).containsExactly(10, 3, 4, 5, 10);
        sample(model, out, with(quick, "--count", 30, "--classes", "random"));
        assertThat(labels(out)).contains(0, 9).doesNotContain(10);
        Path uvit = TinyModels.uvit(folder);
        assertThat(sample(uvit, out, with(quick, "--sampler", "ddim", "--count", 2))
                        .code())
                .isZero();
        assertThat(Npz.names(out.resolve("samples.npz"))).containsExactly("arr_0");
    }

    @Test
    void whatCannotBeSampledIsRefused() throws IOException {
        Path model = TinyModels.dimr(folder);
        Path out = folder.resolve("out");
        refused(sample(model, out, "--classes", "11")).contains("classes are 0 to 10");
        refused(sample(model, out, "--classes", "balacned")).contains("did you mean balanced?");
        refused(sample(model, out, "--count", 0)).contains("--count");
        refused(sample(model, out, "--batch", 0)).contains("--batch");
        refused(sample(model, out, "--sampler", "ddpm")).contains("fixed-small");
        refused(sample(model, out, "--guidance", "sideways")).contains("no such guidance");
        refused(sample(model, out, "--sampler", "heun", "--steps", 0)).contains("steps");
        refused(sample(TinyModels.uvit(folder), out)).contains("no section 'sampling'");
        refused(sample(TinyModels.uvit(folder), out, "--sampler", "ddim", "--classes", "3"))
                .contains("has no classes");
        refused(sample(TinyModels.uvit(folder), out, "--sampler", "ddim", "--guidance", 2))
                .contains("no condition");
        refused(sample(TinyModels.latentDit(folder), out)).contains("--autoencoder-weights: it is missing");
        refused(Assay.run("models", "sample", "uvit-s-2-coco", "-w", "hash")).contains("follow texts");
        refused(Assay.run("models", "sample", "vae-tiny", "-w", "hash")).contains("does not denoise");
        refused(Assay.run("models", "sample", "edm-tiny", "-w", "hash")).contains("assay systems sample");
        refused(Assay.run("models", "sample", model, "-w", "hash", "--out", model))
                .contains("cannot be written");
        assertThat(out.resolve("samples.npz")).doesNotExist();
    }

    /** A network that gives no numbers; nothing is left that could pass for images. */
    @Test
    void imagesThatAreNoNumbersAreRefused() throws IOException {
        Path model = TinyModels.dimr(folder);
        List<Parameter> parameters =
                ShapeBackend.describe(Models.read(model).network()).parameters();
        Path weights = folder.resolve("nan.safetensors");
        HashFill fill = new HashFill();
        SafetensorsWriter.write(
                weights,
                parameters,
                (name, shape) -> {
                    float[] values = fill.tensor(name, shape);
                    values[0] = name.endsWith("output_layer.2.bias") ? Float.NaN : values[0];
                    return values;
                },
                Map.of(),
                DataType.FLOAT32);
        Path out = folder.resolve("out");
        Assay.Ran ran = Assay.run("models", "sample", model, "-w", weights, "-o", out);
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).contains("assay: image 0: sampling gave NaN");
        assertThat(out).isEmptyDirectory();
    }

    private static AbstractStringAssert<?> refused(Assay.Ran ran) {
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).startsWith("assay: ").doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        return assertThat(ran.err());
    }
}
