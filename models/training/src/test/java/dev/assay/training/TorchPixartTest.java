package dev.assay.training;

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
import dev.assay.reference.group.Members.Size;
import dev.assay.reference.group.Sight;
import dev.assay.reference.pixart.Block;
import dev.assay.reference.pixart.Mixing;
import dev.assay.reference.pixart.Pixart;
import dev.assay.reference.pixart.PixartGroup;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PixArt and its groups in torch against what the original and NumPy gave in float64. */
class TorchPixartTest {
    private static final Torch TORCH = Torch.start(1);

    private static final Pixart TINY = new Pixart(8, 8, 4, 2, 32, 2, 4, 6, 16, 8, 1, false, true);
    private static final Pixart SIZED = new Pixart(8, 8, 4, 2, 48, 2, 4, 6, 16, 8, 1, true, true);
    private static final Members ALIKE = Members.alike(3, 4, 8, 8);
    private static final Members MIXED = new Members(4, List.of(new Size(8, 8), new Size(8, 12), new Size(12, 8)));
    private static final float[] MASK = {1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0};

    /** The kinds of number, and what a number may be off by of the typical one. */
    private enum Precision {
        SINGLE(DataType.FLOAT32, 1e-4),
        DOUBLE(DataType.FLOAT64, 1e-12);

        private final DataType type;
        private final double tolerance;

        Precision(DataType type, double tolerance) {
            this.type = type;
            this.tolerance = tolerance;
        }
    }

