package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.reference.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single images from encoded texts. */
class TextSampleTest {
    private static final int CAPTION = 12 * 32;
    private static final String NULL_CAPTION = "y_embedder.y_embedding";

    @TempDir
    private Path folder;

    private byte[] pixels(Path model, Object... options) {
        Path out = folder.resolve("out");
        Assay.Ran ran = sample(model, with(options, "--out", out));
        assertThat(ran.code()).as(ran.err()).isZero();
        try (NpyReader reader = Npz.open(out.resolve("samples.npz"), "arr_0")) {
            return reader.readWhole().bytes();
        }
    }

    private static Assay.Ran sample(Path model, Object... options) {
        return Assay.run(with(new Object[] {"models", "sample", model, "--autoencoder-weights", "hash"}, options));
    }

    private static Object[] with(Object[] some, Object... more) {
        Object[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private Path encode(String name, String text, Object model) throws IOException {
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), EncodeCommandTest.TOKENIZER);
        Path texts = Files.writeString(folder.resolve("texts.txt"), text);
        Path out = folder.resolve(name + ".npz");
        Assay.Ran ran = Assay.run(
                "models",
                "encode",
                model,
                "-w",
                "hash",
                "--tokenizer",
                tokenizer,
                "--rule=12:0",
                "--texts",
                texts,
                "-o",
                out,
                "--threads=1");
        assertThat(ran.code()).as(ran.err()).isZero();
        return out;
    }

    /** Captions under a mask of four tokens for text 0 and so on. */
    private Path captions(String name, int count, int seed) {
        Random random = new Random(seed);
        float[] caption = new float[count * CAPTION];
        for (int i = 0; i < caption.length; i++) {
            caption[i] = (float) random.nextGaussian();
        }
        long[] mask = new long[count * 12];
        for (int i = 0; i < count; i++) {
            Arrays.fill(mask, i * 12, i * 12 + 4 + i, 1);
        }
        Path file = folder.resolve(name + ".npz");
        NpzTensors.write(
                file,
                Map.of(
                        "last_hidden_state", new Array.Floats(caption, count, 12, 32),
                        "attention_mask", new Array.Longs(mask, count, 12)));
        return file;
    }

    /** The weights of a PixArt, with a stored caption of no text. */
    private Path stored(Path model, String name) {
        List<Parameter> parameters =
                ShapeBackend.describe(Models.read(model).network()).parameters();
        assertThat(parameters).extracting(Parameter::name).contains(NULL_CAPTION);
        Path file = folder.resolve(name);
        SafetensorsWriter.write(file, parameters, new HashFill(), Map.of(), DataType.FLOAT32);
        return file;
    }

    @Test
    void encodedTextsOfT5FitPixartAsTheyAre() throws IOException {
        Path texts = encode("texts", "a b\nc d e\n", "t5-tiny");
        Path none = encode("none", "\n", "t5-tiny");
        Path model = TinyModels.pixart(folder);
        byte[] made = pixels(model, "-w", "hash", "--texts", texts, "--no-text", none, "--count", 4);
        assertThat(made).hasSize(4 * 32 * 32 * 3);
        byte[] first = pixels(
                model, "-w", "hash", "--texts", encode("one", "a b\n", "t5-tiny"), "--no-text", none, "--count", 1);
        assertThat(first).isEqualTo(Arrays.copyOf(made, first.length));
    }

    @Test
    void neitherBatchNorThreadsChangeAnImageAndTextsDo() {
        Path model = TinyModels.pixart(folder);
        Path texts = captions("texts", 3, 1);
        Path weights = stored(model, "weights.safetensors");
        Object[] how = {"-w", weights, "--texts", texts, "--count", 7};
        byte[] one = pixels(model, with(how, "--batch", 1));
        assertThat(pixels(model, with(how, "--batch", 3, "--threads=2"))).isEqualTo(one);
        assertThat(pixels(model, "-w", weights, "--texts", captions("other", 3, 2), "--count", 7))
                .isNotEqualTo(one);
        assertThat(pixels(model, with(how, "--sampler", "ddpm", "--steps", 3, "--batch", 2)))
                .isEqualTo(pixels(model, with(how, "--sampler", "ddpm", "--steps", 3, "--batch", 5)));
    }

