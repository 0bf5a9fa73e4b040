package dev.assay.reference.weights;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Named tensors in a file, or in several that belong together. Values are read when asked for, not before. */
public interface Checkpoint extends AutoCloseable {
    /** The file's name, for messages. */
    String file();

    /** What is there, by name, in the order of the file. */
    Map<String, StoredTensor> tensors();

    /** The values of a tensor as float32, row-major; wider numbers are rounded. */
    float[] floats(String name);

    @Override
    void close();

    /** What the file says about itself, where its kind can; by key. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /**
     * Opens a file by what it holds: .pth or .pt (both forms), .pkl of EDM, .npz, .safetensors, the index of several
     * .safetensors, or a frozen TensorFlow graph. Of a folder, the index or the only .safetensors in it.
     */
    static Checkpoint open(Path path) {
        return Files.isDirectory(path) ? openFile(Shards.find(path)) : openFile(path);
    }

    private static Checkpoint openFile(Path path) {
        byte[] head = new byte[16];
        int length;
        try (InputStream in = Files.newInputStream(path)) {
            length = in.readNBytes(head, 0, head.length);
        } catch (IOException e) {
            throw Malformed.unreadable(path.toString(), e);
        }
        if (Shards.isIndex(head, length)) {
            return Shards.open(path);
        }
        ByteBuffer start = ByteBuffer.wrap(head, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        if (length >= 4 && start.getInt(0) == 0x04034b50) {
            return zipped(path);
        }
        if (length >= 4 && (start.getInt(0) & 0xFFFFFF) == 0x8a0280) {
            return TorchLegacy.open(path);
        }
        if (length >= 2 && (start.get(0) & 0xFF) == 0x80 && start.get(1) >= 2 && start.get(1) <= 5) {
            return TorchPickle.open(path);
        }
        if (length >= 9 && start.get(8) == '{') {
            return Safetensors.open(path);
        }
        if (length >= 2 && start.get(0) == 0x0a) {
            return FrozenGraph.open(path);
        }
        throw new AssayException(
                path.toString(),
                "not a checkpoint of a known kind",
                "known are .pth and .pt of PyTorch, .pkl of EDM, .npz of NumPy, .safetensors and their index (.index.json), and"
                        + " frozen TensorFlow graphs (.pb)",
                "check the file; a download may have saved a web page instead");
    }

    /** A zip with a pickle is PyTorch's, one with arrays NumPy's. */
    private static Checkpoint zipped(Path path) {
        Archive zip = Archive.open(path);
        try {
            Set<String> entries = zip.entries().keySet();
            if (entries.stream().anyMatch(NumpyZip::isArray) && entries.stream().noneMatch(TorchZip::isPickle)) {
                return new NumpyZip(zip);
            }
            return new TorchZip(zip);
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }
}
