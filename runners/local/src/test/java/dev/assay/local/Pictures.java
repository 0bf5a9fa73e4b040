package dev.assay.local;

import dev.assay.datasets.array.NpzImageWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small pictures of many colours, and files of them. */
final class Pictures {
    static final int HEIGHT = 24;
    static final int WIDTH = 20;

    private Pictures() {}

    /** uint8 [HEIGHT, WIDTH, 3] of picture k. */
    static byte[] rgb(int k) {
        byte[] rgb = new byte[3 * HEIGHT * WIDTH];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((((i + 977L * k) * 2_654_435_761L) >>> 9) % 97 + (31L * k + i / 9) % 150);
        }
        return rgb;
    }

    /** Picture k as a file in a format of ImageIO. */
    static byte[] encoded(int k, String format) {
        byte[] rgb = rgb(k);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            image.setRGB(
                    i % WIDTH,
                    i / WIDTH,
                    (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] png(int k) {
        return encoded(k, "png");
    }

    private static String name(int k) {
        return "class%d/%04d.png".formatted(k % 3, k);
    }

    /** Pictures from {@code first} on, in the order in which a folder of them is read. */
    private static int[] sorted(int first, int count) {
        return IntStream.range(first, first + count)
                .boxed()
                .sorted(Comparator.comparing(Pictures::name))
                .mapToInt(k -> k)
                .toArray();
    }

    /** A folder with a folder for each of three classes. */
    static Path folder(Path folder, int first, int count) {
        try {
            for (int k : sorted(first, count)) {
                Path file = folder.resolve(name(k));
                Files.createDirectories(file.getParent());
                Files.write(file, png(k));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    static Path zip(Path file, int first, int count) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int k : sorted(first, count)) {
                zip.putNextEntry(new ZipEntry(name(k)));
                zip.write(png(k));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static Path tar(Path file, int first, int count) {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            for (int k : sorted(first, count)) {
                byte[] png = png(k);
                TarArchiveEntry entry = new TarArchiveEntry(name(k));
                entry.setSize(png.length);
                tar.putArchiveEntry(entry);
                tar.write(png);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static Path npz(Path file, int first, int count) {
        try (NpzImageWriter npz = NpzImageWriter.create(file, HEIGHT, WIDTH)) {
            for (int k : sorted(first, count)) {
                npz.add(rgb(k));
            }
            npz.finish();
        }
        return file;
    }
}
