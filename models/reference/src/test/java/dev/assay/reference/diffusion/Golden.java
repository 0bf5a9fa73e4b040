package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Values that the original implementations gave, and the formula of the inputs they gave them for. */
final class Golden {
    private Golden() {}

    static JsonNode read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    /** The hash input of a name: float32 numbers between -sqrt(3) and sqrt(3). */
    static double[] input(String name, int count) {
        long h = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            long z = h + (i + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            values[i] = (float) (Math.sqrt(3) * (2 * ((z >>> 40) * 0x1p-24) - 1));
        }
        return values;
    }

    /** eps(x, t) = 0.6 x cos 2t + 0.1 sin 5t + 0.2 tanh x. */
    static double[] noise(double[] x, double t) {
        double[] noise = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            noise[i] = 0.6 * x[i] * Math.cos(2 * t) + 0.1 * Math.sin(5 * t) + 0.2 * Math.tanh(x[i]);
        }
        return noise;
    }

    /** Compares with a record of norm, mean, largest, first and last numbers; the tolerance is relative to the norm. */
    static void assertMatches(double[] actual, JsonNode expected, double tolerance) {
        double squares = 0;
        double sum = 0;
        double largest = 0;
        for (double v : actual) {
            squares += v * v;
            sum += v;
            largest = Math.max(largest, Math.abs(v));
        }
        double norm = expected.get("l2").asDouble();
        double each = tolerance * norm / Math.sqrt(actual.length);
        assertThat(Math.sqrt(squares)).as("l2").isCloseTo(norm, within(tolerance * norm));
        assertThat(sum / actual.length)
                .as("mean")
                .isCloseTo(expected.get("mean").asDouble(), within(each));
        assertThat(largest).as("absmax").isCloseTo(expected.get("absmax").asDouble(), within(each));
        double[] first = numbers(expected.get("first8"));
        double[] last = numbers(expected.get("last4"));
        for (int i = 0; i < first.length; i++) {
            assertThat(actual[i]).as("first " + i).isCloseTo(first[i], within(each));
        }
        for (int i = 0; i < last.length; i++) {
            assertThat(actual[actual.length - last.length + i]).as("last " + i).isCloseTo(last[i], within(each));
        }
    }
}
