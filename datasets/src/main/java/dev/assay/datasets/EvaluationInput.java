package dev.assay.datasets;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * What a path holds: pictures, statistics, features, or several of them (an ADM reference npz has pictures and
 * statistics). Formats are told apart by content, not by name.
 *
 * <p>Pictures of a folder and a zip come sorted by path, those of a tar in the archive's own order, those of arrays by
 * index. A picture that cannot be read or decoded throws {@link BadImageException} from its own {@link
 * EncodedImage#decode}, so a reader can list it and go on; any other {@link AssayException} ends the pass.
 */
public interface EvaluationInput {
    /** {@code folder}, {@code zip}, {@code tar}, {@code npz}, {@code npy} or {@code idx}. */
    String kind();

    default Optional<ImageSource> images() {
        return Optional.empty();
    }

    default Optional<Statistics> statistics() {
        return Optional.empty();
    }

    default Optional<FeatureArrays> features() {
        return Optional.empty();
    }

    /** What a user should know about the reading: files left out, values rounded. One sentence each. */
    List<String> notes();

    /** Looks into a path; everything that can be checked without reading all the data is checked. */
    static EvaluationInput open(Path path, DecodeOptions options) {
        if (Files.isDirectory(path)) {
            FolderImages images = new FolderImages(path, options);
            return new PictureInput("folder", images, images.notes());
        }
        if (!Files.isRegularFile(path)) {
            throw new AssayException(
                    path.toString(), "there is no such file or folder", allowed(), "check the path and its spelling");
        }
        try {
            return open(path, start(Files.newInputStream(path)), options);
        } catch (IOException e) {
            throw new AssayException(
                    path.toString(),
                    "cannot be read: " + PictureDecoder.reason(e),
                    allowed(),
                    "check the file and its permissions",
                    e);
        }
    }

    private static String allowed() {
        return "a folder, .zip, .tar, .tar.gz, .npz, .npy or IDX file is read";
    }

    private static EvaluationInput open(Path path, byte[] start, DecodeOptions options) throws IOException {
        if (start.length == 0) {
            throw new AssayException(path.toString(), "the file is empty", allowed(), "make or copy it again");
        }
        if (startsWith(start, 0, "PK")) {
            if (holdsArrays(path)) {
                return new ArrayFile(path, "npz", options);
            }
            ZipImages images = new ZipImages(path, options);
            return new PictureInput("zip", images, images.notes());
        }
        if (startsWith(start, 0, "\u0093NUMPY")) {
            return new ArrayFile(path, "npy", options);
        }
        byte[] plain = start(Gzip.open(path));
        if (startsWith(plain, 0, "\0\0\b")) {
            IdxImages images = new IdxImages(path, options);
            return new PictureInput("idx", images, images.notes());
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (startsWith(plain, 257, "ustar")
                || name.endsWith(".tar")
                || name.endsWith(".tar.gz")
                || name.endsWith(".tgz")) {
            TarImages images = new TarImages(path, options);
            return new PictureInput("tar", images, images.notes());
        }
        boolean picture = PicturePaths.isPicture(name);
        throw new AssayException(
                path.toString(),
                picture ? "this is one picture" : "the content is of no known kind",
                allowed(),
                picture ? "give the folder it lies in" : "convert it, or check that it is whole");
    }

    /** Whether a zip archive is an npz: it has arrays and no pictures. */
    private static boolean holdsArrays(Path path) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            boolean arrays = zip.stream().anyMatch(e -> e.getName().endsWith(".npy"));
            return arrays && zip.stream().noneMatch(e -> PicturePaths.isPicture(e.getName()));
        }
    }

    private static byte[] start(InputStream content) throws IOException {
        try (content) {
            return content.readNBytes(512);
        }
    }

    private static boolean startsWith(byte[] bytes, int at, String magic) {
        int length = magic.length();
        return bytes.length >= at + length && new String(bytes, at, length, StandardCharsets.ISO_8859_1).equals(magic);
    }
}
