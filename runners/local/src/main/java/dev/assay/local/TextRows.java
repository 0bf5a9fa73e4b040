package dev.assay.local;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An array of numbers for each of some texts, apart since those of all may be more than one array can hold.
 *
 * @param shape of one text's
 * @param rows row-major, one for each text; not copied, do not modify
 */
record TextRows(List<Integer> shape, List<float[]> rows) {
    /** The first of these names that an archive has; empty if it has none. */
    static Optional<String> name(Path file, List<String> names) {
        List<String> there = Npz.names(file);
        return names.stream().filter(there::contains).findFirst();
    }

    /** Reads an array [texts,...] of some number of axes, of any kind of number. */
    static TextRows read(Path file, String name, int axes) {
        try (NpyReader reader = Npz.open(file, name)) {
            ArrayHeader header = reader.header();
            long[] dims = header.shape();
            long each = LongStream.of(dims).skip(1).reduce(1, Math::multiplyExact);
            if (header.rank() != axes || header.fortran() || dims[0] < 1 || each < 1 || each > Integer.MAX_VALUE - 8) {
                throw new AssayException(
                        reader.where(),
                        "it is " + header.describe(),
                        "a row-major array [texts,...] of %d axes is needed".formatted(axes),
                        "write it with 'assay models encode'");
            }
            List<float[]> rows = new ArrayList<>();
            for (long i = 0; i < dims[0]; i++) {
                float[] row = new float[(int) each];
                reader.readFloats(row, 0, row.length);
                rows.add(row);
            }
            return new TextRows(
                    LongStream.of(dims).skip(1).mapToObj(Math::toIntExact).toList(), rows);
        }
    }

    int count() {
        return rows.size();
    }

    /** The same where the network takes it, or one clear error. */
    TextRows fitting(String where, Shape port) {
        List<Integer> wanted = port.dims().subList(1, port.rank());
        if (!shape.equals(wanted)) {
            throw new AssayException(
                    where,
                    "each text has " + shape,
                    "the network takes " + wanted,
                    "encode texts with the encoder and the rule of the model");
        }
        return this;
    }
}
