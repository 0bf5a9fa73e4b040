package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.reference.emoji.TextEncoder;
import dev.assay.reference.emoji.TrainedTowers;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trained extractor that is part of Assay. */
class EmbeddedExtractorTest {
    private static final String NAME = "assay-emoji-v1";
    private static final Set<String> TAPS = Set.of("features", "logits", "embedding", "identity");

    @TempDir
    private Path folder;

    @Test
    void scoresCarryItsNameAndNoneIsCalledFid() {
        Path images = folder.resolve("real.npz");
        Assay.run("data", "export", "emoji-32", "--where", "subcategory=animal-bird", "--out", images);
        Assay.Ran ran =
                Assay.run("evaluate", "-g", images, "-r", images, "--extractor", NAME, "--metrics", "fid,is", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        List<String> ids = StreamSupport.stream(ran.json().get("scores").spliterator(), false)
                .map((JsonNode score) -> score.get("id").asText())
                .toList();
        assertThat(ids).contains("fd[" + NAME + "]", "is[" + NAME + "]").allMatch(id -> id.endsWith("[" + NAME + "]"));
    }

    @Test
    void aFeatureDependsOnItsImageAlone() {
        List<Image> images = new ArrayList<>();
        try (ImageSource.Reader reader = Emoji.load("emoji-64").all().open()) {
            for (int i = 0; i < 5; i++) {
                images.add(reader.next().decode());
            }
        }
        try (FeatureExtractor extractor = Extractors.embedded(NAME, Device.CPU)) {
            assertThat(extractor.taps()).isEqualTo(TAPS);
            Map<String, float[]> together = extractor.extract(images, TAPS);
            for (int i = 0; i < images.size(); i++) {
                int row = i;
                extractor.extract(List.of(images.get(i)), TAPS).forEach((tap, values) -> assertThat(values)
                        .as("%s of %d", tap, row)
                        .isEqualTo(
                                Arrays.copyOfRange(together.get(tap), row * values.length, (row + 1) * values.length)));
            }
        }
    }

    /** Floors well below what docs/extractors.md says was measured, far above chance. */
    @Test
    void itSeesWhatPicturesShow() {
        List<Double> floors = List.of(0.5, 0.8, 0.6, 0.8, 0.6, 0.3, 0.5, 0.93, 0.85, 0.8, 0.9);
        try (FeatureExtractor extractor = Extractors.embedded(NAME, Device.CPU);
                TextEncoder text = TrainedTowers.load().text(new SessionOptions(1, Device.CPU))) {
            ExtractorProbe probe = new ExtractorProbe(extractor);
            List<ExtractorProbe.Row> rows = new ArrayList<>(probe.pictures());
            rows.addAll(probe.words(text));
            assertThat(rows).hasSameSizeAs(floors);
            for (int i = 0; i < floors.size(); i++) {
                assertThat(rows.get(i).value()).as(rows.get(i).probe()).isBetween(floors.get(i), 1.0);
            }
        }
    }

    @Test
    void onlyWhatIsEmbeddedCanBeNamedBySuites() {
        assertThatThrownBy(() -> Extractors.embedded("assay-emoji-v2", Device.CPU))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean assay-emoji-v1");
    }
}
