package dev.assay.reference.relay;

import dev.assay.reference.Golden;
import dev.assay.spec.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Values of the published code with formula weights and noise, run in float64 where not said otherwise
 * (THUDM/RelayDiffusion a97877f, NVlabs/edm 008a4e5, torch 1.13).
 */
final class RdmValues {
    private RdmValues() {}

    /** The numbers of an array, row-major. */
    static double[] array(String name) {
        return Golden.doubles("rdm/" + name + ".npy");
    }

    /** A value of rdm.json by its keys. */
    static Object value(String... path) {
        Object value = Json.read("rdm.json", Golden.text("rdm/rdm.json"), Map.class);
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    static double number(String... path) {
        return ((Number) value(path)).doubleValue();
    }

    /** A list of numbers, or of such lists, in order. */
    static double[] numbers(String... path) {
        return flat((List<?>) value(path));
    }

    private static double[] flat(List<?> values) {
        return values.stream()
                .flatMapToDouble(v ->
                        v instanceof Number n ? DoubleStream.of(n.doubleValue()) : Arrays.stream(flat((List<?>) v)))
                .toArray();
    }

    /** The noise of call j: sqrt(2) sin(12.9898 (i + 1) + 78.233 (j + 1)) at place i of the batch. */
    static double[] noise(int call, int count) {
        double[] noise = new double[count];
        for (int i = 0; i < count; i++) {
            noise[i] = Math.sqrt(2) * Math.sin(12.9898 * (i + 1) + 78.233 * (call + 1));
        }
        return noise;
    }
}
