package dev.assay.datasets;

import dev.assay.spec.AssayException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The pictures in a {@code .tar} or {@code .tar.gz}, in the archive's own order, since it can only be read from front to
 * back. A first pass over the member names gives the count and the labels: those of WebDataset's {@code .cls} members
 * (one integer as text, same name as the picture but for the ending) where there are any, else those of the folders.
 */
final class TarImages implements ImageSource {
    private static final int BLOCK = 512;
    private static final int MAX_CLASS_TEXT = 32;
    /** A compressed archive that grows beyond this and more than {@link #MAX_RATIO} times is a bomb. */
    private static final long FREE_SIZE = 1 << 30;

    private static final long MAX_RATIO = 200;
    /** What may stand before the content of a member: its header and those of a long name or attributes. */
    private static final long MAX_HEADERS = 1 << 20;

    private static final long OUTSIDE_HEADERS = Long.MIN_VALUE;

    private final Path archive;
    private final DecodeOptions options;
    private final List<String> paths = new ArrayList<>();
    private final int[] labels;
    private long others;
    private String firstOther = "";

    TarImages(Path archive, DecodeOptions options) {
        this.archive = archive;
        this.options = options;
        Map<String, Integer> classes = new HashMap<>();
        readNames(classes);
        if (paths.isEmpty()) {
            throw PicturePaths.none(archive.toString(), others);
        }
        labels = classes.isEmpty() ? PicturePaths.labels(paths) : labels(classes);
    }

    private void readNames(Map<String, Integer> classes) {
        Set<String> seen = new HashSet<>();
        try (Tar tar = stream()) {
            for (Optional<TarArchiveEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                TarArchiveEntry entry = next.get();
                String path = PicturePaths.inside(archive.toString(), entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                boolean picture = isPicture(entry, path);
                if (picture && !seen.add(path)) {
                    throw PicturePaths.twice(archive.toString(), path);
                }
                if (picture) {
                    paths.add(path);
                } else if (entry.isFile() && path.endsWith(".cls")) {
                    classes.put(stem(path), classOf(path, tar.in().readNBytes(MAX_CLASS_TEXT)));
                } else {
                    firstOther = others++ == 0 ? path : firstOther;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static boolean isPicture(TarArchiveEntry entry, String path) {
        return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() && PicturePaths.isPicture(path);
    }

    private int classOf(String path, byte[] text) {
        String digits = new String(text, StandardCharsets.US_ASCII).strip();
        try {
            int label = Integer.parseInt(digits);
            if (label >= 0) {
                return label;
            }
        } catch (NumberFormatException e) {
            throw badClass(path, digits, e);
        }
        throw badClass(path, digits, new NumberFormatException("negative"));
    }

    private AssayException badClass(String path, String digits, Exception e) {
        return new AssayException(
                archive + "[" + path + "]",
                "the class is '" + digits + "'",
                "a .cls member holds one integer from 0",
                "pack the data set again",
                e);
    }

    private int[] labels(Map<String, Integer> classes) {
        int[] found = new int[paths.size()];
        Arrays.setAll(found, i -> classes.getOrDefault(stem(paths.get(i)), EncodedImage.NO_LABEL));
        return found;
    }

    private static String stem(String path) {
        return path.substring(0, path.lastIndexOf('.'));
    }

    private Tar stream() throws IOException {
        long limit = Gzip.is(archive) ? Math.max(FREE_SIZE, MAX_RATIO * Files.size(archive)) : Long.MAX_VALUE;
        Watch watch = new Watch(Gzip.open(archive), limit);
        return new Tar(watch, new TarArchiveInputStream(watch, StandardCharsets.UTF_8.name()));
    }

    /** An archive being read. */
    private record Tar(Watch watch, TarArchiveInputStream in) implements AutoCloseable {
        /** The next member, or none after the blocks of zeros that end every archive. */
        Optional<TarArchiveEntry> next() throws IOException {
            while (in.getCurrentEntry() != null && in.skip(Long.MAX_VALUE) > 0) {
                // What is left of the last member is no header of the next one.
            }
            watch.headers = 0;
            Optional<TarArchiveEntry> entry = Optional.ofNullable(in.getNextEntry());
            watch.headers = OUTSIDE_HEADERS;
            if (entry.isEmpty() && watch.zeros < BLOCK) {
                throw new IOException("truncated: it ends without its end blocks");
            }
            return entry;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Stops a compression bomb and endless headers, and sees how many zeros were read last. */
    private static final class Watch extends FilterInputStream {
        private final long limit;
        private long count;
        private long zeros;
        /** Bytes of headers read for the next member; far below 0 outside of headers. */
        private long headers = OUTSIDE_HEADERS;

        Watch(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            if (n > 0) {
                int from = offset + n;
                while (from > offset && into[from - 1] == 0) {
                    from--;
                }
                zeros = from == offset ? zeros + n : offset + n - from;
                advance(n);
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            zeros = 0;
            advance(skipped);
            return skipped;
        }

        private void advance(long n) throws IOException {
            count += n;
            headers += n;
            if (count > limit) {
                throw new IOException("it grows beyond %d bytes: a compression bomb".formatted(limit));
            }
            if (headers > MAX_HEADERS) {
                throw new IOException("the headers of a member have more than %d bytes".formatted(MAX_HEADERS));
            }
        }
    }

    private AssayException unreadable(Exception e) {
        return new AssayException(
                archive.toString(),
                "cannot be read as a tar archive: " + PictureDecoder.reason(e),
                "a whole .tar or .tar.gz is needed",
                "copy or pack it again",
                e);
    }

    @Override
    public String name() {
        return archive.toString();
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(paths.size());
    }

    List<String> notes() {
        return PicturePaths.notes(others, firstOther);
    }

    @Override
    public Reader open() {
        try {
            return new Pass(stream());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private final class Pass implements Reader {
        private final Tar tar;
        private int next;

        Pass(Tar tar) {
            this.tar = tar;
        }

        @Override
        public boolean hasNext() {
            return next < paths.size();
        }

        @Override
        public EncodedImage next() {
            if (!hasNext()) {
                throw new NoSuchElementException(archive.toString());
            }
            String id = paths.get(next);
            int label = labels[next++];
            String where = archive + "[" + id + "]";
            try {
                byte[] encoded = read(where, find(id));
                return new EncodedImage(id, label, () -> PictureDecoder.decode(where, encoded, options));
            } catch (BadImageException e) {
                return PicturePaths.unreadable(id, label, e);
            } catch (IOException | IllegalArgumentException e) {
                throw unreadable(e); // a stream that broke cannot be taken up again
            }
        }

        private TarArchiveEntry find(String id) throws IOException {
            for (Optional<TarArchiveEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                TarArchiveEntry entry = next.get();
                String path = PicturePaths.inside(archive.toString(), entry.getName());
                if (isPicture(entry, path)) {
                    if (path.equals(id)) {
                        return entry;
                    }
                    break;
                }
            }
            throw new IOException("the archive changed while it was read");
        }

        private byte[] read(String where, TarArchiveEntry entry) throws IOException {
            if (entry.isSparse()) {
                throw new BadImageException(where, "a sparse member", "plain members are read", "pack it again");
            }
            if (entry.getSize() > options.maxEncodedBytes()) {
                throw PicturePaths.tooLong(where, entry.getSize(), options);
            }
            byte[] encoded = tar.in().readNBytes((int) entry.getSize());
            if (encoded.length < entry.getSize()) {
                throw new IOException("member " + entry.getName() + " is truncated");
            }
            return encoded;
        }

        @Override
        public void close() {
            try {
                tar.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
