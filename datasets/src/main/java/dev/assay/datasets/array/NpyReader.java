package dev.assay.datasets.array;

import dev.assay.spec.AssayException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One array as a stream: the header at once, then the values in the order of the file, in constant memory whatever the
 * size. Reads format versions 1 to 3 (NumPy enhancement proposal 1) in either byte order.
 *
 * <p>The header is checked against the length of the file before any value is read. Reading the last value also checks
 * that nothing follows it and, inside an archive, that the checksum is right.
 */
public final class NpyReader implements AutoCloseable {
    private static final int MAX_HEADER = 1 << 20;
    private static final int CHUNK = 1 << 16;
    private static final int MAX_WHOLE = Integer.MAX_VALUE - 8;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private final String where;
    private final InputStream in;
    private final Closeable container;
    private final ArrayHeader header;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteBuffer buffer;
    private long remaining;

    private NpyReader(String where, InputStream in, long length, Closeable container) throws IOException {
        this.where = where;
        this.in = in;
        this.container = container;
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !startsWithMagic(start)) {
            throw new AssayException(
                    where, "this is no npy array", "it must begin as numpy.save writes it", "save it again");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new AssayException(
                    where,
                    "npy format version " + version,
                    "versions 1, 2 and 3 are read",
                    "save it with a NumPy of today");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long textLength = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            textLength = textLength << 8 | (size[i] & 0xFF);
        }
        long textStart = 8L + (version == 1 ? 2 : 4);
        if (textLength > MAX_HEADER || textStart + textLength > length) {
            throw new AssayException(
                    where,
                    "the npy header claims %d bytes of a file of %d".formatted(textLength, length),
                    "a header has at most %d bytes".formatted(MAX_HEADER),
                    "save the array again");
        }
        byte[] text = in.readNBytes((int) textLength);
        if (text.length < textLength) {
            throw truncated();
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        header = HeaderText.parse(where, new String(text, charset));
        long present = length - textStart - textLength;
        if (present != header.bytes()) {
            throw new AssayException(
                    where,
                    "the header says %s = %d bytes, but %d follow"
                            .formatted(header.describe(), header.bytes(), present),
                    "header and data must agree",
                    present < header.bytes() ? "the file is truncated: copy it again" : "save the array again");
        }
        remaining = header.count();
        buffer = ByteBuffer.wrap(chunk).order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean startsWithMagic(byte[] start) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** Opens a {@code .npy} file. */
    public static NpyReader open(Path file) {
        try {
            long length = Files.size(file);
            InputStream in = Files.newInputStream(file);
            return of(file.toString(), new BufferedInputStream(in, 1 << 13), length, in);
        } catch (NoSuchFileException e) {
            throw new AssayException(
                    file.toString(), "there is no such file", "a .npy file is needed", "check the path", e);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /** An array of {@code length} bytes, header included; {@code container} is closed with the reader, and on failure. */
    static NpyReader of(String where, InputStream in, long length, Closeable container) {
        boolean opened = false;
        try {
            NpyReader reader = new NpyReader(where, in, length, container);
            opened = true;
            return reader;
        } catch (IOException e) {
            throw unreadable(where, e);
        } finally {
            if (!opened) {
                closeAll(where, in, container);
            }
        }
    }

    /** What messages call this array. */
    public String where() {
        return where;
    }

    public ArrayHeader header() {
        return header;
    }

    /** Values not read yet. */
    public long remaining() {
        return remaining;
    }

    /**
     * The next values as float32; float64 and wide integers are rounded to nearest.
     *
     * @return how many were read: {@code count}, fewer at the end, 0 after it
     */
    public int readFloats(float[] into, int offset, int count) {
        int todo = begin(into.length, offset, count);
        for (int done = 0; done < todo; ) {
            int n = fill(todo - done);
            int to = offset + done;
            switch (header.type()) {
                case FLOAT32 ->
                    buffer.slice(0, 4 * n).order(buffer.order()).asFloatBuffer().get(into, to, n);
                case FLOAT64 -> {
                    for (int i = 0; i < n; i++) {
                        into[to + i] = (float) buffer.getDouble(8 * i);
                    }
                }
                case FLOAT16 -> {
                    for (int i = 0; i < n; i++) {
                        into[to + i] = half(buffer.getShort(2 * i));
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        into[to + i] = integer(i);
                    }
                }
            }
            done += n;
        }
        return todo;
    }

    /** The next values as float64, as {@link #readFloats}. Only int64 beyond 2^53 is rounded. */
    public int readDoubles(double[] into, int offset, int count) {
        int todo = begin(into.length, offset, count);
        for (int done = 0; done < todo; ) {
            int n = fill(todo - done);
            int to = offset + done;
            switch (header.type()) {
                case FLOAT64 ->
                    buffer.slice(0, 8 * n)
                            .order(buffer.order())
                            .asDoubleBuffer()
                            .get(into, to, n);
                case FLOAT32 -> {
                    for (int i = 0; i < n; i++) {
                        into[to + i] = buffer.getFloat(4 * i);
                    }
                }
                case FLOAT16 -> {
                    for (int i = 0; i < n; i++) {
                        into[to + i] = half(buffer.getShort(2 * i));
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        into[to + i] = integer(i);
                    }
                }
            }
            done += n;
        }
        return todo;
    }

    /** The next values of an integer or bool array. */
    public int readLongs(long[] into, int offset, int count) {
        if (header.type().isFloat()) {
            throw wrongType("integers are needed");
        }
        int todo = begin(into.length, offset, count);
        for (int done = 0; done < todo; ) {
            int n = fill(todo - done);
            for (int i = 0; i < n; i++) {
                into[offset + done + i] = integer(i);
            }
            done += n;
        }
        return todo;
    }

    /** The next values of an array of one-byte elements, as they are. */
    public int readBytes(byte[] into, int offset, int count) {
        if (header.type().size() != 1) {
            throw wrongType("uint8 is needed");
        }
        int todo = begin(into.length, offset, count);
        take(into, offset, todo);
        return todo;
    }

    /** All values, row-major and little-endian whatever the order of the file; for a reader that was not read from yet. */
    public NpyArray.Raw readWhole() {
        if (remaining != header.count()) {
            throw new IllegalStateException("%d of %d values are left".formatted(remaining, header.count()));
        }
        if (header.bytes() > MAX_WHOLE) {
            throw wrongType("at most 2 GiB are read at once");
        }
        byte[] values = new byte[(int) header.bytes()];
        take(values, 0, (int) header.count());
        int size = header.type().size();
        if (header.bigEndian()) {
            for (int first = 0; first < values.length; first += size) {
                reverse(values, first, size);
            }
        }
        byte[] rows = header.fortran() && header.rank() > 1 ? rowMajor(values, size) : values;
        return new NpyArray.Raw(rows, header.type(), header.shape());
    }

    private static void reverse(byte[] bytes, int from, int count) {
        for (int i = from, j = from + count - 1; i < j; i++, j--) {
            byte kept = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = kept;
        }
    }

    private byte[] rowMajor(byte[] columns, int size) {
        long[] shape = header.shape();
        byte[] rows = new byte[columns.length];
        int[] index = new int[shape.length];
        for (int to = 0; to < rows.length; to += size) {
            long from = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from = from * shape[axis] + index[axis];
            }
            System.arraycopy(columns, (int) from * size, rows, to, size);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return rows;
    }

    private int begin(int length, int offset, int count) {
        if (offset < 0 || count < 0 || offset > length - count) {
            throw new IndexOutOfBoundsException(
                    "offset %d and count %d in an array of %d".formatted(offset, count, length));
        }
        return (int) Math.min(count, remaining);
    }

    /** Fills the chunk with up to {@code wanted} values; returns how many. */
    private int fill(int wanted) {
        int n = Math.min(wanted, CHUNK / header.type().size());
        take(chunk, 0, n);
        return n;
    }

    private void take(byte[] into, int offset, int values) {
        int bytes = values * header.type().size();
        try {
            if (in.readNBytes(into, offset, bytes) < bytes) {
                throw truncated();
            }
            remaining -= values;
            if (remaining == 0 && values > 0 && in.read() >= 0) {
                throw new AssayException(
                        where,
                        "data follow the " + header.describe() + " of the header",
                        "header and data must agree",
                        "save the array again");
            }
        } catch (IOException e) {
            throw unreadable(where, e);
        }
    }

    private long integer(int i) {
        return switch (header.type()) {
            case UINT8 -> chunk[i] & 0xFF;
            case INT8 -> chunk[i];
            case BOOL -> chunk[i] == 0 ? 0 : 1;
            case INT16 -> buffer.getShort(2 * i);
            case UINT16 -> buffer.getShort(2 * i) & 0xFFFF;
            case INT32 -> buffer.getInt(4 * i);
            case INT64 -> buffer.getLong(8 * i);
            case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException("not an integer: " + header.type());
        };
    }

    /** IEEE 754 binary16 to binary32, exact. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private AssayException truncated() {
        return new AssayException(where, "the array is truncated", "all values must be there", "copy the file again");
    }

    private AssayException wrongType(String needed) {
        return new AssayException(where, "the array is " + header.describe(), needed, "convert it with astype");
    }

    static AssayException unreadable(String where, IOException e) {
        return new AssayException(
                where,
                "cannot be read: " + AssayException.reason(e),
                "a whole file is needed",
                "copy or make the file again",
                e);
    }

    @Override
    public void close() {
        closeAll(where, in, container);
    }

    private static void closeAll(String where, Closeable first, Closeable second) {
        try (second) {
            first.close();
        } catch (IOException e) {
            throw unreadable(where, e);
        }
    }
}
