package dev.assay.reference.weights;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;

/**
 * A checkpoint in NumPy's {@code .npz}: a zip with one {@code .npy} entry for each tensor, named after it. Other entries,
 * and arrays of text or pickled objects, are read past.
 */
final class NumpyZip implements Checkpoint {
    private static final String SUFFIX = ".npy";

    private final Archive zip;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, NpyHeader> headers = new HashMap<>();

    /** Reads the headers of an archive, which this closes with itself. */
    NumpyZip(Archive zip) {
        this.zip = zip;
        zip.entries().forEach((entry, unused) -> {
            if (isArray(entry)) {
                add(entry.substring(0, entry.length() - SUFFIX.length()));
            }
        });
        if (tensors.isEmpty()) {
            throw Malformed.file(file(), "no arrays of numbers");
        }
    }

    /** Whether an entry is an array. */
    static boolean isArray(String entry) {
        return entry.endsWith(SUFFIX);
    }

    private void add(String name) {
        ZipEntry entry = entry(name);
        NpyHeader header;
        try (InputStream in = zip.open(entry)) {
            header = NpyHeader.read(file(), name, in);
        } catch (IOException e) {
            throw Malformed.unreadable(file(), e);
        }
        if (header.numeric()) {
            StoredTensor tensor = header.tensor(file(), name);
            long bytes = tensor.elements(file(), name) * tensor.type().bytes();
            zip.check("array '" + name + "'", entry, header.length() + bytes);
            if (entry.getSize() != header.length() + bytes) {
                throw Malformed.file(
                        file(),
                        "array '%s' %s with %d bytes".formatted(name, tensor, entry.getSize() - header.length()));
            }
            tensors.put(name, tensor);
            headers.put(name, header);
        }
    }

    private ZipEntry entry(String name) {
        return zip.entries().get(name + SUFFIX);
    }

    @Override
    public String file() {
        return zip.file();
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        NpyHeader header = headers.get(name);
        StoredTensor tensor = tensors.get(name);
        long elements = tensor.elements(file(), name);
        if (elements > Integer.MAX_VALUE - 8) {
            throw Malformed.file(file(), "a tensor of " + elements + " elements");
        }
        float[] values = zip.floats(entry(name), header.length(), (int) elements, tensor.type(), header.order());
        return header.fortran()
                ? Strided.gather(values, tensor.sizes(), Strided.columnMajor(tensor.sizes()), (int) elements)
                : values;
    }

    @Override
    public void close() {
        zip.close();
    }
}
