package dev.assay.datasets;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the names of files and archive members mean: which are pictures, which are allowed, which class they say. */
final class PicturePaths {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "webp");

    private PicturePaths() {}

    /** Whether a path with '/' ends like a picture, in any case, and no part of it is hidden or made by an archiver. */
    static boolean isPicture(String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0 || !EXTENSIONS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT))) {
            return false;
        }
        return Arrays.stream(path.split("/", -1)).noneMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
    }

    /** The member's name without a leading "./"; refuses names that would leave the folder they are unpacked in. */
    static String inside(String archive, String name) {
        String path = name.replace('\\', '/');
        boolean drive = path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
        boolean up = Arrays.asList(path.split("/", -1)).contains("..");
        String printable = printable(name);
        if (!printable.equals(name)) {
            throw new AssayException(
                    archive,
                    "the name of member '" + printable + "' has control characters",
                    "members must have plain relative paths",
                    "do not trust this archive; pack the pictures again");
        }
        if (drive || up || path.startsWith("/")) {
            throw new AssayException(
                    archive,
                    "the member '" + name + "' points outside the archive",
                    "members must have plain relative paths",
                    "do not trust this archive; pack the pictures again");
        }
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        return path;
    }

    /** The name without what could steer a terminal or break a line. */
    static String printable(String name) {
        return name.replaceAll("\\p{Cc}", "?");
    }

    /** What an archive says twice could be read either way. */
    static AssayException twice(String archive, String name) {
        return new AssayException(
                archive,
                "the member '" + name + "' is there twice",
                "every picture has a name of its own",
                "pack the pictures again");
    }

    static AssayException none(String where, long others) {
        return new AssayException(
                where,
                others == 0
                        ? "there are no pictures; it is empty"
                        : "there are no pictures among %d files".formatted(others),
                "png, jpg, jpeg, bmp and webp are read, in any case and depth of folders",
                "check the path");
    }

    /**
     * The class of each picture: the index, in sorted order, of the folder it lies in at the top, below the folders that
     * all of them share. {@link EncodedImage#NO_LABEL} for all where some lie in no such folder.
     */
    static int[] labels(List<String> paths) {
        int shared = sharedFolders(paths);
        List<String> classes = new ArrayList<>(paths.size());
        for (String path : paths) {
            int end = path.indexOf('/', shared);
            if (end < 0) {
                int[] labels = new int[paths.size()];
                Arrays.fill(labels, EncodedImage.NO_LABEL);
                return labels;
            }
            classes.add(path.substring(shared, end));
        }
        List<String> names = List.copyOf(new TreeSet<>(classes));
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            index.put(names.get(i), i);
        }
        return classes.stream().mapToInt(index::get).toArray();
    }

    /** Length of the folders, with their last '/', that start every path. */
    private static int sharedFolders(List<String> paths) {
        String first = paths.get(0);
        int shared = 0;
        for (int slash = first.indexOf('/'); slash >= 0; slash = first.indexOf('/', slash + 1)) {
            String prefix = first.substring(0, slash + 1);
            if (!paths.stream().allMatch(p -> p.startsWith(prefix))) {
                break;
            }
            shared = slash + 1;
        }
        return shared;
    }

    /** What is said about files that were left out, if any. */
    static List<String> notes(long others, String firstOther) {
        return others == 0
                ? List.of()
                : List.of("%d other files left out, the first: %s".formatted(others, printable(firstOther)));
    }

    /** A picture that could not even be read: the reason comes out when it is decoded. */
    static EncodedImage unreadable(String id, int label, BadImageException reason) {
        return new EncodedImage(id, label, () -> {
            throw reason;
        });
    }

    static BadImageException tooLong(String where, long bytes, DecodeOptions options) {
        return new BadImageException(
                where,
                "the picture file has %d bytes".formatted(bytes),
                "at most %d are allowed for %d pixels".formatted(options.maxEncodedBytes(), options.maxPixels()),
                "shrink it, or raise the limit if it is sound");
    }

    static BadImageException unreadable(String where, Exception e) {
        return new BadImageException(
                where,
                "cannot be read: " + printable(PictureDecoder.reason(e)),
                "a whole file is needed",
                "make or copy it again",
                e);
    }
}
