package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.array.NpzImageWriter;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folder, zip, tar and npz of the same pictures. */
class ContainersTest {
    @TempDir
    Path temp;

    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void makePictures() {
        int k = 0;
        for (String path :
                List.of("cats/1.png", "cats/10.PNG", "cats/2.png", "dogs/deep/a.Png", "dogs/b.png", "birds/x.png")) {
            files.put(path, Samples.png(Samples.image(k++, 6, 5)));
        }
    }

    private static EvaluationInput open(Path path) {
        return EvaluationInput.open(path, DecodeOptions.DEFAULT);
    }

    private static ImageSource images(Path path) {
        return open(path).images().orElseThrow();
    }

    private Path folder(Map<String, byte[]> content) throws IOException {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    private Path zip(Map<String, byte[]> content) throws IOException {
        Path path = temp.resolve("pictures.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return path;
    }

    private Path tar(String name, Map<String, byte[]> content) throws IOException {
        Path path = temp.resolve(name);
        try (OutputStream out = Files.newOutputStream(path);
                OutputStream packed = name.endsWith("gz") ? new GZIPOutputStream(out) : out;
                TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return path;
    }

    @Test
    void folderZipTarAndNpzOfTheSamePicturesAreTheSameSet() throws IOException {
        ImageSource folder = images(folder(files));
        List<Image> pictures = Samples.decodeAll(folder);
        Path npz = temp.resolve("pictures.npz");
        try (NpzImageWriter writer = NpzImageWriter.create(npz, 6, 5)) {
            pictures.forEach(image -> writer.add(image.rgb()));
            writer.finish();
        }
        List<String> ids =
                Samples.readAll(folder).stream().map(EncodedImage::id).toList();
        assertThat(ids).isSorted().containsExactlyElementsOf(files.keySet());
        String hash = Samples.hash(folder);
        for (Path path : List.of(zip(files), tar("pictures.tar", files), tar("pictures.tar.gz", files))) {
            ImageSource source = images(path);
            assertThat(Samples.readAll(source).stream().map(EncodedImage::id)).containsExactlyElementsOf(ids);
            assertThat(Samples.readAll(source).stream().map(EncodedImage::label))
                    .containsExactly(0, 1, 1, 1, 2, 2);
            assertThat(source.count()).hasValue(6);
            assertThat(Samples.hash(source)).isEqualTo(hash);
            assertThat(Samples.hash(source)).as("a second pass").isEqualTo(hash);
        }
        assertThat(Samples.hash(images(npz))).isEqualTo(hash);
        assertThat(Samples.readAll(folder).stream().map(EncodedImage::label)).containsExactly(0, 1, 1, 1, 2, 2);
    }

    @Test
    void kindsAreToldByContent() throws IOException {
        assertThat(open(folder(files)).kind()).isEqualTo("folder");
        Path zip = Files.move(zip(files), temp.resolve("renamed.dat"));
        assertThat(open(zip).kind()).isEqualTo("zip");
        Path tar = Files.move(tar("pictures.tar", files), temp.resolve("renamed.bin"));
        assertThat(open(tar).kind()).isEqualTo("tar");
    }

    @Test
    void thePixelsAndTheOrderDecideTheHash() throws IOException {
        String hash = Samples.hash(images(zip(files)));
        files.put("cats/1.png", Samples.png(Samples.image(99, 6, 5)));
        assertThat(Samples.hash(images(zip(files)))).isNotEqualTo(hash);
        ContentHash flat = new ContentHash();
        flat.add(new Image(1, 4, new byte[12]));
        ContentHash tall = new ContentHash();
        tall.add(new Image(4, 1, new byte[12]));
        assertThat(flat.hex()).isNotEqualTo(tall.hex());
    }

    @Test
    void labelsNeedEveryPictureInAFolderBelowTheSharedOnes() throws IOException {
        assertThat(PicturePaths.labels(List.of("a/1.png", "b/1.png", "a/2.png")))
                .containsExactly(0, 1, 0);
        assertThat(PicturePaths.labels(List.of("set/train/b/1.png", "set/train/a/x/1.png")))
                .containsExactly(1, 0);
        assertThat(PicturePaths.labels(List.of("a/1.png", "1.png"))).containsExactly(-1, -1);
        assertThat(PicturePaths.labels(List.of("all/1.png", "all/2.png"))).containsExactly(-1, -1);
    }

    @Test
    void otherAndHiddenFilesAreLeftOutAndCounted() throws IOException {
        files.put("readme.txt", new byte[1]);
        files.put("cats/.ipynb_checkpoints/1.png", files.get("cats/1.png"));
        files.put("__MACOSX/cats/._1.png", new byte[3]);
        for (Path path : List.of(folder(files), zip(files), tar("a.tar", files))) {
            EvaluationInput input = open(path);
            assertThat(input.images().orElseThrow().count()).hasValue(6);
            assertThat(input.notes()).containsExactly("3 other files left out, the first: __MACOSX/cats/._1.png");
        }
    }

    @Test
    void linksAreFollowedAndLoopsAreNot() throws IOException {
        Path folder = folder(files);
        Files.createSymbolicLink(folder.resolve("cats/loop"), folder);
        Files.createSymbolicLink(folder.resolve("linked.png"), folder.resolve("cats/1.png"));
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.write(outside.resolve("o.png"), files.get("cats/1.png"));
        Files.createSymbolicLink(folder.resolve("zebras"), outside);
        EvaluationInput input = open(folder);
        assertThat(Samples.readAll(input.images().orElseThrow()).stream().map(EncodedImage::id))
                .contains("linked.png", "zebras/o.png")
                .hasSize(8);
        assertThat(input.notes()).containsExactly("1 other files left out, the first: cats/loop");
    }

    @Test
    void aBrokenLinkIsABadPicture() throws IOException {
        Path folder = folder(files);
        Files.createSymbolicLink(folder.resolve("cats/0.png"), folder.resolve("absent"));
        EncodedImage broken = Samples.readAll(images(folder)).get(1);
        assertThat(broken.id()).isEqualTo("cats/0.png");
        assertThatThrownBy(broken::decode).isInstanceOf(BadImageException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void oneBadPictureLeavesTheOthersReadable() throws IOException {
        files.put("cats/1.png", Arrays.copyOf(files.get("cats/1.png"), 50));
        files.put("cats/10.PNG", new byte[0]);
        for (Path path : List.of(folder(files), zip(files), tar("a.tar", files))) {
            List<EncodedImage> read = Samples.readAll(images(path));
            assertThatThrownBy(() -> read.get(1).decode())
                    .isInstanceOf(BadImageException.class)
                    .hasMessageContaining("cats/1.png")
                    .hasMessageContaining("truncated");
            assertThatThrownBy(() -> read.get(2).decode()).isInstanceOf(BadImageException.class);
            assertThat(read.get(3).decode().height()).isEqualTo(6);
        }
    }

    @Test
    void emptyAndAbsentPathsAreClearErrors() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThatThrownBy(() -> open(empty))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith(empty + ": there are no pictures; it is empty");
        Files.write(empty.resolve("a.txt"), new byte[1]);
        assertThatThrownBy(() -> open(empty)).hasMessageContaining("there are no pictures among 1 files");
        assertThatThrownBy(() -> open(temp.resolve("absent"))).hasMessageContaining("there is no such file or folder");
        assertThatThrownBy(() -> open(zip(Map.of("a.txt", new byte[1]))))
                .hasMessageContaining("no pictures among 1 files");
        assertThatThrownBy(() -> open(tar("e.tar", Map.of()))).isInstanceOf(AssayException.class);
        Path nothing = Files.write(temp.resolve("nothing.zip"), new byte[0]);
        assertThatThrownBy(() -> open(nothing)).hasMessageContaining("the file is empty");
        Path text = Files.writeString(temp.resolve("notes.txt"), "hello");
        assertThatThrownBy(() -> open(text)).hasMessageContaining("no known kind");
        Path picture = Files.write(temp.resolve("one.png"), files.get("cats/1.png"));
        assertThatThrownBy(() -> open(picture)).hasMessageContaining("this is one picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.png", "a/../../evil.png", "/etc/evil.png", "C:\\evil.png", "..\\evil.png", "a/.."})
    void namesThatLeaveTheArchiveAreRefused(String name) throws IOException {
        files.put(name, files.get("cats/1.png"));
        assertThatThrownBy(() -> open(zip(files)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("points outside the archive");
        if (!name.startsWith("C:")) { // the tar writer drops the drive
            Path tar = tar("evil.tar", files);
            assertThatThrownBy(() -> open(tar)).hasMessageContaining("points outside the archive");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\0.png", "x\n.png", "\u001b[2Jx.png", "\u009b2Jx.png"})
    void namesThatCouldHarmATerminalAreRefused(String name) throws IOException {
        files.put(name, files.get("cats/1.png"));
        assertThatThrownBy(() -> open(zip(files)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("has control characters");
    }

    @Test
    void aZipBombIsRefusedBeforeItIsUnpacked() throws IOException {
        files.clear();
        files.put("a.png", Samples.png(Samples.image(1, 4, 4)));
        files.put("bomb.png", new byte[1 << 25]); // 32 MiB of zeros in 32 kB
        List<EncodedImage> read = Samples.readAll(images(zip(files)));
        assertThatThrownBy(() -> read.get(1).decode())
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("a zip bomb");
        assertThat(read.get(0).decode().width()).isEqualTo(4);
    }

    @Test
    void aMemberAboveTheAbsoluteLimitIsRefused() throws IOException {
        files.put("cats/1.png", new byte[3 << 20]);
        DecodeOptions small = new DecodeOptions(false, 0xFFFFFF, 1000);
        for (Path path : List.of(folder(files), zip(files), tar("a.tar", files))) {
            EncodedImage big = Samples.readAll(
                            EvaluationInput.open(path, small).images().orElseThrow())
                    .get(1);
            assertThatThrownBy(big::decode)
                    .isInstanceOf(BadImageException.class)
                    .hasMessageContaining("3145728 bytes")
                    .hasMessageContaining("at most 1052576");
        }
    }

    /** The sizes in the central directory are changed by hand. */
    @Test
    void aMemberThatLiesAboutItsSizeIsRefused() throws IOException {
        Path zip = zip(Map.of("a.png", Samples.png(Samples.image(1, 40, 40))));
        byte[] honest = Files.readAllBytes(zip);
        ByteBuffer bytes = ByteBuffer.wrap(honest).order(ByteOrder.LITTLE_ENDIAN);
        int entry = new String(honest, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        int size = bytes.getInt(entry + 24);
        for (int claimed : new int[] {size - 1, size + 1, 200_000_000}) {
            bytes.putInt(entry + 24, claimed);
            Files.write(zip, bytes.array());
            EncodedImage lying = Samples.readAll(images(zip)).get(0);
            assertThatThrownBy(lying::decode).as("%d", claimed).isInstanceOf(BadImageException.class);
        }
    }

    @Test
    void damagedMembersAreFoundByTheirChecksum() throws IOException {
        Path zip = temp.resolve("stored.zip");
        byte[] png = Samples.png(Samples.image(1, 4, 4));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry entry = new ZipEntry("a.png");
            CRC32 crc = new CRC32();
            crc.update(png);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(png.length);
            entry.setCrc(crc.getValue());
            out.putNextEntry(entry);
            out.write(png);
        }
        byte[] bytes = Files.readAllBytes(zip);
        bytes[30 + 5 + png.length - 20] ^= 1;
        Files.write(zip, bytes);
        EncodedImage damaged = Samples.readAll(images(zip)).get(0);
        assertThatThrownBy(damaged::decode)
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("CRC-32");
    }

    @Test
    void namesThatAreThereTwiceAreRefused() throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("a.png", files.get("cats/1.png"));
        content.put("./a.png", files.get("cats/2.png"));
        assertThatThrownBy(() -> open(zip(content))).hasMessageContaining("is there twice");
        Path tar = tar("twice.tar", content);
        assertThatThrownBy(() -> open(tar)).hasMessageContaining("is there twice");
    }

    @Test
    void truncatedArchivesAreRefused() throws IOException {
        for (Path path : List.of(zip(files), tar("a.tar", files), tar("a.tar.gz", files))) {
            byte[] whole = Files.readAllBytes(path);
            // A tar without its last blocks of zeros is whole; cut inside the last member.
            for (int length : new int[] {whole.length / 4, whole.length / 3}) {
                Path cut = Files.write(temp.resolve("cut-" + path.getFileName()), Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> Samples.decodeAll(images(cut)))
                        .as("%s, %d bytes", path, length)
                        .isInstanceOf(AssayException.class);
            }
        }
    }

    @Test
    void webDatasetClassesAreLabelsWhereverTheyStand() throws IOException {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("0007.png", files.get("cats/1.png"));
        samples.put("0007.cls", "3\n".getBytes(StandardCharsets.US_ASCII));
        samples.put("0003.cls", "11".getBytes(StandardCharsets.US_ASCII));
        samples.put("0003.json", "{}".getBytes(StandardCharsets.US_ASCII));
        samples.put("0003.png", files.get("cats/2.png"));
        samples.put("0001.png", files.get("dogs/b.png"));
        List<EncodedImage> read = Samples.readAll(images(tar("shard.tar", samples)));
        assertThat(read.stream().map(EncodedImage::id))
                .as("archive order")
                .containsExactly("0007.png", "0003.png", "0001.png");
        assertThat(read.stream().map(EncodedImage::label)).containsExactly(3, 11, EncodedImage.NO_LABEL);
        samples.put("0001.cls", "cat".getBytes(StandardCharsets.US_ASCII));
        Path bad = tar("bad.tar", samples);
        assertThatThrownBy(() -> open(bad))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the class is 'cat'");
    }

    @Test
    void linksInATarAreNeverFollowed() throws IOException {
        Path path = temp.resolve("links.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(path))) {
            TarArchiveEntry link = new TarArchiveEntry("a.png", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertThatThrownBy(() -> open(path)).hasMessageContaining("no pictures among 1 files");
    }

    @Test
    void aTarMemberThatClaimsTerabytesTakesNoMemory() throws IOException {
        Path path = tar("big.tar", Map.of("a.png", new byte[10]));
        byte[] bytes = Files.readAllBytes(path);
        byte[] size = "77777777777\0".getBytes(StandardCharsets.US_ASCII); // 8 GiB
        System.arraycopy(size, 0, bytes, 124, 12);
        Arrays.fill(bytes, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += bytes[i] & 0xFF;
        }
        byte[] checksum = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, bytes, 148, 8);
        Files.write(path, bytes);
        assertThatThrownBy(() -> Samples.decodeAll(images(path))).isInstanceOf(AssayException.class);
    }

    /** A long name in a header of its own (GNU) is read whole before the member it belongs to. */
    @Test
    void aTarWithEndlessHeadersTakesNoMemory() throws IOException {
        Path path = temp.resolve("name.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            name.setSize(1 << 21);
            tar.putArchiveEntry(name);
            for (int i = 0; i < 1 << 21; i += 1 << 10) {
                tar.write("x".repeat(1 << 10).getBytes(StandardCharsets.US_ASCII));
            }
            tar.closeArchiveEntry();
        }
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the headers of a member have more than 1048576 bytes");
    }

    @Test
    void aTarOfManyMegabytesIsNoHeader() throws IOException {
        for (int i = 0; i < 4; i++) {
            files.put("notes/%d.txt".formatted(i), new byte[1 << 20]);
        }
        ImageSource source = images(tar("large.tar", files));
        assertThat(Samples.decodeAll(source)).hasSize(6);
        assertThat(source.count()).hasValue(6);
    }

    @Test
    void namesInAFolderCannotSteerATerminal() throws IOException {
        files.put("cats/\u001b[2J\n1.png", new byte[3]);
        files.put("cats/\u001b[2J\n1.txt", new byte[3]);
        Path folder = folder(files);
        Files.createSymbolicLink(folder.resolve("cats/\u001b[2J\n2.png"), folder.resolve("absent"));
        assertThat(open(folder).notes()).containsExactly("1 other files left out, the first: cats/?[2J?1.txt");
        for (EncodedImage image : Samples.readAll(images(folder)).subList(1, 3)) {
            assertThatThrownBy(image::decode)
                    .isInstanceOf(BadImageException.class)
                    .message()
                    .contains("cats/?[2J?")
                    .doesNotContainPattern("\\p{Cc}");
        }
    }

    /** Names are bytes: here "e" with an accent as UTF-8, and a byte that is no UTF-8. Passes under LANG=C, too. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void filesAreReadWhateverTheirNamesAreWrittenIn() throws IOException {
        Path folder = folder(files);
        for (String name : List.of("%C3%A9.png", "%FF.png")) {
            Files.write(Path.of(URI.create(folder.toUri() + "dogs/" + name)), files.get("cats/1.png"));
        }
        ImageSource source = images(folder);
        assertThat(Samples.readAll(source).stream().map(EncodedImage::id))
                .hasSize(8)
                .endsWith("dogs/deep/a.Png", "dogs/\u00e9.png", "dogs/\ufffd.png");
        assertThat(Samples.decodeAll(source)).hasSize(8);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusedFilesAreClosed() throws IOException {
        byte[] gzip = {0x1F, (byte) 0x8B, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
        for (String name : List.of("a.tar.gz", "train-images-idx3-ubyte.gz", "a.npy", "a.zip")) {
            Path file = Files.write(
                    temp.resolve(name), name.endsWith("gz") ? gzip : "PK".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> open(file)).isInstanceOf(AssayException.class);
            assertThatThrownBy(() -> new TarImages(file, DecodeOptions.DEFAULT)).isInstanceOf(AssayException.class);
            assertThatThrownBy(() -> new IdxImages(file, DecodeOptions.DEFAULT)).isInstanceOf(AssayException.class);
            assertThat(openFiles()).as(name).doesNotContain(file);
        }
    }

    private static List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : all) {
                if (Files.isSymbolicLink(one)) {
                    open.add(Files.readSymbolicLink(one));
                }
            }
        }
        return open;
    }

    @Test
    void picturesOfDifferentSizesMayLieTogether() throws IOException {
        files.put("cats/1.png", Samples.png(Samples.image(1, 3, 9)));
        List<Image> images = Samples.decodeAll(images(folder(files)));
        assertThat(images.get(1).width()).isEqualTo(9);
        assertThat(images.get(2).width()).isEqualTo(5);
    }
}
