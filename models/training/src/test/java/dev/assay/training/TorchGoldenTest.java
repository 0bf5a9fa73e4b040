package dev.assay.training;

import static dev.assay.reference.dimr.Branch.Blocks.CONVNEXT;
import static dev.assay.reference.dimr.Branch.Blocks.TRANSFORMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.dimr.Branch;
import dev.assay.reference.dimr.Dimr;
import dev.assay.reference.dimr.Norm;
import dev.assay.reference.dit.Dit;
import dev.assay.reference.model.KnownValues;
import dev.assay.reference.model.Models;
import dev.assay.reference.text.ClipActivation;
import dev.assay.reference.text.ClipText;
import dev.assay.reference.uvit.Uvit;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the original implementations gave for tiny networks with weights made of names, in float64, against torch here.
 * Inputs are float32, so that times as -3.2 are off by 3e-8.
 */
class TorchGoldenTest {
    private static final Torch TORCH = Torch.start(1);

    private static final Dimr TWO = new Dimr(
            8,
            4,
            11,
            Norm.TD_RMSN,
            Dimr.Mlp.GLU,
            Dimr.Cascade.ADD,
            List.of(new Branch(TRANSFORMER, 5, 32, 64, 4, 4, 2), new Branch(CONVNEXT, 4, 16, 32, 0, 8, 1)));
    private static final Dimr THREE = new Dimr(
            16,
            3,
            11,
            Norm.TD_LN,
            Dimr.Mlp.GLU,
            Dimr.Cascade.ADD,
            List.of(
                    new Branch(TRANSFORMER, 3, 32, 64, 4, 4, 4),
                    new Branch(CONVNEXT, 3, 16, 32, 0, 8, 2),
                    new Branch(CONVNEXT, 2, 8, 16, 0, 16, 1)));

    /** The kinds of number, and what images and texts may be off by of the norm. */
    private enum Precision {
        SINGLE(DataType.FLOAT32, 1e-5, 1e-6),
        DOUBLE(DataType.FLOAT64, 1e-6, 1e-13);

        private final DataType type;
        private final double tolerance;
        private final double text;

        Precision(DataType type, double tolerance, double text) {
            this.type = type;
            this.tolerance = tolerance;
            this.text = text;
        }
    }

    private static JsonNode golden(String file) {
        try (InputStream in = TorchGoldenTest.class.getResourceAsStream("/golden/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.get(i).asDouble();
        }
        return floats;
    }

    private static Array.Longs labels(JsonNode y) {
        return new Array.Longs(new long[] {y.get(0).asLong(), y.get(1).asLong()}, 2);
    }

    private static Map<String, Array> inputs(int channels, int side, String time, JsonNode times, JsonNode y) {
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put(
                "x", new Array.Floats(HashFill.input("input.x", 2 * channels * side * side), 2, channels, side, side));
        inputs.put(time, new Array.Floats(floats(times), 2));
        inputs.put("y", labels(y));
        return inputs;
    }

    private static void check(
            Network network, Precision precision, Map<String, Array> inputs, Map<String, JsonNode> expected) {
        check(network, precision, inputs, expected, precision.tolerance);
    }

    private static void check(
            Network network,
            Precision precision,
            Map<String, ? extends Array> inputs,
            Map<String, JsonNode> expected,
            double tolerance) {
        var known = ShapeBackend.describe(network).parameters();
        try (Parameters parameters =
                        Parameters.of(TORCH, known, new KnownValues(new HashFill(), known), precision.type);
                Step step = TORCH.inference()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            inputs.forEach((name, values) -> arrays.put(name, step.array(values)));
            Map<String, NDArray> out = TorchBackend.run(step, network, parameters, arrays);
            expected.forEach((name, values) -> compare(name, values, out.get(name), tolerance));
        }
    }

    private static void compare(String name, JsonNode expected, NDArray found, double tolerance) {
        double[] values =
                found.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).toDoubleArray();
        double sum = 0;
        for (double v : values) {
            sum += v * v;
        }
        double norm = expected.get("l2").asDouble();
        assertThat(Math.sqrt(sum)).as(name).isCloseTo(norm, within(tolerance * norm));
        double typical = norm / Math.sqrt(values.length);
        for (int i = 0; i < 8; i++) {
            assertThat(values[i])
                    .as("%s %d", name, i)
                    .isCloseTo(expected.get("first8").get(i).asDouble(), within(10 * tolerance * typical));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(values[values.length - 4 + i])
                    .as("%s, %d before the end", name, 4 - i)
                    .isCloseTo(expected.get("last4").get(i).asDouble(), within(10 * tolerance * typical));
        }
    }

    private static void dimr(String name, Dimr network, Precision precision) {
        for (JsonNode run : golden("dimr.json").get(name).get("runs")) {
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            for (int i = 0; i < network.branches().size(); i++) {
                expected.put(Dimr.output(i), run.get("outputs").get(i));
            }
            check(
                    network,
                    precision,
                    inputs(network.channels(), network.size(), "log_snr", run.get("log_snr"), run.get("y")),
                    expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void dimrIsTheOriginals(Precision precision) {
        dimr("tiny2R_TDRMSN", TWO, precision);
        dimr("tiny3R_LN_rgb", THREE, precision);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void uvitIsTheOriginals(Precision precision) {
        JsonNode run = golden("uvit-dit.json").get("uvit_tiny_cond_conv");
        Uvit network = new Uvit(8, 4, 2, 32, 4, 4, 11, 0, 0, false, true);
        check(network, precision, inputs(4, 8, "timesteps", run.get("t"), run.get("y")), Map.of("out", run));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void ditIsTheOriginals(Precision precision) {
        JsonNode run = golden("uvit-dit.json").get("dit_tiny");
        Dit network = new Dit(8, 4, 2, 32, 3, 4, 11, true);
        check(network, precision, inputs(4, 8, "t", run.get("t"), run.get("y")), Map.of("out", run));
    }

    /** The bucket logarithm aside, all is in float64 here and there: what remains is the rounding of the values given. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void textEncodersAreTheOriginals(Precision precision) {
        JsonNode golden = golden("text_encoders.json");
        JsonNode t5 = golden.get("cases").get("t5_tiny_len12");
        check(
                Models.named("t5-tiny").network(),
                precision,
                Map.of("input_ids", ids(t5.get("tokens")), "attention_mask", ones(2, 12)),
                Map.of("last_hidden_state", t5.get("last_hidden_final_rms")),
                precision.text);
        JsonNode clip = golden.get("cases").get("clip_l_tiny_prompts");
        check(
                new ClipText(77, 49408, 32, 64, 3, 4, ClipActivation.QUICK_GELU, 32),
                precision,
                Map.of("input_ids", ids(golden.get("token_ids").get("clip_l"))),
                Map.of(
                        "penultimate_hidden_state", clip.get("used_hidden_penultimate"),
                        "last_hidden_state", clip.get("last_hidden_final_ln"),
                        "pooler_output", clip.get("pooled_unprojected"),
                        "text_embeds", clip.get("pooled_projected")),
                precision.text);
    }

    private static Array.Longs ids(JsonNode rows) {
        List<Long> all = new ArrayList<>();
        rows.forEach(row -> row.forEach(id -> all.add(id.asLong())));
        return new Array.Longs(
                all.stream().mapToLong(Long::longValue).toArray(), rows.size(), all.size() / rows.size());
    }

    private static Array.Longs ones(int rows, int columns) {
        long[] ones = new long[rows * columns];
        Arrays.fill(ones, 1);
        return new Array.Longs(ones, rows, columns);
    }
}
