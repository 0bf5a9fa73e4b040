package dev.assay.reference.weights;

import dev.assay.reference.weights.Pickled.Blob;
import dev.assay.reference.weights.Pickled.Sequence;
import dev.assay.reference.weights.Pickled.Storage;
import dev.assay.reference.weights.Pickled.Text;
import dev.assay.reference.weights.Pickled.View;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint that Python's own pickle wrote, as EDM's: modules with the source of their classes, which is passed over,
 * and storages as bytes within the pickle, each a checkpoint of {@link TorchLegacy}'s kind. The bytes stay in the file
 * until a tensor is asked for.
 */
final class TorchPickle implements Checkpoint {
    /** Longer than the pickles before the numbers of a storage. */
    private static final int LONGEST_HEADER = 4096;

    private final Bytes bytes;
    private final Map<String, View> views;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<Long, Storage> storages = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    private TorchPickle(Bytes bytes) throws IOException {
        this.bytes = bytes;
        bytes.channel().position(0);
        BufferedInputStream in = new BufferedInputStream(Channels.newInputStream(bytes.channel()), 1 << 16);
        this.views = TorchViews.of(file(), new Unpickler(file(), in, this::storage).load());
        views.forEach((name, view) -> {
            if (!offsets.containsKey(view.storage().key())) {
                throw Malformed.file(file(), "no storage for tensor '" + name + "'");
            }
            tensors.put(name, TorchViews.stored(view));
        });
    }

    static TorchPickle open(Path path) {
        Bytes bytes = Bytes.open(path);
        try {
            return new TorchPickle(bytes);
        } catch (IOException e) {
            bytes.close();
            throw Malformed.unreadable(bytes.file(), e);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** The storage that bytes of the pickle hold; its numbers are known by where they begin. */
    private Storage storage(Blob blob) {
        Storage known = storages.get(blob.position());
        if (known != null) {
            return known;
        }
        int length = (int) Math.min(LONGEST_HEADER, blob.length());
        byte[] head = bytes.read(blob.position(), length).array();
        try {
            Storage storage = located(blob, new ByteArrayInputStream(head), length);
            storages.put(blob.position(), storage);
            return storage;
        } catch (IOException e) {
            throw Malformed.unreadable(file(), e);
        }
    }

    private Storage located(Blob blob, ByteArrayInputStream in, int length) throws IOException {
        TorchLegacy.checkHeader(file(), load(in), load(in), load(in));
        if (!(load(in) instanceof Storage stated)) {
            throw Malformed.file(file(), "bytes that are no storage");
        }
        if (!(load(in) instanceof Sequence keys) || !keys.items().equals(List.of(new Text(stated.key())))) {
            throw Malformed.file(file(), "a storage without its key");
        }
        int header = length - in.available();
        long start = blob.position() + header + Long.BYTES;
        long room = blob.length() - header - Long.BYTES;
        long count = room < 0 ? -1 : bytes.read(start - Long.BYTES, Long.BYTES).getLong();
        if (count != stated.count() || count > room / stated.type().bytes()) {
            throw Malformed.file(
                    file(),
                    "a storage of %d elements in %d bytes, %d are stated".formatted(count, room, stated.count()));
        }
        String key = "@" + start;
        offsets.put(key, start);
        return new Storage(stated.type(), key, stated.first(), stated.count());
    }

    private Pickled load(ByteArrayInputStream in) throws IOException {
        return new Unpickler(file(), in).load();
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
}
