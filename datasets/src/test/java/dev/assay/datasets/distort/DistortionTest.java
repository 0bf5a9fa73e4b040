package dev.assay.datasets.distort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every distortion. */
class DistortionTest {
    private static final Pictures IMAGES = Pictures.textured("images", 0, 24, 6);
    private static final Pictures REFERENCE = Pictures.textured("reference", 100, 10, 6);

    static List<Map<String, Object>> weakest() {
        return List.of(
                Map.of(),
                Map.of("name", "gaussian-blur", "sigma", 0),
                Map.of("name", "gaussian-noise", "sigma", 0, "seed", 1),
                Map.of("name", "colour-shift", "hue", 0, "offset", List.of(0, 0, 0)),
                Map.of("name", "colour-shift", "hue", 360, "offset", List.of(0, 0, 0)),
                Map.of("name", "duplicates", "keep", 1, "seed", 1),
                Map.of("name", "drop-categories", "keep", 1, "seed", 1),
                Map.of("name", "copies", "fraction", 0, "seed", 1));
    }

    static List<Map<String, Object>> strong() {
        return List.of(
                Map.of("name", "gaussian-blur", "sigma", 1.5),
                Map.of("name", "gaussian-noise", "sigma", 20, "seed", 7),
                Map.of("name", "jpeg", "quality", 10),
                Map.of("name", "colour-shift", "hue", 40, "offset", List.of(10, -5, 0.5)),
                Map.of("name", "duplicates", "keep", 0.3, "seed", 7),
                Map.of("name", "drop-categories", "keep", 0.5, "seed", 7),
                Map.of("name", "copies", "fraction", 0.7, "seed", 7));
    }

    @ParameterizedTest
    @MethodSource("weakest")
    void weakestGradeChangesNothing(Map<String, Object> description) {
        ImageSource source = Distortion.parse(description).apply(IMAGES, REFERENCE);
        assertThat(Pictures.pixels(source)).isEqualTo(Pictures.pixels(IMAGES));
        assertThat(Pictures.read(source).stream().map(EncodedImage::id))
                .containsExactlyElementsOf(
                        Pictures.read(IMAGES).stream().map(EncodedImage::id).toList());
    }

    @ParameterizedTest
    @MethodSource("strong")
    void distortedSetHasAsManyPicturesAndIsTheSameEachTime(Map<String, Object> description) {
        ImageSource source = Distortion.parse(description).apply(IMAGES, REFERENCE);
        List<String> first = Pictures.pixels(source);
        assertThat(first).hasSize(24).isNotEqualTo(Pictures.pixels(IMAGES));
        assertThat(Pictures.pixels(source)).isEqualTo(first);
        assertThat(Pictures.pixels(Distortion.parse(description).apply(IMAGES, REFERENCE)))
                .isEqualTo(first);
        assertThat(source.count()).hasValue(24);
        assertThat(Pictures.read(source).stream().map(EncodedImage::id).distinct())
                .hasSize(24);
    }

    @ParameterizedTest
    @MethodSource("strong")
    void orderOfDecodingDoesNotMatter(Map<String, Object> description) {
        ImageSource source = Distortion.parse(description).apply(IMAGES, REFERENCE);
        List<EncodedImage> images = Pictures.read(source);
        Collections.reverse(images);
        List<String> backward = new ArrayList<>();
        images.forEach(image -> backward.add(Pictures.hex(image.decode())));
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(Pictures.pixels(source));
    }

    @Test
    void namesAreThoseThatCanBeParsed() {
        assertThat(strong().stream().map(description -> description.get("name")))
                .containsExactlyElementsOf(Distortion.NAMES);
    }

    static List<Map<String, Object>> unfit() {
        return List.of(
                Map.of("sigma", 1),
                Map.of("name", "gausian-blur", "sigma", 1),
                Map.of("name", "gaussian-blur"),
                Map.of("name", "gaussian-blur", "sigma", -1),
                Map.of("name", "gaussian-blur", "sigma", "wide"),
                Map.of("name", "gaussian-blur", "sigma", 1, "radius", 2),
                Map.of("name", "gaussian-noise", "sigma", 1),
                Map.of("name", "gaussian-noise", "sigma", Double.NaN, "seed", 1),
                Map.of("name", "jpeg", "quality", 0),
                Map.of("name", "jpeg", "quality", 101),
                Map.of("name", "colour-shift", "hue", 10),
                Map.of("name", "colour-shift", "hue", 10, "offset", List.of(1, 2)),
                Map.of("name", "colour-shift", "hue", 10, "offset", List.of(1, 2, 256)),
                Map.of("name", "duplicates", "keep", 1.01, "seed", 1),
                Map.of("name", "drop-categories", "keep", -0.1, "seed", 1),
                Map.of("name", "copies", "fraction", 2, "seed", 1));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void unfitDescriptionIsRefusedInOneLine(Map<String, Object> description) {
        assertThatThrownBy(() -> Distortion.parse(description))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("distortion")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void copiesWithoutReferenceAreRefused() {
        Distortion copies = Distortion.parse(Map.of("name", "copies", "fraction", 0.5, "seed", 1));
        assertThatThrownBy(() -> copies.apply(IMAGES))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("reference");
        Pictures empty = new Pictures("empty", List.of(), new int[0]);
        assertThatThrownBy(() -> copies.apply(IMAGES, empty).open())
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void picturesWithoutClassesCannotLoseClasses() {
        Pictures images = new Pictures("bare", IMAGES.pictures().subList(0, 2), new int[] {0, EncodedImage.NO_LABEL});
        ImageSource source = new DropCategories(0.5, 1).apply(images);
        assertThatThrownBy(source::open).isInstanceOf(AssayException.class).hasMessageContaining("class");
    }
}
