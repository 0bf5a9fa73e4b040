package dev.assay.reference.weights;

import dev.assay.graph.FileHash;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of a file with weights, and the rule of torch.hub: {@code name-6726825d.pth} states how its hash begins. Eight
 * or more digits without a letter are taken for a date.
 */
public final class WeightFile {
    private static final Pattern STATED = Pattern.compile(".*-(?=[0-9]*[a-f])([0-9a-f]{8,64})\\.[a-z]+");

    private WeightFile() {}

    /** All files that a path stands for: the file, or of a folder or an index the index and the files that it names. */
    public static List<Path> files(Path path) {
        Path file = Files.isDirectory(path) ? Shards.find(path) : path;
        byte[] head = new byte[8];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(head, 0, head.length);
        } catch (IOException e) {
            throw Malformed.unreadable(file.toString(), e);
        }
        return Shards.isIndex(head, length) ? Shards.files(file) : List.of(file);
    }

    /**
     * SHA-256 of all files that a path stands for, lower-case hex, after checking it against the beginning that the path's
     * name may state.
     */
    public static String verify(Path file) {
        String sha256 = FileHash.sha256(files(file));
        Matcher stated = STATED.matcher(String.valueOf(file.getFileName()));
        if (stated.matches() && !sha256.startsWith(stated.group(1))) {
            throw new AssayException(
                    file.toString(),
                    "its SHA-256 is " + sha256,
                    "it must begin with " + stated.group(1) + " as the file's name says",
                    "the file is incomplete or altered: fetch it again");
        }
        return sha256;
    }
}
