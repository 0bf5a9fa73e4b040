package dev.assay.datasets.array;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.ZipOutputStream;

/**
 * Writes pictures of one size into a {@code .npz} as they come: {@code arr_0} uint8 [N,height,width,3], the form of the
 * ADM evaluator, and {@code arr_1} int64 [N] where labels are given. N need not be known; memory is constant but for
 * the labels. The file appears when the writer is closed after {@link #finish}.
 */
public final class NpzImageWriter implements AutoCloseable {
    /** Room for any shape, since the count is written last. */
    private static final int HEADER = 128;

    private final Path file;
    private final int height;
    private final int width;
    private final Path pixels;
    private final OutputStream out;
    private long[] labels = new long[16];
    private int labelled;
    private long count;

    private NpzImageWriter(Path file, int height, int width) throws IOException {
        this.file = file;
        this.height = height;
        this.width = width;
        pixels = NewFile.part(file);
        out = new BufferedOutputStream(Files.newOutputStream(pixels), 1 << 16);
        out.write(new byte[HEADER]);
    }

    public static NpzImageWriter create(Path file, int height, int width) {
        try {
            return new NpzImageWriter(file, height, width);
        } catch (IOException e) {
            throw NewFile.unwritable(file, e);
        }
    }

    /** Adds a picture, uint8 [height,width,3], without a label. */
    public void add(byte[] rgb) {
        if (rgb.length != 3L * height * width) {
            throw new IllegalArgumentException("a picture of %d x %d needs %d bytes, got %d"
                    .formatted(height, width, 3L * height * width, rgb.length));
        }
        try {
            out.write(rgb);
        } catch (IOException e) {
            throw NewFile.unwritable(file, e);
        }
        count++;
    }

    /** Adds a picture with its class. Either all pictures have one or none. */
    public void add(byte[] rgb, long label) {
        add(rgb);
        if (labelled == labels.length) {
            labels = Arrays.copyOf(labels, 2 * labelled);
        }
        labels[labelled++] = label;
    }

    /** Completes the archive. Without this call {@link #close} leaves nothing behind. */
    public void finish() {
        if (labelled != 0 && labelled != count) {
            throw new IllegalStateException("%d of %d pictures have a label".formatted(labelled, count));
        }
        try {
            out.close();
            byte[] header = NpyWriter.header(ElementType.UINT8, new long[] {count, height, width, 3}, HEADER);
            try (FileChannel channel = FileChannel.open(pixels, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(header), 0);
            }
            NewFile.write(file, this::pack);
        } catch (IOException e) {
            throw NewFile.unwritable(file, e);
        }
    }

    private void pack(OutputStream packed) throws IOException {
        NpyWriter.Measure measure = new NpyWriter.Measure();
        Files.copy(pixels, measure);
        ZipOutputStream zip = new ZipOutputStream(packed);
        zip.putNextEntry(NpyWriter.stored("arr_0", measure.count, measure.crc.getValue()));
        Files.copy(pixels, zip);
        zip.closeEntry();
        if (labelled > 0) {
            NpyWriter.put(zip, "arr_1", NpyArray.of(Arrays.copyOf(labels, labelled), labelled));
        }
        zip.finish();
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw NewFile.unwritable(file, e);
        } finally {
            NewFile.discard(pixels);
        }
    }
}
