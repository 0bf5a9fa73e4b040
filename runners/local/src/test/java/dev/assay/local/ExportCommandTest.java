package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.reference.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path out;

    @BeforeEach
    void writeModel() {
        model = TinyModels.dimr(folder);
        out = folder.resolve("out").resolve("net.onnx");
    }

    private Assay.Ran export(Object weights, Object... options) {
        Object[] all = Arrays.copyOf(
                new Object[] {"models", "export", model, "--weights", weights, "--out", out}, 7 + options.length);
        System.arraycopy(options, 0, all, 7, options.length);
        return Assay.run(all);
    }

    /** A checkpoint as training writes it: the network's tensors of a fill by name. */
    private Path checkpoint(Path of) {
        List<Parameter> parameters =
                ShapeBackend.describe(Models.read(of).network()).parameters();
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, parameters, new HashFill(), Map.of(), DataType.FLOAT32);
        return file;
    }

    private float[] run(String output) {
        float[] x = HashFill.input("x", 2 * 3 * 64);
        try (OnnxSession session = OnnxSession.open(out, new SessionOptions(1, Device.CPU))) {
            assertThat(session.inputs().stream().map(p -> p.name())).containsExactly("x", "log_snr", "y");
            return session.runFloats(
                            Map.of(
                                    "x", new Array.Floats(x, 2, 3, 8, 8),
                                    "log_snr", new Array.Floats(new float[] {-3, 1}, 2),
                                    "y", new Array.Longs(new long[] {3, 10}, 2)),
                            output)
                    .get(output);
        }
    }

    private List<String> outFiles() throws IOException {
        if (!Files.exists(out.getParent())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out.getParent())) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasWrittenIsTold() throws IOException {
        Assay.Ran ran = export("random:3", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode json = ran.json();
        JsonNode file = json.get("files").get(0);
        assertThat(file.get("path").asText()).isEqualTo(out.toString());
        assertThat(file.get("bytes").asLong()).isEqualTo(Files.size(out));
        assertThat(file.get("sha256").asText()).hasSize(64);
        assertThat(json.get("inputs")).hasSize(3);
        assertThat(json.get("outputs").get(1).toString())
                .isEqualTo("{\"name\":\"out_1\",\"shape\":[\"N\",3,8,8],\"type\":\"float32\"}");
        assertThat(outFiles()).containsExactly("net.onnx");
        assertThat(run("out_1")).hasSize(2 * 3 * 64);
        Assay.Ran text = export("random:3");
        assertThat(text.out())
                .startsWith("tiny-dimr  network, fp32 for cpu")
                .contains(file.get("sha256").asText())
                .containsPattern("input +x float32 \\[N,3,8,8]");
    }

    @Test
    void aCheckpointAndTheRuleThatMadeItGiveOneFile() throws IOException {
        export("hash");
        byte[] byRule = Files.readAllBytes(out);
        Assay.Ran ran = export(checkpoint(model));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(byRule);
        export("random:1");
        assertThat(Files.readAllBytes(out)).isNotEqualTo(byRule);
    }

    @Test
    void halfPrecisionIsSmallerAndNear() throws IOException {
        export("hash");
        long whole = Files.size(out);
        float[] expected = run("out_1");
        assertThat(export("hash", "--precision", "fp16").code()).isZero();
        assertThat(Files.size(out)).isLessThan(whole);
        float[] half = run("out_1");
        double difference = 0;
        double square = 0;
        for (int i = 0; i < half.length; i++) {
            difference += Math.pow(half[i] - expected[i], 2);
            square += Math.pow(expected[i], 2);
        }
        // Eleven bits a number; rounding adds up over the blocks.
        assertThat(Math.sqrt(difference / square)).isBetween(1e-5, 3e-3);
    }

    @Test
    void thePortableFormIsOfTheStandardAlone() throws IOException {
        export("hash", "--form", "portable");
        float[] portable = run("out_1");
        assertThat(domains()).containsOnly("");
        export("hash");
        assertThat(domains()).contains("com.microsoft");
        float[] usual = run("out_1");
        for (int i = 0; i < usual.length; i++) {
            assertThat(Math.abs(portable[i] - usual[i])).isLessThan(1e-4f);
        }
    }

    private Stream<String> domains() throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(out)).getGraph().getNodeList().stream()
                .map(n -> n.getDomain());
    }

    @Test
    void everyPartOfAModelIsWritten() {
        JsonNode denoiser = export("hash", "--part", "denoiser", "--json").json();
        assertThat(denoiser.get("inputs").findValuesAsText("name")).containsExactly("x", "t", "y", "guidance");
        assertThat(denoiser.get("outputs").findValuesAsText("name")).containsExactly("eps");
        JsonNode generator =
                export("hash", "--part", "generator", "--steps", 3, "--json").json();
        assertThat(generator.get("inputs").findValuesAsText("name")).containsExactly("x", "y");
        assertThat(generator.get("outputs").get(0).toString())
                .isEqualTo("{\"name\":\"image\",\"shape\":[\"N\",8,8,3],\"type\":\"uint8\"}");
        Assay.Ran decoder = Assay.run("models", "export", model, "--part", "decoder", "--out", out);
        assertThat(decoder.code()).as(decoder.err()).isZero();
        model = Path.of("vae-tiny");
        JsonNode encoder = Assay.run(
                        "models", "export", "vae-tiny", "-w", "hash", "-o", out, "--part=encoder", "--json")
                .json();
        assertThat(encoder.get("outputs").findValuesAsText("name")).containsExactly("moments");
    }

    @Test
    void partsThatAModelHasNotAreRefused() throws IOException {
        refused(export("hash", "--part", "encoder")).contains("latents");
        refused(export("hash", "--part", "denoizer")).contains("did you mean denoiser?");
        refused(export("hash", "--part", "generator", "--sampler", "ddpm")).contains("draws noise on the way");
        refused(export("hash", "--part", "generator", "--sampler", "ddmi")).contains("did you mean ddpm or ddim?");
        refused(export("hash", "--part", "generator", "--sampler", "ddim:eta")).contains("'eta' is no setting");
        refused(Assay.run("models", "export", "vae-tiny", "-w", "hash", "-o", out, "--part=denoiser"))
                .contains("does not denoise");
    }

    @Test
    void weightsOfAnotherModelAreRefused() throws IOException {
        Path weights = checkpoint(model);
        Path other = TinyModels.write(
                folder.resolve("other.yaml"),
                Files.readString(model).replace("count: 3, width: 16", "count: 5, width: 16"));
        model = other;
        refused(export(weights)).contains("does not fit the network").contains("missing");
        model = TinyModels.write(
                folder.resolve("other.yaml"), Files.readString(model).replace("classes: 11", "classes: 12"));
        refused(export(weights)).contains("does not fit the network");
    }

    @Test
    void damagedCheckpointsAreRefused() throws IOException {
        byte[] good = Files.readAllBytes(checkpoint(model));
        Path bad = folder.resolve("bad.safetensors");
        Files.write(bad, Arrays.copyOf(good, good.length - 100));
        refused(export(bad)).contains("bad.safetensors");
        good[8] = '[';
        Files.write(bad, good);
        refused(export(bad)).contains("bad.safetensors");
        Files.writeString(bad, "<!DOCTYPE html>");
        refused(export(bad)).contains("not a checkpoint of a known kind");
    }

    /** As a hostile checkpoint has it: os.system called while unpickling. */
    @Test
    void aPickleThatCallsCodeIsRefused() throws IOException {
        Path trace = folder.resolve("trace");
        Path bad = folder.resolve("bad.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bad))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[] {(byte) 0x80, 2});
            zip.write("cposix\nsystem\n(Vtouch %s\ntR.".formatted(trace).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        refused(export(bad)).contains("posix");
        assertThat(trace).doesNotExist();
    }

    @Test
    void whatCannotBeWrittenOrFoundIsOneLine() throws IOException {
        Path weights = checkpoint(model);
        refused(export(folder.resolve("absent.pth"))).contains("there is no such file");
        refused(export("random:abc")).contains("a seed is a whole number");
        refused(export("hash", "--precision", "fp8")).contains("fp8").contains("FP16");
        refused(export("hash", "--form", "gpu")).contains("PORTABLE");
        refused(export(weights, "--dictionary", "ema")).contains("ema");
        refused(Assay.run("models", "export", model, "--out", out)).contains("--weights: it is missing");
        refused(Assay.run("models", "export", "dit-b-3-256", "--weights", "hash", "--out", out))
                .contains("did you mean dit-b-2-256 or dit-b-4-256");
        out = weights;
        refused(export(weights)).contains("it is one of the inputs");
        out = weights.resolve("net.onnx");
        refused(export(weights)).contains("cannot be written");
    }

    @Test
    void anImageTowerBecomesAnExtractorThatEvaluates() throws IOException {
        out = folder.resolve("made").resolve("tower.onnx");
        Assay.Ran ran = Assay.run(
                "models", "export", "clip-vision-tiny", "-w", "hash", "-o", out, "--part=extractor", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(outFiles()).containsExactly("tower.onnx", "tower.yaml");
        Path descriptor = out.resolveSibling("tower.yaml");
        assertThat(Files.readString(descriptor))
                .contains(
                        "resize: pil-uint8-bicubic-crop", "mean: [122.77", "scale: [68.50", "{features: image_embeds}");
        Path first = Pictures.npz(folder.resolve("first.npz"), 0, 30);
        Path second = Pictures.npz(folder.resolve("second.npz"), 30, 30);
        Object[] options = {"--extractor", descriptor, "--metrics", "fid"};
        Assay.Ran same = Assay.evaluate(first, first, options);
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.score("fd[tower]")).isCloseTo(0, within(1e-6));
        assertThat(Assay.evaluate(first, second, options).score("fd[tower]")).isGreaterThan(0.01);
    }

    @Test
    void onlyImageTowersBecomeExtractors() throws IOException {
        refused(export("hash", "--part=extractor")).contains("makes no features of images");
    }

    private AbstractStringAssert<?> refused(Assay.Ran ran) throws IOException {
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).startsWith("assay: ").doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        if (Files.isDirectory(out.getParent()) && !out.getParent().equals(folder)) {
            assertThat(outFiles()).isEmpty();
        }
        return assertThat(ran.err());
    }
}
