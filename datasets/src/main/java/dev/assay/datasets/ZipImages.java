package dev.assay.datasets;

import dev.assay.datasets.array.ZipEntryStream;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The pictures in a zip archive, sorted by name as in a folder. Nothing is ever unpacked to disk. */
final class ZipImages implements ImageSource {
    /** A member above this size that shrank more than {@link #MAX_RATIO} times is a bomb, not a picture. */
    private static final long FREE_SIZE = 1 << 24;

    private static final long MAX_RATIO = 200;

    private final Path archive;
    private final DecodeOptions options;
    private final List<String> paths;
    private final List<String> members;
    private final int[] labels;
    private final long others;
    private final String firstOther;

    ZipImages(Path archive, DecodeOptions options) {
        this.archive = archive;
        this.options = options;
        TreeMap<String, String> pictures = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        long left = 0;
        String firstLeft = "";
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Iterator<? extends ZipEntry> i = zip.stream().iterator(); i.hasNext(); ) {
                ZipEntry entry = i.next();
                String path = PicturePaths.inside(archive.toString(), entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                if (!seen.add(path)) {
                    throw PicturePaths.twice(archive.toString(), path);
                }
                if (PicturePaths.isPicture(path)) {
                    pictures.put(path, entry.getName());
                } else {
                    firstLeft = left++ == 0 ? path : firstLeft;
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (pictures.isEmpty()) {
            throw PicturePaths.none(archive.toString(), left);
        }
        paths = List.copyOf(pictures.keySet());
        members = List.copyOf(pictures.values());
        labels = PicturePaths.labels(paths);
        others = left;
        firstOther = firstLeft;
    }

    private AssayException unreadable(IOException e) {
        return new AssayException(
                archive.toString(),
                "cannot be read as a zip archive: " + PictureDecoder.reason(e),
                "a whole zip or zip64 file is needed",
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
            return new Pass(new ZipFile(archive.toFile()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private final class Pass implements Reader {
        private final ZipFile zip;
        private int next;

        Pass(ZipFile zip) {
            this.zip = zip;
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
            String member = members.get(next);
            int label = labels[next++];
            String where = archive + "[" + id + "]";
            try {
                byte[] encoded = read(where, member);
                return new EncodedImage(id, label, () -> PictureDecoder.decode(where, encoded, options));
            } catch (IOException e) {
                return PicturePaths.unreadable(id, label, PicturePaths.unreadable(where, e));
            } catch (BadImageException e) {
                return PicturePaths.unreadable(id, label, e);
            }
        }

        private byte[] read(String where, String member) throws IOException {
            ZipEntry entry = zip.getEntry(member);
            if (entry == null) {
                throw new IOException("the archive changed while it was read");
            }
            long size = entry.getSize();
            if (size > options.maxEncodedBytes()) {
                throw PicturePaths.tooLong(where, size, options);
            }
            if (size > FREE_SIZE && size / MAX_RATIO > entry.getCompressedSize()) {
                throw new BadImageException(
                        where,
                        "%d bytes shrank to %d: a zip bomb".formatted(size, entry.getCompressedSize()),
                        "members above 16 MiB may shrink up to %d times".formatted(MAX_RATIO),
                        "do not trust this archive");
            }
            try (InputStream in = ZipEntryStream.open(zip, entry)) {
                byte[] encoded = in.readNBytes((int) size);
                if (in.read() >= 0) {
                    throw new IOException("the member is longer than the archive says");
                }
                return encoded;
            }
        }

        @Override
        public void close() {
            try {
                zip.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
