package dev.assay.local;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.Image;
import dev.assay.datasets.PictureDecoder;
import dev.assay.spec.AssayException;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pictures laid out as {@code <case>/<member>.png}. JPEG, BMP and WebP by their extensions are read, too.
 *
 * @param folder that holds the cases
 */
record CaseFolder(Path folder) implements KnownPictures {
    /** What is said of a picture whose file is not there. */
    static final String ABSENT = "missing";

    private static final List<String> EXTENSIONS = List.of("png", "jpg", "jpeg", "webp", "bmp");

    /**
     * A picture that was looked for.
     *
     * @param image as a list of one or none
     * @param problem why there is none; empty where there is one
     */
    record Found(Optional<Image> image, String problem) {
        static Found missing(String problem) {
            return new Found(Optional.empty(), problem);
        }
    }

    /** The picture of a member, or why there is none. */
    Found find(GroupCase of, Member member) {
        return find(of, member.id());
    }

    /** The picture of that name in a case's folder. */
    Found find(GroupCase of, String name) {
        Path base = folder.resolve(of.id());
        for (String extension : EXTENSIONS) {
            Path file = base.resolve(name + "." + extension);
            if (Files.exists(file)) {
                return read(file);
            }
        }
        return Found.missing(ABSENT);
    }

    private static Found read(Path file) {
        DecodeOptions options = DecodeOptions.DEFAULT;
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 4 * options.maxPixels()) {
                return Found.missing("not a picture file of bearable size");
            }
            return new Found(
                    Optional.of(PictureDecoder.decode(file.toString(), Files.readAllBytes(file), options)), "");
        } catch (BadImageException e) {
            return Found.missing(e.found());
        } catch (IOException e) {
            return Found.missing("cannot be read: " + AssayException.reason(e));
        }
    }

    @Override
    public Optional<Image> picture(GroupCase of, Member member) {
        return find(of, member).image();
    }

    /** The names of the folders in it, sorted. */
    Set<String> folders() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssayException(
                    folder.toString(),
                    "cannot be listed: " + AssayException.reason(e),
                    "a folder of pictures as <case>/<member>.png is needed",
                    "check the path",
                    e);
        }
    }
}
