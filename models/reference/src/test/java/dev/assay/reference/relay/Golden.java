package dev.assay.reference.relay;

import dev.assay.spec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Values of the published code with formula weights and noise, run in float64 where not said otherwise
 * (THUDM/RelayDiffusion a97877f, NVlabs/edm 008a4e5, torch 1.13).
 */
final class Golden {
    private Golden() {}

    /** The numbers of a .npy file of little-endian float64, row-major. */
    static double[] array(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(read(name + ".npy")).order(ByteOrder.LITTLE_ENDIAN);
        int start = 10 + bytes.getShort(8);
        double[] values = new double[(bytes.capacity() - start) / Double.BYTES];
        bytes.position(start)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }

    /** A value of rdm.json by its keys. */
    static Object value(String... path) {
        Object value = Json.read("rdm.json", new String(read("rdm.json"), StandardCharsets.UTF_8), Map.class);
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
                .flatMapToDouble(v -> v instanceof Number n
                        ? java.util.stream.DoubleStream.of(n.doubleValue())
                        : java.util.Arrays.stream(flat((List<?>) v)))
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

    private static byte[] read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/rdm/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
