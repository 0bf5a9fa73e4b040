package dev.assay.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of tensors at offsets divisible by 4096, so that ONNX Runtime can map them into memory. */
final class ExternalData implements AutoCloseable {
    private static final int ALIGNMENT = 4096;

    private final FileChannel channel;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    ExternalData(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Adds values and gives the offset of the first, in bytes. */
    long append(String name, float[] values, DataType type) {
        try {
            long offset = (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            position = offset;
            for (int done = 0; done < values.length; ) {
                int count = Math.min(values.length - done, chunk.capacity() / type.bytes());
                OnnxTensors.put(name, values, done, done + count, type, chunk.clear());
                chunk.flip();
                while (chunk.hasRemaining()) {
                    position += channel.write(chunk, position);
                }
                done += count;
            }
            return offset;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
