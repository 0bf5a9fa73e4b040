package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage at random places: either a picture comes out, or one {@link AssayException}; never anything else. */
class HostileInputTest {
    private static final DecodeOptions SMALL = new DecodeOptions(true, DecodeOptions.WHITE, 1 << 16);

    @TempDir
    Path temp;

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int flips = random.nextInt(1, 5); flips > 0 && bytes.length > 0; flips--) {
            // Headers are at the start: half of the damage goes there.
            int range = random.nextBoolean() ? Math.min(bytes.length, 200) : bytes.length;
            bytes[random.nextInt(range)] = (byte) (random.nextBoolean() ? random.nextInt(256) : -random.nextInt(2));
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg/420.jpg",
                "jpeg/progressive-420.jpg",
                "jpeg/440.jpg",
                "jpeg/ycck.jpg",
                "jpeg/exif-orientation-6.jpg",
                "webp/lossy.webp",
                "webp/alpha-lossy.webp",
                "webp/lossless.webp",
                "png"
            })
    void damagedPicturesAreRefusedOrDecoded(String name) {
        byte[] whole = name.equals("png") ? Samples.png(Samples.image(5, 40, 30)) : Samples.bytes(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            try {
                Image image = PictureDecoder.decode("fuzz", damaged(whole, random), SMALL);
                assertThat((long) image.height() * image.width()).isLessThanOrEqualTo(SMALL.maxPixels());
            } catch (BadImageException e) {
                assertThat(e).hasMessageStartingWith("fuzz: ");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private void damageFile(byte[] whole, String name) throws IOException {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        Path file = temp.resolve(name);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            Files.write(file, damaged(whole, random));
            try {
                EvaluationInput input = EvaluationInput.open(file, SMALL);
                input.images().ifPresent(Samples::decodeAll);
                input.features().ifPresent(f -> f.taps().values().forEach(FeatureMatrix::sha256));
            } catch (AssayException e) {
                assertThat(e.getMessage()).doesNotContain("null").doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void damagedZips() throws IOException {
        Path path = temp.resolve("whole.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (int i = 0; i < 3; i++) {
                zip.putNextEntry(new ZipEntry("class%d/%d.png".formatted(i % 2, i)));
                zip.write(Samples.png(Samples.image(i, 8, 8)));
                zip.closeEntry();
            }
        }
        damageFile(Files.readAllBytes(path), "a.zip");
    }

    @Test
    void damagedTars() throws IOException {
        Path path = temp.resolve("whole.tar");
        try (OutputStream out = Files.newOutputStream(path);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (int i = 0; i < 3; i++) {
                byte[] png = Samples.png(Samples.image(i, 8, 8));
                TarArchiveEntry entry = new TarArchiveEntry("x".repeat(i * 60) + i + ".png");
                entry.setSize(png.length);
                tar.putArchiveEntry(entry);
                tar.write(png);
                tar.closeArchiveEntry();
            }
        }
        damageFile(Files.readAllBytes(path), "a.tar");
    }

    @Test
    void damagedArchivesOfArrays() throws IOException {
        Path path = temp.resolve("whole.npz");
        NpyWriter.writeNpz(
                path,
                Map.of(
                        "arr_0", NpyArray.of(new byte[96], 2, 4, 4, 3),
                        "arr_1", NpyArray.of(new long[2], 2),
                        "features", NpyArray.of(new float[8], 2, 4),
                        "mu", NpyArray.of(new double[2], 2),
                        "sigma", NpyArray.of(new double[] {1, 0, 0, 1}, 2, 2)));
        damageFile(Files.readAllBytes(path), "a.npz");
    }

    @Test
    void damagedArrays() throws IOException {
        damageFile(Files.readAllBytes(Samples.golden("npy/f4.npy")), "f.npy");
        damageFile(Files.readAllBytes(Samples.golden("npy/u1.npy")), "u.npy");
    }
}