    private static JsonNode golden(String file) {
        try (InputStream in = TorchPixartTest.class.getResourceAsStream("/golden/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Array.Floats input(String name, int... shape) {
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return floats(HashFill.input(name, count), shape);
    }

    private static Array.Floats floats(float[] values, int... shape) {
        return new Array.Floats(values, Arrays.stream(shape).mapToLong(d -> d).toArray());
    }

    /** The pixels of images, [4,height,width] each, as those of a group. */
    private static float[] row(Members members, List<float[]> images) {
        int places = members.image().dim(2);
        float[] row = new float[4 * places];
        for (int i = 0; i < images.size(); i++) {
            int plane = images.get(i).length / 4;
            for (int c = 0; c < 4; c++) {
                System.arraycopy(images.get(i), c * plane, row, c * places + members.start(i), plane);
            }
        }
        return row;
    }

    private static Map<String, Array> group(Members members, List<float[]> images, float... times) {
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", floats(row(members, images), 1, 4, 1, members.image().dim(2)));
        inputs.put("t", floats(new float[] {1}, 1));
        inputs.put("share", floats(times, 1, 3));
        inputs.put("caption", input("input.y", 1, 3, 6, 16));
        inputs.put("mask", floats(MASK, 1, 3, 6));
        inputs.put("csize", floats(new float[] {512, 512, 512, 768, 768, 512}, 1, 3, 2));
        inputs.put("ar", floats(new float[] {1, 0.6667f, 1.5f}, 1, 3, 1));
        return inputs;
    }

    private static Map<String, Array> alike(float... times) {
        float[] x = HashFill.input("input.x", 3 * 256);
        List<float[]> images =
                List.of(Arrays.copyOf(x, 256), Arrays.copyOfRange(x, 256, 512), Arrays.copyOfRange(x, 512, 768));
        return group(ALIKE, images, times);
    }

    private static Map<String, Array> mixed() {
        List<float[]> images = List.of(
                HashFill.input("input.x0", 256), HashFill.input("input.x1", 384), HashFill.input("input.x2", 384));
        return group(MIXED, images, 741.5f, 741.5f, 741.5f);
    }

    private static double[] run(Network network, Precision precision, Map<String, Array> inputs) {
        var known = ShapeBackend.describe(network).parameters();
        try (Parameters parameters = Parameters.of(TORCH, known, new HashFill(), precision.type);
                Step step = TORCH.inference()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            network.inputs().forEach(port -> arrays.put(port.name(), step.array(inputs.get(port.name()))));
            NDArray out = TorchBackend.run(step, network, parameters, arrays).get("out");
            return out.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).toDoubleArray();
        }
    }

    private static void assertRecord(JsonNode expected, double[] found, Precision precision) {
        double norm = expected.get("l2").asDouble();
        double sum = 0;
        for (double v : found) {
            sum += v * v;
        }
        double typical = norm / Math.sqrt(found.length);
        assertThat(Math.sqrt(sum)).isCloseTo(norm, within(precision.tolerance * norm));
        for (int i = 0; i < 8; i++) {
            assertThat(found[i])
                    .isCloseTo(expected.get("first8").get(i).asDouble(), within(precision.tolerance * typical));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(found[found.length - 4 + i])
                    .isCloseTo(expected.get("last4").get(i).asDouble(), within(precision.tolerance * typical));
        }
    }

    /** An output [1,8,1,P] member by member. */
    private static void assertMembers(JsonNode expected, Members members, double[] out, Precision precision) {
        int places = members.image().dim(2);
        for (int i = 0; i < members.count(); i++) {
            int plane = members.start(i + 1) - members.start(i);
            double[] member = new double[8 * plane];
            for (int c = 0; c < 8; c++) {
                System.arraycopy(out, c * places + members.start(i), member, c * plane, plane);
            }
            assertRecord(expected.get(i), member, precision);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBaseIsTheOriginals(Precision precision) {
        Map<String, Array> inputs = Map.of(
                "x", input("input.x", 2, 4, 8, 8),
                "t", floats(new float[] {3, 741.5f}, 2),
                "caption", input("input.y", 2, 6, 16),
                "mask", floats(Arrays.copyOf(MASK, 12), 2, 6));
        JsonNode golden =
                golden("pixart.json").get("cases").get("pixart_masked").get("out");
        assertRecord(golden, run(TINY, precision, inputs), precision);
    }

    @ParameterizedTest
    @EnumSource
    void groupsAreThoseOfTheParityFile(Precision precision) {
        JsonNode golden = golden("group_attention.json").get("values");
        for (Sight sight : List.of(Sight.GROUP, Sight.INDEPENDENT)) {
            assertMembers(
                    golden.get("pixart_tiny_n3_t741.5_" + sight.id()),
                    ALIKE,
                    run(new PixartGroup(TINY, ALIKE, sight), precision, alike(741.5f, 741.5f, 741.5f)),
                    precision);
        }
    }

    @ParameterizedTest
    @EnumSource
    void timesAndSizesMayDiffer(Precision precision) {
        JsonNode golden = golden("pixart/groups.json").get("cases");
        double[] times = run(new PixartGroup(TINY, ALIKE, Sight.GROUP), precision, alike(3, 741.5f, 400.25f));
        assertMembers(golden.get("times"), ALIKE, times, precision);
        double[] sizes = run(new PixartGroup(TINY, MIXED, Sight.GROUP), precision, mixed());
        assertMembers(golden.get("mixed"), MIXED, sizes, precision);
        double[] told = run(new PixartGroup(SIZED, MIXED, Sight.GROUP), precision, mixed());
        assertMembers(golden.get("mixed_sizes"), MIXED, told, precision);
    }

    /** One block of three images. */
    private record OneBlock() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(
                    new Port("tokens", DataType.FLOAT32, Shape.of(3, 16, 32)),
                    new Port("captions", DataType.FLOAT32, Shape.of(3, 6, 32)),
                    new Port("mask", DataType.FLOAT32, Shape.of(3, 6)),
                    new Port("t0", DataType.FLOAT32, Shape.of(3, 6, 32)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> in) {
            Tensor hidden = Block.Condition.hiding(s, in.get("mask"), 16);
            Block.Condition condition = new Block.Condition(in.get("t0"), in.get("captions"), hidden);
            Mixing group = Mixing.of(Sight.GROUP, List.of(3));
            return Map.of(
                    "out",
                    new Block(32, 4)
                            .apply(s.at("blocks.0"), List.of(in.get("tokens")), List.of(condition), group)
                            .get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockIsThatOfTheParityFile(Precision precision) {
        Map<String, Array> inputs = Map.of(
                "tokens", input("input.tokens", 3, 16, 32),
                "captions", input("input.caption_tokens", 3, 6, 32),
                "mask", floats(MASK, 3, 6),
                "t0", input("input.t0", 3, 6, 32));
        double[] out = run(new OneBlock(), precision, inputs);
        JsonNode golden = golden("group_attention.json").get("values").get("pixart_block0_n3_group");
        for (int i = 0; i < 3; i++) {
            assertRecord(golden.get(i), Arrays.copyOfRange(out, i * 512, (i + 1) * 512), precision);
        }
    }
}
