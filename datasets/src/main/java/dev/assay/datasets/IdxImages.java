package dev.assay.datasets;

import dev.assay.spec.AssayException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Grey pictures in the IDX form of MNIST and Fashion-MNIST, plain or gzipped: big-endian magic 0x00000803, N, height,
 * width, then N x height x width bytes. Grey becomes three equal channels. The labels (magic 0x00000801) are read from
 * the file named alike, {@code images-idx3} turned into {@code labels-idx1}, where it is present.
 */
final class IdxImages implements ImageSource {
    static final int IMAGES = 0x00000803;
    static final int LABELS = 0x00000801;

    private final Path file;
    private final int count;
    private final int height;
    private final int width;
    private final byte[] labels;

    IdxImages(Path file, DecodeOptions options) {
        this.file = file;
        try (DataInputStream in = stream(file)) {
            int magic = in.readInt();
            if (magic != IMAGES) {
                throw new AssayException(
                        file.toString(),
                        magic == LABELS ? "these are labels" : "the IDX magic is %08x".formatted(magic),
                        "uint8 pictures of three axes (magic 00000803) are read",
                        magic == LABELS ? "give the images file beside it" : "convert the file");
            }
            count = in.readInt();
            height = in.readInt();
            width = in.readInt();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (count < 1) {
            throw new AssayException(
                    file.toString(),
                    "the file claims %d pictures".formatted(count),
                    "at least 1 is needed",
                    "copy it again");
        }
        PictureDecoder.checkSize(file.toString(), width & 0xFFFFFFFFL, height & 0xFFFFFFFFL, options);
        checkLength(file, 16 + (long) count * height * width);
        labels = companions(file)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(this::readLabels)
                .orElse(new byte[0]);
    }

    private static DataInputStream stream(Path file) throws IOException {
        return new DataInputStream(Gzip.open(file));
    }

    /** The header against the file; of a gzipped file only what no compression can reach is refused here. */
    private static void checkLength(Path file, long wanted) {
        try {
            long length = Files.size(file);
            boolean gzip = Gzip.is(file);
            if (gzip ? wanted / 1032 > length : wanted != length) {
                throw new AssayException(
                        file.toString(),
                        "the header promises %d bytes, the file has %d%s"
                                .formatted(wanted, length, gzip ? " compressed" : ""),
                        "header and data must agree",
                        "copy the file again");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Where labels may lie, best first. */
    private static Stream<Path> companions(Path file) {
        String name = file.getFileName().toString();
        String labelled = name.replace("images", "labels").replace("idx3", "idx1");
        if (labelled.equals(name)) {
            return Stream.of();
        }
        String other = labelled.endsWith(".gz") ? labelled.substring(0, labelled.length() - 3) : labelled + ".gz";
        return Stream.of(file.resolveSibling(labelled), file.resolveSibling(other));
    }

    private byte[] readLabels(Path from) {
        try (DataInputStream in = stream(from)) {
            int magic = in.readInt();
            int length = in.readInt();
            if (magic != LABELS || length != count) {
                throw new AssayException(
                        from.toString(),
                        "magic %08x and %d labels for %d pictures".formatted(magic, length, count),
                        "an IDX label file with one byte per picture is needed",
                        "copy both files again");
            }
            checkLength(from, 8L + count);
            byte[] read = in.readNBytes(count);
            if (read.length < count || in.read() >= 0) {
                throw new IOException("it does not hold %d labels".formatted(count));
            }
            return read;
        } catch (IOException e) {
            throw unreadable(from, e);
        }
    }

    private static AssayException unreadable(Path file, IOException e) {
        return new AssayException(
                file.toString(),
                "cannot be read as IDX: " + PictureDecoder.reason(e),
                "a whole file is needed",
                "copy it again",
                e);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(count);
    }

    List<String> notes() {
        return labels.length == 0 ? List.of("no label file beside it") : List.of();
    }

    @Override
    public Reader open() {
        try {
            DataInputStream in = stream(file);
            try {
                in.skipNBytes(16);
            } catch (IOException e) {
                in.close();
                throw e;
            }
            return new Pass(in);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private final class Pass implements Reader {
        private final DataInputStream in;
        private int next;

        Pass(DataInputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public EncodedImage next() {
            if (!hasNext()) {
                throw new NoSuchElementException(file.toString());
            }
            byte[] grey = new byte[height * width];
            try {
                in.readFully(grey);
                if (next == count - 1 && in.read() >= 0) {
                    throw new IOException("it goes on after its %d pictures".formatted(count));
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
            int label = labels.length == 0 ? EncodedImage.NO_LABEL : labels[next] & 0xFF;
            return new EncodedImage("#" + next++, label, () -> spread(grey));
        }

        private Image spread(byte[] grey) {
            byte[] rgb = new byte[3 * grey.length];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = grey[i / 3];
            }
            return new Image(height, width, rgb);
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
    }
}
