package dev.assay.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.model.KnownValues;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Outputs of networks in ONNX Runtime, and what the originals gave for the same weights and inputs. */
public final class Parity {
    /** What the brief of the parity values allows for float32: relative to the norm. Measured: up to 8e-7. */
    public static final double TOLERANCE = 1e-5;

    private Parity() {}

    /** A file of {@code golden}. */
    public static JsonNode golden(String file) {
        try (InputStream in = Parity.class.getResourceAsStream("/golden/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The outputs of a network that is written to a file in the folder and run on one thread. */
    public static Map<String, float[]> run(
            Network network, Weights weights, OnnxFile.Form form, Path folder, Map<String, ? extends Array> inputs)
            throws IOException {
        return run(network, weights, form, DataType.FLOAT32, folder, inputs);
    }

    /** The same in half precision inside if asked. */
    public static Map<String, float[]> run(
            Network network,
            Weights weights,
            OnnxFile.Form form,
            DataType number,
            Path folder,
            Map<String, ? extends Array> inputs)
            throws IOException {
        Path file = Files.createTempFile(folder, "network", ".onnx");
        OnnxFile.write(network, weights, file, new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, number));
        try (OnnxSession session = OnnxSession.open(file, new SessionOptions(1, Device.CPU))) {
            return session.runFloats(inputs);
        }
    }

    /** Values by name: those of the parity files, and known ones where a tensor is not learnt. */
    public static Weights fill(Network network) {
        return new KnownValues(new HashFill(), ShapeBackend.describe(network).parameters());
    }

    /** The input {@code input.x} of the parity files. */
    public static Array.Floats x(int... sizes) {
        Shape shape = Shape.of(sizes);
        return new Array.Floats(
                HashFill.input("input.x", (int) shape.elements()),
                shape.dims().stream().mapToLong(Integer::longValue).toArray());
    }

    /** Numbers in double. */
    public static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /** Numbers of one record of a golden file. */
    public static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        Arrays.setAll(values, i -> array.get(i).asDouble());
        return values;
    }

    /** The same as floats. */
    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    /** The same as longs. */
    public static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        Arrays.setAll(values, i -> array.get(i).asLong());
        return values;
    }

    /** Norm, mean, greatest element, and first and last elements of an output. */
    public static void assertSummary(String what, JsonNode expected, float[] actual) {
        assertThat(actual).as(what).hasSize(elements(expected));
        double norm = norm(actual);
        assertThat(norm).as("%s, norm", what).isCloseTo(expected.get("l2").asDouble(), within(TOLERANCE * norm));
        double mean = 0;
        double greatest = 0;
        for (float v : actual) {
            mean += v / (double) actual.length;
            greatest = Math.max(greatest, Math.abs(v));
        }
        double typical = norm / Math.sqrt(actual.length);
        assertThat(mean).as("%s, mean", what).isCloseTo(expected.get("mean").asDouble(), within(TOLERANCE * typical));
        assertThat(greatest)
                .as("%s, greatest", what)
                .isCloseTo(expected.get("absmax").asDouble(), within(TOLERANCE * greatest));
        assertClose(what + ", first", doubles(expected.get("first8")), Arrays.copyOf(actual, 8));
        assertClose(
                what + ", last",
                doubles(expected.get("last4")),
                Arrays.copyOfRange(actual, actual.length - 4, actual.length));
    }

    /** The norm of the difference over the norm, at most {@link #TOLERANCE}. */
    public static void assertClose(String what, double[] expected, float[] actual) {
        assertThat(actual).as(what).hasSize(expected.length);
        assertThat(distance(expected, actual)).as(what).isLessThanOrEqualTo(TOLERANCE);
    }

    /** The norm of the difference over the norm of what is expected. */
    public static double distance(double[] expected, float[] actual) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (expected[i] - actual[i]) * (expected[i] - actual[i]);
            size += expected[i] * expected[i];
        }
        return Math.sqrt(difference / size);
    }

    public static double norm(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    private static int elements(JsonNode expected) {
        int count = 1;
        for (JsonNode size : expected.get("shape")) {
            count *= size.asInt();
        }
        return count;
    }
}
