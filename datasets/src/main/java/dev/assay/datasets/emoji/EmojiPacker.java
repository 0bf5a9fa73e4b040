package dev.assay.datasets.emoji;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the files of the embedded data set from the npm packages {@code emoji-datasource-VENDOR}: a pack of pictures for
 * each vendor, the index and the checksums. Equal packages give equal files on one Java version; deflate of another may
 * write other bytes for the same pixels. How to run it is told beside the files.
 */
public final class EmojiPacker {
    private EmojiPacker() {}

    /** {@code FOLDER PACKAGE.tgz...}: packs the packages into the folder. Exit code 2 if that cannot be done. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: EmojiPacker FOLDER PACKAGE.tgz...");
            System.exit(2);
        }
        try {
            List<Path> packages = Arrays.stream(args).skip(1).map(Path::of).toList();
            System.out.println(pack(packages, Path.of(args[0])) + " pictures packed into " + args[0]);
        } catch (AssayException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Packs and returns the number of pictures.
     *
     * @param packages npm packages of one version, one for each vendor
     * @param folder where to write; files of the same names are replaced
     */
    public static int pack(List<Path> packages, Path folder) throws IOException {
        List<Tarball> vendors = packages.stream()
                .map(Tarball::read)
                .sorted(Comparator.comparing(Tarball::vendor))
                .toList();
        for (int i = 1; i < vendors.size(); i++) {
            if (!vendors.get(i).hasSameListAs(vendors.get(0))) {
                throw new AssayException(
                        packages.toString(),
                        "their emoji.json differ",
                        "all packages must be of one version",
                        "fetch them with npm pack of the same version");
            }
        }
        List<Glyph> glyphs = Glyph.list(vendors.get(0).emojiJson());
        Split split = new Split();
        Map<String, byte[]> files = new TreeMap<>();
        for (Tarball vendor : vendors) {
            List<byte[]> pictures = new ArrayList<>();
            for (Glyph glyph : drawn(glyphs, vendor)) {
                byte[] rgba = PngPixels.rgba(
                        vendor.vendor() + "/" + glyph.image(), vendor.pictures().get(glyph.image()));
                pictures.add(rgba);
                split.add(
                        vendor.vendor(), glyph.base(), Pixels.overWhite(rgba, 0).rgb());
            }
            files.put(Shelf.pack(vendor.vendor()), Pack.write(pictures));
        }
        List<Entry> entries = entries(glyphs, vendors, split);
        files.put(Shelf.INDEX, Index.write(entries));
        write(files, folder);
        return entries.size();
    }

    private static List<Glyph> drawn(List<Glyph> glyphs, Tarball vendor) {
        return glyphs.stream()
                .filter(glyph -> vendor.pictures().containsKey(glyph.image()))
                .toList();
    }

    private static List<Entry> entries(List<Glyph> glyphs, List<Tarball> vendors, Split split) {
        List<Entry> entries = new ArrayList<>();
        for (Tarball vendor : vendors) {
            for (Glyph glyph : drawn(glyphs, vendor)) {
                entries.add(new Entry(
                        vendor.vendor() + "/" + glyph.image().replace(".png", ""),
                        vendor.vendor(),
                        split.of(glyph.base()),
                        glyph.category(),
                        glyph.subcategory(),
                        glyph.skinTone(),
                        glyph.base(),
                        glyph.unified(),
                        glyph.name(),
                        glyph.words()));
            }
        }
        return entries;
    }

    private static void write(Map<String, byte[]> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder sums = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
            // The form that the sha256sum program checks.
            sums.append(Json.sha256(file.getValue()))
                    .append("  ")
                    .append(file.getKey())
                    .append('\n');
        }
        Files.writeString(folder.resolve(Shelf.CHECKSUMS), sums, StandardCharsets.UTF_8);
    }
}
