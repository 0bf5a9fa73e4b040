package dev.assay.local;

import dev.assay.datasets.array.ElementType;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.spec.AssayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What goes into and comes out of a network as npz archives, a named array for each. Kinds of number are kept, but for
 * float64 where float32 is wanted and int32 where int64 is, which are converted with a note.
 */
final class NpzTensors {
    private NpzTensors() {}

    /** All arrays of an archive. Whether they are what the network takes is left to the session. */
    static Map<String, Array> read(Path file, List<Port> inputs, Consumer<String> notes) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (String name : Npz.names(file)) {
            Optional<DataType> wanted = inputs.stream()
                    .filter(p -> p.name().equals(name))
                    .map(Port::type)
                    .findFirst();
            try (NpyReader reader = Npz.open(file, name)) {
                NpyArray.Raw raw = reader.readWhole();
                DataType type = type(reader.where(), raw.type());
                if (wanted.equals(Optional.of(DataType.FLOAT32)) && type == DataType.FLOAT64) {
                    notes.accept(name + ": float64 rounded to float32");
                    arrays.put(name, rounded(reader.where(), raw));
                } else if (wanted.equals(Optional.of(DataType.INT64)) && type == DataType.INT32) {
                    notes.accept(name + ": int32 widened to int64");
                    arrays.put(name, widened(raw));
                } else {
                    arrays.put(name, array(raw, type));
                }
            }
        }
        return arrays;
    }

    private static DataType type(String where, ElementType type) {
        return Arrays.stream(DataType.values())
                .filter(t -> t.word().equals(type.toString()))
                .findFirst()
                .orElseThrow(() -> new AssayException(
                        where, "holds " + type, "networks take no such numbers", "convert it with astype"));
    }

    private static Array array(NpyArray.Raw raw, DataType type) {
        return switch (type) {
            case FLOAT32 -> {
                float[] values = new float[raw.length()];
                raw.buffer().asFloatBuffer().get(values);
                yield new Array.Floats(values, raw.shape());
            }
            case INT64 -> {
                long[] values = new long[raw.length()];
                raw.buffer().asLongBuffer().get(values);
                yield new Array.Longs(values, raw.shape());
            }
            default -> new Array.Raw(raw.bytes(), type, raw.shape());
        };
    }

    private static Array rounded(String where, NpyArray.Raw raw) {
        float[] values = new float[raw.length()];
        for (int i = 0; i < values.length; i++) {
            double exact = raw.buffer().getDouble(i * Double.BYTES);
            values[i] = (float) exact;
            if (Float.isInfinite(values[i]) && Double.isFinite(exact)) {
                throw new AssayException(
                        where, "holds " + exact, "the network takes float32, up to 3.4e38", "scale the numbers");
            }
        }
        return new Array.Floats(values, raw.shape());
    }

    private static Array widened(NpyArray.Raw raw) {
        long[] values = new long[raw.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = raw.buffer().getInt(i * Integer.BYTES);
        }
        return new Array.Longs(values, raw.shape());
    }

    /** Writes an archive; bfloat16, which NumPy has not, as float32. */
    static void write(Path file, Map<String, Array> arrays) {
        Map<String, NpyArray> named = new TreeMap<>();
        arrays.forEach((name, array) -> named.put(name, numpy(array)));
        NpyWriter.writeNpz(file, named);
    }

    private static NpyArray numpy(Array array) {
        if (array instanceof Array.Floats f) {
            return NpyArray.of(f.values(), f.shape());
        }
        if (array instanceof Array.Longs l) {
            return NpyArray.of(l.values(), l.shape());
        }
        Array.Raw raw = (Array.Raw) array;
        if (raw.type() == DataType.BFLOAT16) {
            return NpyArray.of(wide(raw.bytes()), raw.shape());
        }
        return NpyArray.of(raw.bytes(), ElementType.valueOf(raw.type().name()), raw.shape());
    }

    /** A bfloat16 is the upper half of a float32. */
    private static float[] wide(byte[] bytes) {
        float[] values = new float[bytes.length / 2];
        ByteBuffer halves = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(halves.getShort() << 16);
        }
        return values;
    }
}
