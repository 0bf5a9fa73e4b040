package dev.assay.datasets;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * The pictures in a folder and all folders below it, sorted by relative path with '/' (char by char). Links are followed;
 * one that leads back to a folder above is left out.
 */
final class FolderImages implements ImageSource {
    private final Path folder;
    private final DecodeOptions options;
    private final List<Picture> pictures = new ArrayList<>();
    private final int[] labels;
    private long others;
    private String firstOther = "";

    /**
     * A picture file.
     *
     * @param id its path in the folder with '/', as text
     * @param file which that text cannot always name: it may have bytes that are no characters
     */
    private record Picture(String id, Path file) {}

    FolderImages(Path folder, DecodeOptions options) {
        this.folder = folder;
        this.options = options;
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Collector());
        } catch (IOException e) {
            String inside = e instanceof FileSystemException f ? f.getFile() + ": " : "";
            throw new AssayException(
                    folder.toString(),
                    "cannot be listed: " + inside + AssayException.reason(e),
                    "every folder below it must be readable",
                    "check the permissions",
                    e);
        }
        if (pictures.isEmpty()) {
            throw PicturePaths.none(folder.toString(), others);
        }
        pictures.sort(Comparator.comparing(Picture::id).thenComparing(Picture::file));
        labels = PicturePaths.labels(pictures.stream().map(Picture::id).toList());
    }

    /**
     * The path in the folder with '/'. Java reads names in the character set of the environment; what that cannot read
     * (every letter with an accent under LANG=C) is read as UTF-8.
     */
    private String id(Path file) {
        String text = folder.relativize(file).toString();
        if (text.indexOf('\uFFFD') < 0) {
            return text.replace(file.getFileSystem().getSeparator(), "/");
        }
        return folder.toUri().relativize(file.toUri()).getPath();
    }

    private final class Collector extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // A link that leads nowhere is a bad picture, not an absent one.
            add(file, attributes.isRegularFile() || attributes.isSymbolicLink());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
                add(file, false);
            } else {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        private void add(Path file, boolean readable) {
            String path = id(file);
            if (readable && PicturePaths.isPicture(path)) {
                pictures.add(new Picture(path, file));
            } else {
                firstOther = others == 0 || path.compareTo(firstOther) < 0 ? path : firstOther;
                others++;
            }
        }
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(pictures.size());
    }

    List<String> notes() {
        return PicturePaths.notes(others, firstOther);
    }

    @Override
    public Reader open() {
        return new Pass();
    }

    private final class Pass implements Reader {
        private int next;

        @Override
        public boolean hasNext() {
            return next < pictures.size();
        }

        @Override
        public EncodedImage next() {
            if (!hasNext()) {
                throw new NoSuchElementException(folder.toString());
            }
            String id = pictures.get(next).id();
            Path file = pictures.get(next).file();
            int label = labels[next++];
            String where = PicturePaths.printable(folder + "/" + id);
            try {
                long size = Files.size(file);
                if (size > options.maxEncodedBytes()) {
                    throw PicturePaths.tooLong(where, size, options);
                }
                byte[] encoded = Files.readAllBytes(file);
                return new EncodedImage(id, label, () -> PictureDecoder.decode(where, encoded, options));
            } catch (IOException e) {
                return PicturePaths.unreadable(id, label, PicturePaths.unreadable(where, e));
            } catch (BadImageException e) {
                return PicturePaths.unreadable(id, label, e);
            }
        }

        @Override
        public void close() {}
    }
}
