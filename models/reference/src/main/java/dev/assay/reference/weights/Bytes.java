package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file read at positions; every read is checked against its length. Safe for several threads. */
final class Bytes implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final String file;
    private final FileChannel channel;
    private final long size;

    private Bytes(String file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
    }

    static Bytes open(Path path) {
        try {
            return new Bytes(String.valueOf(path.getFileName()), FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw Malformed.unreadable(path.toString(), e);
        }
    }

    String file() {
        return file;
    }

    long size() {
        return size;
    }

    FileChannel channel() {
        return channel;
    }

    /** The bytes from {@code offset}, little-endian. */
    ByteBuffer read(long offset, int length) {
        check(offset, length);
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(offset, buffer);
        return buffer.flip();
    }

    /** {@code count} numbers from {@code offset} as float32. */
    float[] floats(long offset, long count, DataType type) {
        if (count > Integer.MAX_VALUE - 8) {
            throw Malformed.file(file, "a tensor of " + count + " elements");
        }
        check(offset, count * type.bytes());
        float[] values = new float[(int) count];
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, count * type.bytes()));
        int done = 0;
        while (done < count) {
            int part = (int) Math.min(count - done, CHUNK / type.bytes());
            chunk.clear().limit(part * type.bytes());
            fill(offset + (long) done * type.bytes(), chunk);
            Numbers.floats(chunk.flip(), type, values, done, part);
            done += part;
        }
        return values;
    }

    private void check(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw Malformed.file(
                    file, "data at byte %d of length %d, but the file ends at %d".formatted(offset, length, size));
        }
    }

    private void fill(long offset, ByteBuffer buffer) {
        try {
            while (buffer.hasRemaining()) {
                int n = channel.read(buffer, offset + buffer.position());
                if (n < 0) {
                    throw new EOFException("the file became shorter");
                }
            }
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
    }
}
