package dev.assay.datasets.array;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The arrays of a {@code .npz} archive: a zip (or zip64) file with one {@code .npy} member per array. */
public final class Npz {
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * Names of the arrays, without {@code .npy}, in archive order. Members that are no arrays are left out; a name that is
     * there twice or has control characters is refused.
     */
    public static List<String> names(Path file) {
        try (ZipFile zip = openZip(file)) {
            List<String> names = names(zip);
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                check(file, name, seen.add(name));
            }
            return names;
        } catch (IOException e) {
            throw NpyReader.unreadable(file.toString(), e);
        }
    }

    private static void check(Path file, String name, boolean first) {
        String printable = name.replaceAll("\\p{Cc}", "?");
        if (!first || !printable.equals(name)) {
            throw new AssayException(
                    file.toString(),
                    "the array '" + printable + "' "
                            + (first ? "has control characters in its name" : "is there twice"),
                    "every array has a plain name of its own",
                    "save the arrays again");
        }
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith(SUFFIX))
                .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                .toList();
    }

    /** Every array's header by name, in archive order. Arrays of unsupported types are refused. */
    public static Map<String, ArrayHeader> headers(Path file) {
        Map<String, ArrayHeader> headers = new LinkedHashMap<>();
        for (String name : names(file)) {
            try (NpyReader reader = open(file, name)) {
                headers.put(name, reader.header());
            }
        }
        return headers;
    }

    /** Opens one array as a stream. */
    public static NpyReader open(Path file, String name) {
        String where = file + "[" + name + "]";
        boolean opened = false;
        ZipFile zip = openZip(file);
        try {
            ZipEntry entry = zip.getEntry(name + SUFFIX);
            if (entry == null) {
                throw Names.unknown("array", name, names(zip));
            }
            ZipEntryStream in = ZipEntryStream.open(zip, entry);
            NpyReader reader = NpyReader.of(where, in, entry.getSize(), zip);
            opened = true;
            return reader;
        } catch (IOException e) {
            throw NpyReader.unreadable(where, e);
        } finally {
            if (!opened) {
                close(where, zip);
            }
        }
    }

    private static ZipFile openZip(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AssayException(
                    file.toString(), "there is no such file", "a .npz file is needed", "check the path");
        }
        try {
            return new ZipFile(file.toFile());
        } catch (IOException e) {
            throw NpyReader.unreadable(file.toString(), e);
        }
    }

    private static void close(String where, ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw NpyReader.unreadable(where, e);
        }
    }
}
