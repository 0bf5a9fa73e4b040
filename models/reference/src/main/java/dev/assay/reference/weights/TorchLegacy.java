package dev.assay.reference.weights;

import dev.assay.reference.weights.Pickled.Dictionary;
import dev.assay.reference.weights.Pickled.Sequence;
import dev.assay.reference.weights.Pickled.Storage;
import dev.assay.reference.weights.Pickled.Text;
import dev.assay.reference.weights.Pickled.View;
import dev.assay.reference.weights.Pickled.Whole;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checkpoint of PyTorch before 1.6: pickles of a magic number, a version, the machine, the object and the list of
 * storage keys; then for each key the number of elements (int64) and the elements.
 */
final class TorchLegacy implements Checkpoint {
    /** The low 64 bits of 0x1950a86a20f9469cfc6c. */
    private static final long MAGIC = 0xa86a20f9469cfc6cL;

    private static final long VERSION = 1001;

    private final Bytes bytes;
    private final Map<String, View> views;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    private TorchLegacy(Bytes bytes) throws IOException {
        this.bytes = bytes;
        bytes.channel().position(0);
        Counting in = new Counting(new BufferedInputStream(Channels.newInputStream(bytes.channel()), 1 << 16));
        checkHeader(file(), load(in), load(in), load(in));
        Unpickler unpickler = new Unpickler(file(), in);
        this.views = TorchViews.of(file(), unpickler.load());
        if (!(load(in) instanceof Sequence keys)) {
            throw Malformed.file(file(), "no list of storages");
        }
        long position = in.count;
        for (Pickled key : keys.items()) {
            position = locate(key, unpickler.storages(), position);
        }
        views.forEach((name, view) -> {
            if (!offsets.containsKey(view.storage().key())) {
                throw Malformed.file(file(), "no storage for tensor '" + name + "'");
            }
            tensors.put(name, TorchViews.stored(view));
        });
    }

    static TorchLegacy open(Path path) {
        Bytes bytes = Bytes.open(path);
        try {
            return new TorchLegacy(bytes);
        } catch (IOException e) {
            bytes.close();
            throw Malformed.unreadable(bytes.file(), e);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private Pickled load(Counting in) throws IOException {
        return new Unpickler(file(), in).load();
    }

    /** Checks the first three pickles; {@code file} is for messages. */
    static void checkHeader(String file, Pickled magic, Pickled version, Pickled machine) {
        if (!magic.equals(new Whole(MAGIC)) || !version.equals(new Whole(VERSION))) {
            throw Malformed.file(file, "a pickle that is no PyTorch checkpoint");
        }
        if (!(machine instanceof Dictionary d)
                || !new Whole(1).equals(d.entries().get("little_endian"))) {
            throw Malformed.file(file, "numbers in big-endian order");
        }
    }

    /** Notes where a storage begins and gives where the next record begins. */
    private long locate(Pickled key, Map<String, Storage> storages, long position) {
        Storage storage = key instanceof Text text ? storages.get(text.value()) : null;
        if (storage == null) {
            throw Malformed.file(file(), "a storage that the pickle does not name");
        }
        long count = bytes.read(position, Long.BYTES).getLong();
        long start = position + Long.BYTES;
        if (count != storage.count()
                || count > (bytes.size() - start) / storage.type().bytes()) {
            throw Malformed.file(
                    file(),
                    "storage '%s' of %d elements where %d are stated".formatted(storage.key(), count, storage.count()));
        }
        offsets.put(storage.key(), start);
        return start + count * storage.type().bytes();
    }

    @Override
    public String file() {
        return bytes.file();
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        View view = views.get(name);
        int extent = TorchViews.readable(file(), name, view);
        Storage storage = view.storage();
        long from = offsets.get(storage.key()) + view.offset() * storage.type().bytes();
        float[] values = bytes.floats(from, extent, storage.type());
        return TorchViews.gather(view, values, (int) tensors.get(name).elements(file(), name));
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** Counts what has been taken, to know where the pickles end and the numbers begin. */
    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = in.read(into, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
