package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal pictures give equal results: whatever holds them, however many threads and however large the chunks. */
class SameResultTest {
    private static final int GENERATED = 61;
    private static final int REFERENCE = 70;

    @TempDir
    private static Path temp;

    private static Path generated;
    private static Path reference;
    private static Path conv;

    @BeforeAll
    static void writePictures() {
        generated = Pictures.folder(temp.resolve("generated"), 0, GENERATED);
        reference = Pictures.zip(temp.resolve("reference.zip"), 1000, REFERENCE);
        conv = ConvExtractor.write(temp);
    }

    private static String result(Path set, Path against, Object... options) {
        Assay.Ran ran = Assay.evaluate(set, against, options);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.withoutTimings();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "tar", "npz"})
    void folderAndContainerGiveTheSame(String kind) {
        Path packed = temp.resolve("packed." + kind);
        switch (kind) {
            case "zip" -> Pictures.zip(packed, 0, GENERATED);
            case "tar" -> Pictures.tar(packed, 0, GENERATED);
            default -> Pictures.npz(packed, 0, GENERATED);
        }
        assertThat(result(packed, reference)).isEqualTo(result(generated, reference));
        assertThat(result(reference, packed)).isEqualTo(result(reference, generated));
    }

    /** Nor do the paths of what was left out show in the result. */
    @Test
    void folderAndZipOfTheSameBadPictureGiveTheSame() throws IOException {
        Path folder = Pictures.folder(temp.resolve("with-bad"), 0, 9);
        byte[] bad = Arrays.copyOf(Pictures.png(0), 200);
        Files.write(folder.resolve("class0/bad.png"), bad);
        Path zip = temp.resolve("with-bad.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        assertThat(result(zip, reference, "--skip-bad", 1)).isEqualTo(result(folder, reference, "--skip-bad", 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "1, 32", "2, 1", "2, 7", "2, 32", "5, 1000"})
    void threadsAndBatchChangeNothing(int threads, int batch) {
        Object[] options = {"--threads", threads, "--batch", batch};
        assertThat(result(generated, reference, options)).isEqualTo(result(generated, reference));
        Object[] other = {"--extractor", conv, "--threads", threads, "--batch", batch};
        assertThat(result(generated, reference, other)).isEqualTo(result(generated, reference, "--extractor", conv));
    }

    @Test
    void oneReadingOfThePicturesServesEveryMetric() {
        JsonNode all = Assay.evaluate(generated, reference, "--extractor", conv).json();
        assertThat(all.get("scores")).hasSize(7);
        for (JsonNode score : all.get("scores")) {
            assertThat(score.get("id").asText()).endsWith("[small-conv]");
            String metric = score.get("id").asText().replaceAll("\\[.*", "");
            JsonNode alone = Assay.evaluate(generated, reference, "--extractor", conv, "--metrics", metric)
                    .json()
                    .get("scores")
                    .get(0);
            assertThat(alone.get("value")).as(metric).isEqualTo(score.get("value"));
        }
    }

    /** Only the published network may be called fid; what differs from it must show in the identity, too. */
    @Test
    void theExtractorAndTheWayOfReadingArePartOfTheIdentity() {
        String pixels = identity();
        assertThat(identity("--extractor", conv)).isNotEqualTo(pixels);
        assertThat(identity("--background", "000000")).isNotEqualTo(pixels);
        assertThat(identity("--orientation", "apply")).isNotEqualTo(pixels);
        assertThat(identity("--set", "fid.divisor=n")).isNotEqualTo(pixels);
        assertThat(identity("--batch", "3", "--threads", "1")).isEqualTo(pixels);
    }

    private static String identity(Object... options) {
        return Assay.evaluate(generated, reference, options)
                .json()
                .get("scores")
                .get(0)
                .get("identity")
                .asText();
    }
}
