package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.metrics.Metrics;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Preset;
import dev.assay.spec.Presets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class ScoreNameTest {
    static final List<String> PRESETS = Presets.NAMES;

    private static final Preset EXACT = Presets.named("exact");
    private static final Preset ADM = Presets.named("adm");

    @Test
    void onlyThePublishedNetworkGivesTheNamesOfTheLiterature() {
        assertThat(ScoreName.FID.id("inception-2015-12-05")).isEqualTo("fid");
        assertThat(ScoreName.KID.id("inception-2015-12-05")).isEqualTo("kid");
        assertThat(ScoreName.FID.id("pixels-16")).isEqualTo("fd[pixels-16]");
        assertThat(ScoreName.KID.id("inception-2015-12-05-0123456789abcdef"))
                .isEqualTo("kd[inception-2015-12-05-0123456789abcdef]");
        assertThat(ScoreName.PRECISION.id("features")).isEqualTo("precision[features]");
    }

    @ParameterizedTest
    @EnumSource
    void everyNameIsFoundByItsMetricTapAndOutput(ScoreName name) {
        assertThat(ScoreName.of(name.metric, name.tap, name.output)).isEqualTo(name);
        assertThat(ScoreName.registryName(name.inception)).isEqualTo(name.metric);
        assertThat(ScoreName.registryName(name.plain)).isEqualTo(name.metric);
    }

    /** Otherwise a preset could ask for a score that has no name to print. */
    @ParameterizedTest
    @FieldSource("PRESETS")
    void everyOutputOfEveryPresetHasAName(String preset) {
        for (MetricSpec spec : Presets.named(preset).metrics()) {
            assertThat(Metrics.of(spec).measures())
                    .allSatisfy(output -> assertThat(ScoreName.of(spec.metric(), spec.tap(), output))
                            .isNotNull());
        }
    }

    @Test
    void withoutNamesEverythingOfThePresetIsChosen() {
        assertThat(ScoreName.choose(List.of(), EXACT)).isEqualTo(EnumSet.allOf(ScoreName.class));
        assertThat(ScoreName.choose(List.of(), ADM))
                .containsExactly(ScoreName.FID, ScoreName.SFID, ScoreName.IS, ScoreName.PRECISION, ScoreName.RECALL);
    }

    @Test
    void namesMayBeOfTheLiteraturePlainOrOfTheRegistry() {
        assertThat(ScoreName.choose(List.of("FID", "kd"), EXACT)).containsExactly(ScoreName.FID, ScoreName.KID);
        assertThat(ScoreName.choose(List.of("precision_recall"), ADM))
                .containsExactly(ScoreName.PRECISION, ScoreName.RECALL);
    }

    @Test
    void unknownNamesAreAnsweredWithNearOnes() {
        assertThatThrownBy(() -> ScoreName.choose(List.of("covrage"), EXACT))
                .hasMessageContaining("did you mean coverage?");
        assertThatThrownBy(() -> ScoreName.registryName("kidd")).hasMessageContaining("did you mean kid");
        assertThatThrownBy(() -> ScoreName.choose(List.of("density"), ADM))
                .hasMessageContaining("preset adm does not define it")
                .hasMessageContaining("fid, sfid, is, precision, recall");
    }

    @Test
    void outputsAreNarrowedToWhatWasChosenAndParametersChanged() {
        List<MetricSpec> specs = ScoreName.specs(
                EXACT, Set.of(ScoreName.RECALL, ScoreName.FID), Map.of("precision_recall", Map.of("k", 5)));
        assertThat(specs).extracting(MetricSpec::metric).containsExactly("frechet_distance", "precision_recall");
        assertThat(specs.get(0).tap()).isEqualTo("features");
        assertThat(specs.get(1).with())
                .containsEntry("outputs", List.of("recall"))
                .containsEntry("k", 5);
    }
}
