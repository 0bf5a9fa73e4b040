package dev.assay.reference.mmdit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.weights.HashFill;
import dev.assay.training.Parameters;
import dev.assay.training.Step;
import dev.assay.training.Torch;
import dev.assay.training.TorchBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the originals gave for tiny networks, groups and a block of a group in float64, against torch here. It lies in the
 * package of the block, which is not public.
 */
class MmditTorchTest {
    private static final Torch TORCH = Torch.start(1);
    private static final int N = 3;

    /** The kinds of number, and what they may be off by of the norm: 3e-6 (waves of 741.5) and 2e-14 were measured. */
    private enum Precision {
        SINGLE(DataType.FLOAT32, 1e-5),
        DOUBLE(DataType.FLOAT64, 1e-12);

        private final DataType type;
        private final double tolerance;

        Precision(DataType type, double tolerance) {
            this.type = type;
            this.tolerance = tolerance;
        }
    }

    static JsonNode golden(String file) {
        try (InputStream in = MmditTorchTest.class.getResourceAsStream("/golden/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Mmdit net(int rows, int columns, boolean qkNorm) {
        return new Mmdit(rows, columns, 16, 2, 128, 2, 2, 8, 8, 5, 24, 32, qkNorm);
    }

    private static Array.Floats named(String name, int... sizes) {
        int count = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
        return new Array.Floats(
                HashFill.input(name, count), Arrays.stream(sizes).asLongStream().toArray());
    }

    private static Map<String, double[]> run(Network network, Precision precision, Map<String, Array> inputs) {
        try (Parameters parameters = Parameters.of(
                        TORCH, ShapeBackend.describe(network).parameters(), new HashFill(), precision.type);
                Step step = TORCH.inference()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            inputs.forEach((name, values) -> arrays.put(name, step.array(values)));
            Map<String, double[]> out = new LinkedHashMap<>();
            TorchBackend.run(step, network, parameters, arrays)
                    .forEach((name, y) -> out.put(
                            name,
                            y.toType(ai.djl.ndarray.types.DataType.FLOAT64, false)
                                    .toDoubleArray()));
            return out;
        }
    }

    /** The tolerance is of the norm, and ten times as much of a typical number. */
    static void compare(String what, JsonNode expected, double[] found, double tolerance) {
        double norm = expected.get("l2").asDouble();
        double each = 10 * tolerance * norm / Math.sqrt(found.length);
        double squares = Arrays.stream(found).map(v -> v * v).sum();
        assertThat(Math.sqrt(squares)).as(what).isCloseTo(norm, within(tolerance * norm));
        assertThat(Arrays.stream(found).sum() / found.length)
                .as(what)
                .isCloseTo(expected.get("mean").asDouble(), within(each));
        assertThat(Arrays.stream(found).map(Math::abs).max().orElseThrow())
                .as(what)
                .isCloseTo(expected.get("absmax").asDouble(), within(each));
        for (int i = 0; i < 8; i++) {
            assertThat(found[i])
                    .as(what)
                    .isCloseTo(expected.get("first8").get(i).asDouble(), within(each));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(found[found.length - 4 + i])
                    .as(what)
                    .isCloseTo(expected.get("last4").get(i).asDouble(), within(each));
        }
    }

    @ParameterizedTest
    @EnumSource
    void networksAreTheOriginals(Precision precision) {
        JsonNode golden = golden("mmdit.json");
        golden.get("cases").properties().forEach(row -> {
            JsonNode example = row.getValue();
            int rows = example.get("x").get(2).asInt();
            int columns = example.get("x").get(3).asInt();
            JsonNode config =
                    golden.get("models").get(example.get("model").asText()).get("config");
            Map<String, Array> inputs = new LinkedHashMap<>();
            inputs.put("x", named("input.x", 2, 16, rows, columns));
            inputs.put("t", new Array.Floats(new float[] {3, 741.5f}, 2));
            inputs.put("context", named("input.context", 2, 5, 24));
            inputs.put("pooled", named("input.pooled", 2, 32));
            Mmdit net = net(rows, columns, !config.get("qk_norm").isNull());
            compare(
                    row.getKey(),
                    example.get("out"),
                    run(net, precision, inputs).get("out"),
                    precision.tolerance);
        });
    }

    @ParameterizedTest
    @EnumSource
    void groupsAreTheOriginals(Precision precision) {
        JsonNode golden = golden("group_attention.json").get("values");
        int compared = 0;
        for (Sight sight : Sight.values()) {
            JsonNode expected = golden.get("mmdit_tiny_n3_t741.5_" + sight.id());
            if (expected != null) {
                MmditGroup group =
                        new MmditGroup(net(8, 8, false), Members.alike(N, 16, 8, 8), List.of(5, 5, 5), sight);
                Map<String, Array> inputs = new LinkedHashMap<>();
                float[] x = HashFill.input("input.x", N * 16 * 64);
                inputs.put("x", new Array.Floats(turned(x, N, 16), 1, 16, 1, N * 64));
                inputs.put("t", new Array.Floats(new float[] {741.5f}, 1));
                inputs.put("share", new Array.Floats(new float[] {1, 1, 1}, 1, N));
                inputs.put("context", named("input.context", 1, N, 5, 24));
                inputs.put("pooled", named("input.pooled", 1, N, 32));
                double[] out = run(group, precision, inputs).get("out");
                for (int i = 0; i < N; i++) {
                    double[] member = new double[16 * 64];
                    for (int c = 0; c < 16; c++) {
                        System.arraycopy(out, (c * N + i) * 64, member, c * 64, 64);
                    }
                    compare(sight + " " + i, expected.get(i), member, precision.tolerance);
                }
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    /** Planes of members of channels as planes of channels of members. */
    private static float[] turned(float[] planes, int members, int channels) {
        float[] turned = new float[planes.length];
        int plane = planes.length / members / channels;
        for (int i = 0; i < members; i++) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(planes, (i * channels + c) * plane, turned, (c * members + i) * plane, plane);
            }
        }
        return turned;
    }

    /** The first block, on tokens of three members. */
    private record Block() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(port("text_tokens", 15), port("image_tokens", 48), port("c", N));
        }

        private static Port port(String name, int rows) {
            return new Port(name, DataType.FLOAT32, Shape.of(Shape.BATCH, rows, 128));
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
            Side texts = new Side(new Runs(List.of(5, 5, 5)), 128, 2, false);
            Side images = new Side(new Runs(List.of(16, 16, 16)), 128, 2, false);
            JointBlock.Tokens tokens = new JointBlock.Tokens(inputs.get("text_tokens"), inputs.get("image_tokens"));
            JointBlock.Tokens out = new JointBlock(texts, images, Sight.GROUP)
                    .apply(s.at("joint_blocks.0"), tokens, inputs.get("c").silu());
            return Map.of("context", out.texts(), "x", out.images());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfAGroupIsTheOriginals(Precision precision) {
        JsonNode golden = golden("group_attention.json").get("values").get("mmdit_block0_n3_group");
        Map<String, Array> inputs = Map.of(
                "text_tokens", named("input.context_tokens", 1, 15, 128),
                "image_tokens", named("input.tokens", 1, 48, 128),
                "c", named("input.c", 1, N, 128));
        run(new Block(), precision, inputs).forEach((side, found) -> {
            for (int i = 0; i < N; i++) {
                double[] own = Arrays.copyOfRange(found, i * found.length / N, (i + 1) * found.length / N);
                compare(side + " " + i, golden.get(side).get(i), own, precision.tolerance);
            }
        });
    }
}
