package dev.assay.reference.weights;

import dev.assay.reference.weights.Pickled.Storage;
import dev.assay.reference.weights.Pickled.View;
import dev.assay.spec.AssayException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;

/** A checkpoint of PyTorch 1.6 or later: a zip with {@code data.pkl} and one entry for each storage. */
final class TorchZip implements Checkpoint {
    private static final String PICKLE = "data.pkl";

    private final Archive zip;
    private final String root;
    private final Map<String, View> views;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /** Reads the pickle of an archive, which this closes with itself. */
    TorchZip(Archive zip) {
        this.zip = zip;
        String pickle = pickle();
        this.root = pickle.substring(0, pickle.length() - PICKLE.length());
        try {
            checkByteOrder();
            try (InputStream in = new BufferedInputStream(zip.open(zip.entries().get(pickle)))) {
                Unpickler unpickler = new Unpickler(file(), in);
                this.views = TorchViews.of(file(), unpickler.load());
                unpickler.storages().values().forEach(this::check);
            }
        } catch (IOException e) {
            throw Malformed.unreadable(file(), e);
        }
        views.forEach((name, view) -> tensors.put(name, TorchViews.stored(view)));
    }

    /** Whether an entry is the pickle of a checkpoint. */
    static boolean isPickle(String entry) {
        return entry.equals(PICKLE) || entry.matches("[^/]+/data\\.pkl");
    }

    private String pickle() {
        List<String> found =
                zip.entries().keySet().stream().filter(TorchZip::isPickle).toList();
        if (found.size() != 1) {
            throw new AssayException(
                    file(),
                    "a zip with " + found.size() + " data.pkl and no arrays",
                    "a PyTorch checkpoint has one, a NumPy archive only arrays",
                    "check that this is a checkpoint");
        }
        return found.get(0);
    }

    private void checkByteOrder() throws IOException {
        ZipEntry order = zip.entries().get(root + "byteorder");
        if (order != null) {
            try (InputStream in = zip.open(order)) {
                String text = new String(in.readNBytes(16), StandardCharsets.US_ASCII);
                if (!text.equals("little")) {
                    throw Malformed.file(file(), "numbers in byte order '" + text + "'");
                }
            }
        }
    }

    private void check(Storage storage) {
        zip.check(
                "storage '" + storage.key() + "'",
                entry(storage),
                storage.count() * storage.type().bytes());
    }

    private ZipEntry entry(Storage storage) {
        ZipEntry entry = zip.entries().get(root + "data/" + storage.key());
        if (entry == null) {
            throw Malformed.file(file(), "no storage '" + storage.key() + "'");
        }
        return entry;
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
        View view = views.get(name);
        Storage storage = view.storage();
        int extent = TorchViews.readable(file(), name, view);
        long offset = view.offset() * storage.type().bytes();
        float[] values = zip.floats(entry(storage), offset, extent, storage.type(), ByteOrder.LITTLE_ENDIAN);
        return TorchViews.gather(view, values, (int) tensors.get(name).elements(file(), name));
    }

    @Override
    public void close() {
        zip.close();
    }
}
