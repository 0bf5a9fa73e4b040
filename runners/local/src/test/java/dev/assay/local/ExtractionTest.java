package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import dev.assay.spec.SetUsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTest {
    private static final int COUNT = 23;

    /** Pictures of one pixel, whose red is their number; those in {@code bad} do not decode. */
    private record Numbered(int total, Set<Integer> bad) implements ImageSource {
        @Override
        public String name() {
            return "numbered";
        }

        @Override
        public OptionalLong count() {
            return OptionalLong.empty();
        }

        @Override
        public Reader open() {
            return new Reader() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < total;
                }

                @Override
                public EncodedImage next() {
                    int number = next++;
                    return new EncodedImage("#" + number, EncodedImage.NO_LABEL, () -> picture(number));
                }

                @Override
                public void close() {}
            };
        }

        private Image picture(int number) {
            if (bad.contains(number)) {
                throw new BadImageException("#" + number, "made up damage", "it must be whole", "mend it");
            }
            return new Image(1, 1, new byte[] {(byte) number, 0, 0});
        }
    }

    /** What was read, and the red of every picture in the order it was handed on. */
    private record Read(SetUsed used, List<Float> reds) {}

    private static Read read(Extraction extraction, int total, Integer... bad) {
        List<Float> reds = new ArrayList<>();
        SetUsed used = extraction.run(
                new Numbered(total, Set.of(bad)),
                images -> {
                    float[] values = new float[images.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = images.get(i).at(0, 0, 0);
                    }
                    return Map.of("red", values);
                },
                (count, features) -> {
                    float[] values = features.get("red");
                    assertThat(values).hasSize(count);
                    for (float value : values) {
                        reds.add(value);
                    }
                });
        return new Read(used, reds);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "2, 1", "2, 7", "3, 4", "2, 23", "4, 100"})
    void orderAndHashDependOnNeitherThreadsNorBatch(int threads, int batch) {
        Read read = read(new Extraction(threads, batch, 0), COUNT);
        assertThat(read.reds())
                .containsExactlyElementsOf(
                        IntStream.range(0, COUNT).mapToObj(i -> (float) i).toList());
        assertThat(read.used()).isEqualTo(read(new Extraction(1, 16, 0), COUNT).used());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "2, 2", "3, 50"})
    void badPicturesAreCountedListedAndLeftOutOfTheHash(int threads, int batch) {
        Read read = read(new Extraction(threads, batch, 3), COUNT, 0, 11, 22);
        assertThat(read.used().planned()).isEqualTo(COUNT);
        assertThat(read.used().used()).isEqualTo(COUNT - 3);
        assertThat(read.used().skipped()).extracting(SetUsed.Skipped::id).containsExactly("#0", "#11", "#22");
        assertThat(read.used().skipped())
                .extracting(SetUsed.Skipped::reason)
                .allMatch(reason -> reason.contains("made up damage"));
        assertThat(read.reds()).hasSize(COUNT - 3).doesNotContain(0f, 11f, 22f);
        assertThat(read.used().sha256())
                .isNotEqualTo(read(new Extraction(1, 16, 0), COUNT).used().sha256());
    }

    @Test
    void aDifferentPictureChangesTheHash() {
        Extraction extraction = new Extraction(1, 16, 0);
        assertThat(read(extraction, COUNT).used().sha256())
                .isNotEqualTo(read(extraction, COUNT + 1).used().sha256());
    }

    @Test
    void oneBadPictureMoreThanAllowedEndsTheRun() {
        assertThatThrownBy(() -> read(new Extraction(2, 4, 0), COUNT, 5))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("#5")
                .hasMessageContaining("--skip-bad");
        assertThatThrownBy(() -> read(new Extraction(2, 4, 1), COUNT, 5, 6))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("2 images");
    }

    @Test
    void nothingReadableIsAnError() {
        assertThatThrownBy(() -> read(new Extraction(1, 4, 5), 2, 0, 1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("none of its 2 pictures");
        assertThatThrownBy(() -> read(new Extraction(1, 4, 5), 0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no pictures");
    }

    @Test
    void countsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Extraction(0, 1, 0)).hasMessageStartingWith("--threads: it is 0");
        assertThatThrownBy(() -> new Extraction(1, 0, 0)).hasMessageStartingWith("--batch: it is 0");
        assertThatThrownBy(() -> new Extraction(1, 1, -1)).hasMessageStartingWith("--skip-bad: it is -1");
    }
}
