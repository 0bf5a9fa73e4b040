package dev.assay.local;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.Port;
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

    /**
     * Reads an array of any kind of number.
     *
     * @param as the input it is for, [N,...], whose sizes it must have; where one is {@link Shape#BATCH}, any
     */
    static TextRows read(Path file, String name, Port as) {
        try (NpyReader reader = Npz.open(file, name)) {
            ArrayHeader header = reader.header();
            if (header.rank() != as.shape().rank() || header.fortran() || header.count() < 1) {
                throw new AssayException(
                        reader.where(),
                        "it is " + header.describe(),
                        "a row-major array [texts,...] of %d axes is needed"
                                .formatted(as.shape().rank()),
                        "write it with 'assay models encode'");
            }
            List<Integer> shape = LongStream.of(header.shape())
                    .skip(1)
                    .mapToObj(Math::toIntExact)
                    .toList();
            check(file + ": " + as.name(), shape, as);
            List<float[]> rows = new ArrayList<>();
            for (long i = 0; i < header.shape()[0]; i++) {
                float[] row = new float[shape.stream().reduce(1, Math::multiplyExact)];
                reader.readFloats(row, 0, row.length);
                rows.add(row);
            }
            return new TextRows(shape, rows);
        }
    }

    private static void check(String where, List<Integer> shape, Port as) {
        List<Integer> wanted = as.shape().dims().subList(1, as.shape().rank());
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) != Shape.BATCH && !wanted.get(i).equals(shape.get(i))) {
                throw new AssayException(
                        where,
                        "each text has " + shape,
                        "the network takes " + wanted,
                        "encode texts with the encoder and the rule of the model");
            }
        }
    }

    int count() {
        return rows.size();
    }

    /** The same where the network takes it, or one clear error. */
    TextRows fitting(String where, Port port) {
        check(where, shape, port);
        return this;
    }
}
