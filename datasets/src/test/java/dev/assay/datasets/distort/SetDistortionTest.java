package dev.assay.datasets.distort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.ImageSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetDistortionTest {
    private static final Pictures IMAGES = Pictures.textured("images", 0, 40, 8);
    private static final Pictures REFERENCE = Pictures.textured("reference", 100, 15, 8);

    @ParameterizedTest
    @CsvSource({"1, 40", "0.5, 20", "0.26, 10", "0.025, 1", "0, 1"})
    void duplicatesKeepTheStatedNumberOfDistinctPictures(double keep, int distinct) {
        List<String> pixels = Pictures.pixels(new Duplicates(keep, 3).apply(IMAGES));
        Map<String, Long> times =
                pixels.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(times).hasSize(distinct);
        assertThat(Collections.max(times.values()) - Collections.min(times.values()))
                .as("all are shown about equally often")
                .isLessThanOrEqualTo(1);
        assertThat(Pictures.pixels(IMAGES)).containsAll(times.keySet());
    }

    @Test
    void keptPicturesStayInTheirPlaces() {
        List<String> before = Pictures.pixels(IMAGES);
        List<String> after = Pictures.pixels(new Duplicates(0.5, 3).apply(IMAGES));
        assertThat(same(before, after)).hasSize(20);
    }

    @Test
    void weakerGradeKeepsAllThatAStrongerOneKeeps() {
        assertThat(distinct(new Duplicates(0.5, 3).apply(IMAGES)))
                .containsAll(distinct(new Duplicates(0.2, 3).apply(IMAGES)));
        assertThat(labels(new DropCategories(0.75, 3).apply(IMAGES)))
                .containsAll(labels(new DropCategories(0.25, 3).apply(IMAGES)));
        List<String> images = Pictures.pixels(IMAGES);
        List<String> few = Pictures.pixels(new Copies(0.2, 3).apply(IMAGES, REFERENCE));
        List<String> many = Pictures.pixels(new Copies(0.6, 3).apply(IMAGES, REFERENCE));
        for (int i = 0; i < images.size(); i++) {
            if (!few.get(i).equals(images.get(i))) {
                assertThat(many.get(i)).isEqualTo(few.get(i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "0.5, 4", "0.3, 2", "0.01, 1"})
    void droppedCategoriesAreReplacedByCopiesOfThoseThatStay(double keep, int classes) {
        ImageSource source = new DropCategories(keep, 4).apply(IMAGES);
        Set<Integer> labels = labels(source);
        assertThat(labels).hasSize(classes);
        List<String> before = Pictures.pixels(IMAGES);
        List<String> after = Pictures.pixels(source);
        List<EncodedImage> images = Pictures.read(source);
        for (int i = 0; i < before.size(); i++) {
            if (labels.contains(IMAGES.labels()[i])) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            } else {
                int from = before.indexOf(after.get(i));
                assertThat(IMAGES.labels()[from])
                        .isEqualTo(images.get(i).label())
                        .isIn(labels);
            }
        }
        // 40 pictures in 8 classes: all that stay are there, each about equally often.
        assertThat(distinct(source)).hasSize(5 * classes);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 10, 10", "0.375, 15, 15", "1, 40, 15"})
    void copiesComeFromTheReferenceEachOnceBeforeAnyTwice(double fraction, int replaced, int distinct) {
        ImageSource source = new Copies(fraction, 5).apply(IMAGES, REFERENCE);
        List<String> after = Pictures.pixels(source);
        assertThat(same(Pictures.pixels(IMAGES), after)).hasSize(40 - replaced);
        Set<String> copied = new HashSet<>(after);
        copied.retainAll(Pictures.pixels(REFERENCE));
        assertThat(copied).hasSize(distinct);
        assertThat(Pictures.read(source).stream().filter(image -> image.id().contains(" = reference#")))
                .hasSize(replaced);
    }

    private static Set<Integer> same(List<String> a, List<String> b) {
        Set<Integer> places = new TreeSet<>();
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).equals(b.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    private static Set<String> distinct(ImageSource source) {
        return new HashSet<>(Pictures.pixels(source));
    }

    private static Set<Integer> labels(ImageSource source) {
        return Pictures.read(source).stream().map(EncodedImage::label).collect(Collectors.toSet());
    }
}
