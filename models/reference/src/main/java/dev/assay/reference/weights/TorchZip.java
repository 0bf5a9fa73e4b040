package dev.assay.reference.weights;

import dev.assay.reference.weights.Pickled.Storage;
import dev.assay.reference.weights.Pickled.View;
import dev.assay.spec.AssayException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A checkpoint of PyTorch 1.6 or later: a zip with {@code data.pkl} and one entry for each storage. */
final class TorchZip implements Checkpoint {
    private static final int CHUNK = 1 << 20;

    private final String file;
    private final ZipFile zip;
    private final String root;
    private final Map<String, View> views;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private TorchZip(String file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        ZipEntry pickle = pickle();
        this.root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
        checkByteOrder();
        try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
            Unpickler unpickler = new Unpickler(file, in);
            this.views = TorchViews.of(file, unpickler.load());
            unpickler.storages().values().forEach(this::check);
        }
        views.forEach((name, view) -> tensors.put(name, TorchViews.stored(view)));
    }

    static TorchZip open(Path path) {
        String file = String.valueOf(path.getFileName());
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                return new TorchZip(file, zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
    }

    private ZipEntry pickle() {
        List<? extends ZipEntry> found = zip.stream()
                .filter(e -> e.getName().equals("data.pkl") || e.getName().matches("[^/]+/data\\.pkl"))
                .toList();
        if (found.size() != 1) {
            throw new AssayException(
                    file,
                    "a zip with " + found.size() + " data.pkl",
                    "a PyTorch checkpoint has one",
                    "check that this is a checkpoint");
        }
        return found.get(0);
    }

    private void checkByteOrder() throws IOException {
        ZipEntry order = zip.getEntry(root + "byteorder");
        if (order != null) {
            try (InputStream in = zip.getInputStream(order)) {
                String text = new String(in.readNBytes(16), StandardCharsets.US_ASCII);
                if (!text.equals("little")) {
                    throw Malformed.file(file, "numbers in byte order '" + text + "'");
                }
            }
        }
    }

    /** Refuses a storage whose entry is absent or shorter than stated, or swells more than deflate can make it. */
    private void check(Storage storage) {
        ZipEntry entry = entry(storage);
        long needed = storage.count() * storage.type().bytes();
        long swelling = entry.getMethod() == ZipEntry.STORED ? 1 : 1032;
        if (entry.getSize() < needed || entry.getCompressedSize() < needed / swelling) {
            throw Malformed.file(
                    file,
                    "storage '%s' of %d bytes where %d are stated".formatted(storage.key(), entry.getSize(), needed));
        }
    }

    private ZipEntry entry(Storage storage) {
        ZipEntry entry = zip.getEntry(root + "data/" + storage.key());
        if (entry == null) {
            throw Malformed.file(file, "no storage '" + storage.key() + "'");
        }
        return entry;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        View view = views.get(name);
        int extent = TorchViews.readable(file, name, view);
        int width = view.storage().type().bytes();
        float[] values = new float[extent];
        try (InputStream in = zip.getInputStream(entry(view.storage()))) {
            in.skipNBytes(view.offset() * width);
            byte[] chunk = new byte[CHUNK];
            for (int done = 0; done < extent; ) {
                int part = Math.min(extent - done, CHUNK / width);
                if (in.readNBytes(chunk, 0, part * width) < part * width) {
                    throw Malformed.file(file, "tensor '" + name + "' is cut off");
                }
                Numbers.floats(
                        ByteBuffer.wrap(chunk, 0, part * width), view.storage().type(), values, done, part);
                done += part;
            }
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
        return TorchViews.gather(view, values, (int) tensors.get(name).elements(file, name));
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
    }
}
