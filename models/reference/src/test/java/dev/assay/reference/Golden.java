package dev.assay.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values of the original implementations, from the folder {@code golden}. */
public final class Golden {
    private Golden() {}

    private static byte[] bytes(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file. */
    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** The fields of each line of a table. */
    public static List<List<String>> table(String name) {
        return text(name).lines().map(line -> List.of(line.split("\t", -1))).toList();
    }

    /** The numbers of an array of float64, row-major. */
    public static double[] doubles(String name) {
        ByteBuffer file = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        int start = 10 + file.getShort(8);
        double[] values = new double[(file.capacity() - start) / Double.BYTES];
        file.position(start)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }
}
