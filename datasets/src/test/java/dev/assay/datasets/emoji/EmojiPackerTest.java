package dev.assay.datasets.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmojiPackerTest {
    private static final String EMOJI = """
            [{"name": "WAVING HAND", "unified": "1F44B", "image": "1f44b.png", "short_names": ["wave", "hi_there"],
              "category": "People & Body", "subcategory": "hand-fingers-open", "sort_order": 2,
              "skin_variations": {
                "1F3FB-1F3FF": {"unified": "1F44B-1F3FB-1F3FF", "image": "1f44b-1f3fb-1f3ff.png"},
                "1F3FB": {"unified": "1F44B-1F3FB", "image": "1f44b-1f3fb.png"}}},
             {"name": "FAMILY: MAN, BOY", "unified": "1F468", "image": "1f468.png", "short_names": ["man-boy"],
              "category": "People & Body", "subcategory": "family", "sort_order": 1}]""";

    @TempDir
    Path folder;

    @Test
    void packageBecomesASetThatCanBeLoaded() throws IOException {
        Map<String, byte[]> pictures = new TreeMap<>();
        pictures.put("1f44b.png", png(rgba(200, 100, 50, 128)));
        pictures.put("1f44b-1f3fb.png", png(greyAlpha(77, 255)));
        pictures.put("1f44b-1f3fb-1f3ff.png", png(palette()));
        pictures.put("1f468.png", png(rgba(1, 2, 3, 0)));
        Path tarball = tarball("google", EMOJI, pictures);

        assertThat(EmojiPacker.pack(List.of(tarball), folder.resolve("out"))).isEqualTo(4);
        EmbeddedSet set = EmbeddedSet.read("emoji-64", 1, Shelf.ofFolder(folder.resolve("out")));
        set.verify();

        assertThat(set.entries())
                .extracting(Entry::id)
                .containsExactly("google/1f468", "google/1f44b", "google/1f44b-1f3fb", "google/1f44b-1f3fb-1f3ff");
        assertThat(set.entries()).extracting(Entry::skinTone).containsExactly("none", "none", "light", "light+dark");
        assertThat(set.entries().get(0).name()).isEqualTo("FAMILY: MAN, BOY");
        assertThat(set.entries().get(1).words()).isEqualTo("wave hi there");
        assertThat(set.entries().get(3).base()).isEqualTo("1F44B");
        assertThat(pixel(set, "1F468")).as("transparent is white").containsExactly(255, 255, 255);
        // (200 * 128 + 255 * 127) / 255 = 227.39, 177.20 and 152.10
        assertThat(pixel(set, "1F44B")).containsExactly(227, 177, 152);
        assertThat(pixel(set, "1F44B-1F3FB")).as("grey is not converted").containsExactly(77, 77, 77);
        assertThat(pixel(set, "1F44B-1F3FB-1F3FF")).containsExactly(10, 20, 30);
    }

    @Test
    void packagesOfDifferentVersionsAreRefused() throws IOException {
        Path one = tarball("google", EMOJI, Map.of());
        Path other = tarball("twitter", "[]", Map.of());
        assertThatThrownBy(() -> EmojiPacker.pack(List.of(one, other), folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("emoji.json differ");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.tgz"), "not a tarball");
        assertThatThrownBy(() -> EmojiPacker.pack(List.of(text), folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("npm");
        Path foreign = tarball("left-pad", EMOJI, Map.of());
        assertThatThrownBy(() -> EmojiPacker.pack(List.of(foreign), folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("left-pad");
    }

    @Test
    void pictureOfAnotherSizeIsRefused() throws IOException {
        byte[] large = png(new BufferedImage(65, 64, BufferedImage.TYPE_INT_ARGB));
        Path tarball = tarball("google", EMOJI, Map.of("1f468.png", large));
        assertThatThrownBy(() -> EmojiPacker.pack(List.of(tarball), folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("64 x 65");
    }

    private static int[] pixel(EmbeddedSet set, String unified) {
        try (ImageSource.Reader reader =
                set.select(Map.of("unified", List.of(unified))).open()) {
            Image image = reader.next().decode();
            return new int[] {image.at(63, 63, 0), image.at(63, 63, 1), image.at(63, 63, 2)};
        }
    }

    private Path tarball(String vendor, String emojiJson, Map<String, byte[]> pictures) throws IOException {
        Path file = folder.resolve(vendor + ".tgz");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            String name = vendor.contains("-") ? vendor : "emoji-datasource-" + vendor;
            put(tar, "package/package.json", ("{\"name\": \"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
            put(tar, "package/emoji.json", emojiJson.getBytes(StandardCharsets.UTF_8));
            put(tar, "package/img/" + vendor + "/sheets/64.png", new byte[3]);
            for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
                put(tar, "package/img/" + vendor + "/64/" + picture.getKey(), picture.getValue());
            }
        }
        return file;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage rgba(int r, int g, int b, int a) {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, a << 24 | r << 16 | g << 8 | b);
        }
        return image;
    }

    private static BufferedImage greyAlpha(int grey, int alpha) {
        byte[] samples = new byte[64 * 64 * 2];
        for (int i = 0; i < 64 * 64; i++) {
            samples[2 * i] = (byte) grey;
            samples[2 * i + 1] = (byte) alpha;
        }
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length), 64, 64, 128, 2, new int[] {0, 1}, new Point());
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                ComponentColorModel.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, raster, false, null);
    }

    private static BufferedImage palette() {
        byte[] r = {1, 2, 10};
        byte[] g = {3, 4, 20};
        byte[] b = {5, 6, 30};
        byte[] a = {0, (byte) 128, (byte) 255};
        IndexColorModel model = new IndexColorModel(4, 3, r, g, b, a);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_BINARY, model);
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, 2);
        }
        return image;
    }
}
