package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.Image;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.ReferenceMode;
import dev.assay.reference.group.Referencing;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Parts;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Groups from encoded texts, with references drawn by the benchmark. */
class TextGroupSampleTest {
    private static final String TASK = "colorization";

    @TempDir
    private Path folder;

    private static List<GroupCase> cases(int first) {
        return GroupBenchmarks.named("group-benchmark").task(TASK).cases().subList(0, first);
    }

    private static int members(int first) {
        return cases(first).stream().mapToInt(GroupCase::n).sum();
    }

    /** Random arrays [count,...]. */
    private Path texts(String name, int count, int seed, Map<String, long[]> shapes) {
        Map<String, Array> arrays = new TreeMap<>();
        Random random = new Random(seed);
        shapes.forEach((array, shape) -> {
            float[] values = new float[count * (int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            for (int i = 0; i < values.length; i++) {
                values[i] = array.equals("mask") ? 1 : (float) random.nextGaussian();
            }
            long[] whole = new long[shape.length + 1];
            whole[0] = count;
            System.arraycopy(shape, 0, whole, 1, shape.length);
            arrays.put(array, new Array.Floats(values, whole));
        });
        Path file = folder.resolve(name + ".npz");
        NpzTensors.write(file, arrays);
        return file;
    }

    private Path captions(String name, int count, int seed) {
        return texts(name, count, seed, Map.of("caption", new long[] {12, 32}, "mask", new long[] {12}));
    }

    private Path contexts(String name, int count, int seed) {
        return texts(name, count, seed, Map.of("context", new long[] {24, 64}, "pooled", new long[] {56}));
    }

    private static Assay.Ran sample(Path model, Object... options) {
        Object[] fixed = {"groups", "sample", model, "-w", "hash", "--autoencoder-weights", "hash", "--task", TASK};
        Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        return Assay.run(all);
    }

    /** The pictures of the first cases, one after the other. */
    private List<byte[]> made(int first, Path model, Object... options) throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        Object[] all = Arrays.copyOf(options, options.length + 4);
        System.arraycopy(new Object[] {"--first", first, "--out", out}, 0, all, options.length, 4);
        Assay.Ran ran = sample(model, all);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(out.resolve(TASK + ".png")).isNotEmptyFile();
        List<byte[]> files = new ArrayList<>();
        for (GroupCase one : cases(first)) {
            for (var member : one.members()) {
                files.add(Files.readAllBytes(out.resolve(one.id()).resolve(member.id() + ".png")));
            }
        }
        return files;
    }

    @Test
    void promptsAreEncodedAndSampledByThreeCommands() throws IOException {
        Path prompts = folder.resolve("prompts.txt");
        assertThat(Assay.run("groups", "prompts", "--task", TASK, "--first", 2, "--out", prompts)
                        .code())
                .isZero();
        List<String> wanted = cases(2).stream()
                .flatMap(c -> c.members().stream())
                .map(m -> m.prompt())
                .toList();
        assertThat(Prompts.read(prompts)).isEqualTo(wanted);
        assertThat(folder.resolve("prompts.txt.index.json"))
                .content()
                .contains(cases(2).get(1).id(), cases(2).get(1).members().get(0).id());
        Path encoded = encode("texts", prompts);
        Path none = encode("none", Files.writeString(folder.resolve("none.txt"), "\n"));
        List<byte[]> made = made(2, TinyModels.pixartGroup(folder), "--texts", encoded, "--no-text", none);
        assertThat(made).hasSize(members(2));
    }

    private Path encode(String name, Path texts) throws IOException {
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), EncodeCommandTest.TOKENIZER);
        Path out = folder.resolve(name + ".npz");
        Assay.Ran ran = Assay.run(
                "models",
                "encode",
                "t5-tiny",
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

    @Test
    void neitherBatchNorThreadsChangeAPictureAndReferencesAreShownAsTheAutoencoderHasThem() throws IOException {
        Path model = TinyModels.pixartGroup(folder);
        Path texts = captions("texts", members(3), 1);
        Path none = captions("none", 1, 2);
        List<byte[]> one = made(3, model, "--texts", texts, "--no-text", none, "--batch", 1, "--threads", 1);
        List<byte[]> three = made(3, model, "--texts", texts, "--no-text", none, "--batch", 3, "--threads", 2);
        assertThat(three).containsExactlyElementsOf(one);
        Members.Size size = new Members.Size(8, 8);
        GroupCase first = cases(1).get(0);
        assertThat(first.members().get(0).given()).isTrue();
        Image reference =
                new DrawnPictures().picture(first, first.members().get(0)).orElseThrow();
        try (LatentCode code = code(Models.read(model))) {
            Path again = folder.resolve("again.png");
            PngFile.write(again, code.picture(code.numbers(reference, size), size));
            assertThat(again).hasBinaryContent(one.get(0));
        }
        List<byte[]> alone = made(3, model, "--texts", texts, "--no-text", none, "--system", "independent");
        assertThat(alone.get(0)).isEqualTo(one.get(0));
        assertThat(alone.get(1)).isNotEqualTo(one.get(1));
        List<byte[]> shuffled = made(3, model, "--texts", texts, "--no-text", none, "--system", "shuffled");
        assertThat(shuffled.get(1)).isNotEqualTo(one.get(1));
    }

    private LatentCode code(Model model) {
        WeightOptions weights = CommandLine.populateCommand(new WeightOptions(), "--autoencoder-weights=hash");
        return new LatentCode(model, weights, new SessionOptions(1, Device.CPU), folder);
    }

    /** Of three members, the second given; in another number of members than the model was configured with. */
    @Test
    void latentsOfReferencesAreKeptBitForBit() {
        for (Path file : List.of(TinyModels.pixartGroup(folder), TinyModels.mmditGroup(folder))) {
            Model model = Models.read(file);
            GroupNetwork configured = (GroupNetwork) model.network();
            GroupNetwork network = configured.with(configured.members().alike(3), Sight.GROUP);
            boolean flow = model.diffusion().prediction().equals("flow");
            Path texts = flow ? contexts("texts", 3, 1) : captions("texts", 3, 1);
            EncodedTexts told = EncodedTexts.read(Conditions.ports(network), List.of(texts), Map.of());
            Path onnx = folder.resolve(model.name() + ".onnx");
            OnnxFile.write(
                    Parts.denoiser(new Model(model.config(), network), false),
                    new HashFill(),
                    onnx,
                    new OnnxFile.Options(OnnxFile.Storage.AUTO, OnnxFile.Form.CPU, DataType.FLOAT32));
            Image picture = TinyGroups.noise(7);
            try (LatentCode code = code(model);
                    OnnxSession session = OnnxSession.open(onnx, new SessionOptions(1, Device.CPU))) {
                for (ReferenceMode mode : List.of(ReferenceMode.REPLACE, ReferenceMode.CLEAN)) {
                    GroupSampling making = new GroupSampling(
                            model.diffusion(),
                            Samplers.named(flow ? "euler" : "ddim", Map.of("steps", 3)),
                            new Guidance.None(),
                            GroupSystem.GROUP,
                            new Referencing(mode, 1, 1),
                            3,
                            told,
                            code);
                    double[] made =
                            making.sample(session, network, List.of(new GroupSampling.Group(4, 0, Map.of(1, picture))));
                    Members.Size size = network.members().sizes().get(1);
                    assertThat(GroupSampling.member(made, network.members(), 0, 1))
                            .containsExactly(code.numbers(picture, size));
                    assertThat(GroupSampling.member(made, network.members(), 0, 0))
                            .isNotEqualTo(code.numbers(picture, size));
                    double[] second = making.sample(
                            session,
                            network,
                            List.of(
                                    new GroupSampling.Group(9, 0, Map.of(1, picture)),
                                    new GroupSampling.Group(4, 0, Map.of(1, picture))));
                    assertThat(Arrays.copyOfRange(second, made.length, 2 * made.length))
                            .containsExactly(made);
                }
            }
        }
    }

    /** As one exported network, and one decoder for each size. */
    @Test
    void aGroupIsDecodedMemberByMember() {
        Model model = Models.read(TinyModels.mmditGroup(folder));
        Members members = new Members(4, List.of(new Members.Size(8, 4), new Members.Size(4, 8)));
        Model mixed = new Model(model.config(), ((GroupNetwork) model.network()).with(members, Sight.GROUP));
        Path onnx = folder.resolve("group-decoder.onnx");
        OnnxFile.write(Parts.decoder(mixed, true), new HashFill(), onnx, OnnxFile.Options.USUAL);
        float[] z = new float[4 * 64];
        Random random = new Random(1);
        double[] groups = random.doubles(z.length, -1, 1).map(x -> (float) x).toArray();
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) groups[i];
        }
        try (LatentCode code = code(mixed);
                OnnxSession session = OnnxSession.open(onnx, new SessionOptions(1, Device.CPU))) {
            Map<String, Array> images = session.run(Map.of("z", new Array.Floats(z, 1, 4, 1, 64)));
            for (int m = 0; m < 2; m++) {
                Image alone = code.picture(
                        GroupSampling.member(groups, members, 0, m),
                        members.sizes().get(m));
                Array.Raw image = (Array.Raw) images.get("image_" + (m + 1));
                assertThat(image.shape()).containsExactly(1, alone.height(), alone.width(), 3);
                assertThat(alone.height() / 4).isEqualTo(members.sizes().get(m).height());
                byte[] rgb = alone.rgb();
                for (int i = 0; i < rgb.length; i++) {
                    // float32 in another order of sums: a grey level at most, where the value is between two.
                    assertThat(Math.abs((image.bytes()[i] & 0xFF) - (rgb[i] & 0xFF)))
                            .isLessThanOrEqualTo(1);
                }
            }
        }
    }

    @Test
    void everyWayOfReferencesKeepsThem() throws IOException {
        Path model = TinyModels.mmditGroup(folder);
        Path texts = contexts("texts", members(1), 1);
        Path none = contexts("none", 1, 2);
        List<byte[]> usual = made(1, model, "--texts", texts, "--no-text", none);
        for (List<String> way : List.of(
                List.of("--references", "replace-resample"),
                List.of("--references", "clean-t0"),
                List.of("--strength", "0.5"))) {
            List<byte[]> made = made(1, model, "--texts", texts, "--no-text", none, way.get(0), way.get(1));
            assertThat(made.get(0)).as(way.toString()).isEqualTo(usual.get(0));
            assertThat(made.get(1)).as(way.toString()).isNotEqualTo(usual.get(1));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Path model = TinyModels.pixartGroup(folder);
        Path texts = captions("texts", members(1), 1);
        Path none = captions("none", 1, 2);
        refused(sample(model, "--first", 1)).contains("--texts");
        refused(sample(model, "--first", 2, "--texts", texts, "--no-text", none))
                .contains("%d texts".formatted(members(1)))
                .contains("have %d members".formatted(members(2)));
        refused(sample(model, "--first", 1, "--texts", texts)).contains("nothing stands for no text");
        refused(sample(model, "--first", 1, "--texts", contexts("other", members(1), 1)))
                .contains("no array caption");
        refused(sample(model, "--first", 1, "--texts", texts, "--no-text", none, "--strength", 2))
                .contains("strength");
        refused(sample(model, "--first", 1, "--texts", texts, "--no-text", none, "--references", "replace-resample"))
                .contains("euler");
        refused(sample(TinyModels.pixart(folder), "--first", 1, "--texts", texts))
                .contains("makes no groups");
    }

    private static AbstractStringAssert<?> refused(Assay.Ran ran) {
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err().lines()).as(ran.err()).hasSize(1);
        return assertThat(ran.err());
    }
}
