package dev.assay.datasets.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
    private static final EmbeddedSet SMALL = Emoji.load("emoji-32");

    /** SHA-256 of all pixels, from an independent PNG decoder and NumPy run on the npm packages. */
    @ParameterizedTest
    @CsvSource({
        "emoji-64, google, 4b94c2327ac31689b76bd69e7d48870fe868db1c703982a430a3818125f7465a",
        "emoji-64, twitter, 021d67d06058406e19aeea1ad2cb2bf770aeae91d176fe31133619a7943643de",
        "emoji-32, google, 9bc335ca6a911bba4f5804467af9a4509bfbd6553a05be94d17197900ff8f911",
        "emoji-32, twitter, 801fea9f3f7e8fcf6c2fd2b083dd3ad9fb772d827cbeb2d774968b5926efd0c7"
    })
    void pixelsAreThoseOfThePublishedPictures(String set, String vendor, String sha256) {
        MessageDigest digest = Json.sha256();
        ImageSource source = Emoji.load(set).select(Map.of("vendor", List.of(vendor)));
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                digest.update(reader.next().decode().rgb());
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
    }

    @Test
    void everyEmojiIsThereInBothStyles() {
        assertThat(SMALL.entries()).hasSize(7572);
        Map<String, Set<String>> unified = SMALL.entries().stream()
                .collect(Collectors.groupingBy(Entry::vendor, Collectors.mapping(Entry::unified, Collectors.toSet())));
        assertThat(unified.keySet()).containsExactlyInAnyOrder("google", "twitter");
        assertThat(unified.get("google")).hasSize(3786).isEqualTo(unified.get("twitter"));
        assertThat(SMALL.entries().stream().map(Entry::id).distinct()).hasSize(7572);
    }

    @Test
    void splitIsByBaseEmojiAndAboutFourToOne() {
        Map<String, Set<String>> splits = SMALL.entries().stream()
                .collect(Collectors.groupingBy(Entry::base, Collectors.mapping(Entry::split, Collectors.toSet())));
        assertThat(splits).hasSize(1911).allSatisfy((base, split) -> assertThat(split)
                .hasSize(1));
        assertThat(splits.values().stream().filter(Set.of("validation")::equals))
                .hasSize(347);
    }

    @Test
    void noValidationPictureIsAlsoATrainingPicture() {
        Set<String> train = pixels(Map.of("split", List.of("train"), "vendor", List.of("google")));
        Set<String> validation = pixels(Map.of("split", List.of("validation"), "vendor", List.of("google")));
        assertThat(Collections.disjoint(train, validation)).isTrue();
    }

    @Test
    void packedFilesMatchTheirChecksums() {
        SMALL.verify();
    }

    @Test
    void changedFileIsNamedByVerify() {
        EmbeddedSet set = EmbeddedSet.read("emoji-32", 2, file -> {
            byte[] bytes = Shelf.ofClassPath().read(file);
            if (file.equals("twitter.pack")) {
                bytes[5000]++;
            }
            return bytes;
        });
        assertThatThrownBy(set::verify).isInstanceOf(AssayException.class).hasMessageStartingWith("twitter.pack");
    }

    @Test
    void fileWithoutAChecksumIsNamedByVerify() {
        EmbeddedSet set = EmbeddedSet.read("emoji-32", 2, file -> {
            byte[] bytes = Shelf.ofClassPath().read(file);
            if (!file.equals(Shelf.CHECKSUMS)) {
                return bytes;
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.endsWith("google.pack"))
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8);
        });
        assertThatThrownBy(set::verify)
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("SHA256SUMS: it does not list google.pack;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"emoji-32", "emoji-64"})
    void picturesHaveTheSizeOfTheirSet(String name) {
        EmbeddedSet set = Emoji.load(name);
        Image image = first(set.select(Map.of("unified", List.of("1F600"))));
        assertThat(name).endsWith("-" + set.size());
        assertThat(image).returns(set.size(), Image::height).returns(set.size(), Image::width);
        assertThat(image.at(0, 0, 0)).as("the corner is white").isEqualTo(255);
    }

    @Test
    void selectionKeepsTheOrderOfTheIndexAndItsLabels() {
        ImageSource source = SMALL.select(Map.of(
                "subcategory",
                List.of("zodiac", "animal-mammal"),
                "split",
                List.of("validation"),
                "vendor",
                List.of("twitter")));
        List<String> expected = SMALL.entries().stream()
                .filter(e -> e.vendor().equals("twitter") && e.split().equals("validation"))
                .filter(e -> Set.of("zodiac", "animal-mammal").contains(e.subcategory()))
                .map(e -> e.id() + " " + SMALL.labels().indexOf(e.subcategory()))
                .toList();
        List<String> found = new ArrayList<>();
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                EncodedImage image = reader.next();
                found.add(image.id() + " " + image.label());
            }
        }
        assertThat(found).isNotEmpty().isEqualTo(expected);
        assertThat(source.count()).hasValue(expected.size());
        assertThat(source.name())
                .isEqualTo("emoji-32[split=validation,subcategory=animal-mammal|zodiac,vendor=twitter]");
        assertThat(SMALL.labels()).hasSize(99).isSorted();
    }

    @Test
    void picturesMayBeDecodedInAnyOrder() {
        List<EncodedImage> images = new ArrayList<>();
        try (ImageSource.Reader reader = SMALL.all().open()) {
            for (int i = 0; i < 200; i++) {
                images.add(reader.next());
            }
        }
        List<String> forward = images.stream().map(EmojiTest::hash).toList();
        Collections.reverse(images);
        List<String> backward =
                new ArrayList<>(images.stream().map(EmojiTest::hash).toList());
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(forward);
    }

    @Test
    void unknownNamesAreAnsweredWithNearOnes() {
        assertThatThrownBy(() -> Emoji.load("emoij-32")).hasMessageContaining("did you mean emoji-32");
        assertThatThrownBy(() -> SMALL.select(Map.of("vendr", List.of("google"))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean vendor");
        assertThatThrownBy(() -> SMALL.select(Map.of("split", List.of("validaton"))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean validation");
        assertThatThrownBy(() -> SMALL.select(Map.of("unified", List.of("FFFFF"))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("there are 3786");
    }

    @Test
    void selectionOfNothingIsRefused() {
        assertThatThrownBy(() -> SMALL.select(Map.of("category", List.of("Flags"), "subcategory", List.of("zodiac"))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no picture");
        assertThatThrownBy(() -> SMALL.select(Map.of("category", List.of()))).isInstanceOf(AssayException.class);
    }

    private static Image first(ImageSource source) {
        try (ImageSource.Reader reader = source.open()) {
            return reader.next().decode();
        }
    }

    private static Set<String> pixels(Map<String, List<String>> where) {
        Set<String> pixels = new HashSet<>();
        try (ImageSource.Reader reader = Emoji.load("emoji-64").select(where).open()) {
            while (reader.hasNext()) {
                pixels.add(hash(reader.next()));
            }
        }
        return pixels;
    }

    private static String hash(EncodedImage image) {
        return Json.sha256(image.decode().rgb());
    }
}
