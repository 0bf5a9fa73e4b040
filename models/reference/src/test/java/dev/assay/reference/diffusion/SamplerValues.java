package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.HashFill;

/** The inputs of the values that original samplers gave, the denoiser they were given, and the comparison. */
final class SamplerValues {
    private SamplerValues() {}

    /** The input {@code input.x} of the golden files in double. */
    static double[] input(int count) {
        return Parity.doubles(HashFill.input("input.x", count));
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
        double[] first = Parity.doubles(expected.get("first8"));
        double[] last = Parity.doubles(expected.get("last4"));
        for (int i = 0; i < first.length; i++) {
            assertThat(actual[i]).as("first " + i).isCloseTo(first[i], within(each));
        }
        for (int i = 0; i < last.length; i++) {
            assertThat(actual[actual.length - last.length + i]).as("last " + i).isCloseTo(last[i], within(each));
        }
    }
}