    /** As the scripts of the released code do. */
    @Test
    void theStoredCaptionStandsForNoTextUnderTheMaskOfTheText() {
        Path model = TinyModels.pixart(folder);
        Path weights = stored(model, "weights.safetensors");
        Path texts = captions("texts", 1, 1);
        byte[] made = pixels(model, "-w", weights, "--texts", texts, "--count", 1);
        long[] mask = new long[12];
        Arrays.fill(mask, 0, 4, 1);
        Path same = folder.resolve("same.npz");
        float[] caption = new HashFill().tensor(NULL_CAPTION, Shape.of(12, 32));
        NpzTensors.write(
                same,
                Map.of(
                        "caption", new Array.Floats(caption, 1, 12, 32),
                        "mask", new Array.Longs(mask, 1, 12)));
        assertThat(pixels(model, "-w", "hash", "--texts", texts, "--no-text", same, "--count", 1))
                .isEqualTo(made);
        Path unlike = captions("unlike", 1, 9);
        assertThat(pixels(model, "-w", "hash", "--texts", texts, "--no-text", unlike, "--count", 1))
                .isNotEqualTo(made);
    }

    @Test
    void threeEncodersTogetherFitStableDiffusion3() throws IOException {
        Path wide = TinyModels.write(folder.resolve("t5-wide.yaml"), """
                model: t5-wide
                family: t5-encoder
                network: {length: 12, vocabulary: 100, width: 64, head_width: 8, mlp: 64, depth: 1, heads: 2, masked: false}
                """);
        String texts = "a b\nc d e\n";
        String all = String.join(
                ",",
                encode("l", texts, "clip-text-tiny").toString(),
                encode("g", texts, "clip-text-tiny").toString(),
                encode("t5", texts, wide).toString());
        String none = String.join(
                ",",
                encode("no-l", "\n", "clip-text-tiny").toString(),
                encode("no-g", "\n", "clip-text-tiny").toString(),
                encode("no-t5", "\n", wide).toString());
        Path model = TinyModels.mmdit(folder);
        Object[] how = {"-w", "hash", "--texts", all, "--no-text", none, "--count", 5};
        byte[] made = pixels(model, with(how, "--batch", 1));
        assertThat(pixels(model, with(how, "--batch", 4, "--threads=2"))).isEqualTo(made);
        Path both = folder.resolve("joined.npz");
        EncodedTexts joined = EncodedTexts.read(
                Conditions.ports(Models.read(model).diffusionNetwork()),
                Arrays.stream(all.split(",", -1)).map(Path::of).toList(),
                Map.of());
        NpzTensors.write(both, joined.inputs(new int[] {0, 1}, new boolean[2]));
        assertThat(pixels(model, "-w", "hash", "--texts", both, "--no-text", none, "--count", 5))
                .isEqualTo(made);
    }

    @Test
    void uvitTakesTheLastHiddenStateOfClip() throws IOException {
        Path model = TinyModels.textUvit(folder);
        Path texts = encode("texts", "a b\nc d e\n", "clip-text-tiny");
        Path none = encode("none", "\n", "clip-text-tiny");
        byte[] made = pixels(model, "-w", "hash", "--texts", texts, "--no-text", none, "--count", 2);
        assertThat(made).hasSize(2 * 8 * 8 * 3);
        assertThat(pixels(model, "-w", "hash", "--texts", texts, "--guidance", 1, "--count", 2))
                .isNotEqualTo(made);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Path model = TinyModels.pixart(folder);
        Path texts = captions("texts", 2, 1);
        refused(sample(model, "-w", "hash")).contains("--texts");
        refused(sample(model, "-w", "hash", "--texts", texts)).contains("nothing stands for no text");
        refused(sample(model, "-w", "hash", "--texts", texts, "--no-text", texts))
                .contains("one text stands for none");
        refused(sample(model, "-w", "hash", "--texts", texts + "," + texts)).contains("2 archives");
        refused(sample(
                        model,
                        "-w",
                        "hash",
                        "--texts",
                        encode("clip", "a\n", TinyModels.write(folder.resolve("t5.yaml"), """
                model: t5
                family: t5-encoder
                network: {length: 12, vocabulary: 100, width: 16, head_width: 8, mlp: 64, depth: 1, heads: 2, masked: false}
                """))))
                .contains("caption")
                .contains("[12, 16]")
                .contains("[12, 32]");
        Path empty = folder.resolve("empty.npz");
        NpzTensors.write(empty, Map.of("arr_0", new Array.Floats(new float[4], 1, 4)));
        refused(sample(model, "-w", "hash", "--texts", empty)).contains("no array caption or last_hidden_state");
        refused(sample(TinyModels.dimr(folder), "-w", "hash", "--texts", texts)).contains("follows no texts");
        refused(Assay.run("models", "sample", "gdt-pixart-256", "-w", "hash", "--texts", texts))
                .contains("assay groups sample");
    }

    private static AbstractStringAssert<?> refused(Assay.Ran ran) {
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err().lines()).as(ran.err()).hasSize(1);
        return assertThat(ran.err());
    }
}
