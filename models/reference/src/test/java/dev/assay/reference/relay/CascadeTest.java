package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.LabelPolicy;
import dev.assay.reference.model.Models;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Systems of several stages: those that come along, and what is an error in others. */
class CascadeTest {
    static final List<String> NAMES = Cascade.NAMES;

    private static final String FIRST = """
            system: two
            about: trial
            source: ours
            labels: {}
            enhancements: []
            stages:
            """;
    private static final String FROM_NOISE =
            "  - {model: rdm-celebahq-64, weights: w, from: noise, sampler: {name: heun}, guidance: {name: none}}\n";

    @TempDir
    private Path folder;

    private static Cascade cascade(String text) {
        return Cascade.of(Json.readYaml("two.yaml", text, CascadeConfig.class), Models::find);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void systemsThatComeAlongFitTogether(String name) {
        Cascade cascade = Cascade.find(name);
        assertThat(cascade.config().system()).isEqualTo(name);
        assertThat(cascade.enhancements()).isEmpty();
        assertThat(cascade.shape().width()).isEqualTo(Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)));
        for (int i = 1; i < cascade.stages().size(); i++) {
            assertThat(cascade.stages().get(i).lowResolution())
                    .isEqualTo(cascade.stages().get(i - 1).shape());
        }
    }

    @Test
    void imagenetIsSampledAsPublished() {
        Cascade cascade = Cascade.find("rdm-imagenet-256");
        assertThat(cascade.labels()).isEqualTo(new LabelPolicy.Random(1000));
        assertThat(cascade.stages().get(0).sampler().nfe()).isEqualTo(511);
        CascadeStage second = cascade.stages().get(1);
        assertThat(second.sampler().nfe()).isEqualTo(199);
        assertThat(second.guidance()).isEqualTo(new Guidance.Constant(3.5));
        RelaySampler relay = ((StageSampler.Relay) second.sampler()).sampler();
        assertThat(relay.blur()).isEqualTo(OperatorsGoldenTest.IMAGENET);
        assertThat(relay.churn()).isEqualTo(Churn.NONE);
        assertThat(relay.update())
                .isEqualTo(new RelayUpdate(
                        RelayUpdate.Corrector.RELEASED,
                        0.2,
                        new RelayNoise(0.15, new BlockNoise(4), RelayNoise.Form.RELEASED)));
        assertThat(relay.sigmas()[0]).isCloseTo(RdmValues.numbers("schedules", "imagenet", "first5")[0], within(1e-12));
    }

    @Test
    void celebahqIsSampledAsPublished() {
        Cascade cascade = Cascade.find("rdm-celebahq-256");
        assertThat(cascade.stages().get(0).sampler().nfe()).isEqualTo(239);
        assertThat(cascade.stages().get(1).sampler().nfe()).isEqualTo(107);
        RelaySampler relay = ((StageSampler.Relay) cascade.stages().get(1).sampler()).sampler();
        assertThat(relay.blur()).isEqualTo(OperatorsGoldenTest.CELEBAHQ_SAMPLER);
        assertThat(relay.churn().draws()).isEqualTo(1);
    }

    @Test
    void aSystemIsReadFromAFileWithItsSourceOfImagesAndEnhancements() throws IOException {
        Path file = folder.resolve("late.yaml");
        Files.writeString(file, """
                system: late
                about: starts from pictures
                source: ours
                labels: {}
                stages:
                  - model: rdm-celebahq-256
                    weights: weights.pt
                    from: small.npz
                    sampler: {name: relay, noise: paper, corrector: estimates, eta: 0}
                    guidance: {name: none}
                enhancements: [{name: contrast, factor: 0.9}, {name: color, factor: 0.99}]
                """);
        Cascade cascade = Cascade.find(file.toString());
        CascadeStage stage = cascade.stages().get(0);
        assertThat(stage.from()).isEqualTo(new LowResolution.Npz("small.npz"));
        assertThat(stage.weights()).isEqualTo("weights.pt");
        assertThat(stage.lowResolution()).isEqualTo(new ImageShape(3, 64, 64));
        assertThat(cascade.enhancements()).containsExactly(new Enhancement.Contrast(0.9), new Enhancement.Color(0.99));
        RelayUpdate update = ((StageSampler.Relay) stage.sampler()).sampler().update();
        assertThat(update.noise().form()).isEqualTo(RelayNoise.Form.PAPER);
        assertThat(update.corrector()).isEqualTo(RelayUpdate.Corrector.ESTIMATES);
        assertThat(update.asked()).isZero();
    }

    @Test
    void sourcesAreNoiseThePreviousStageAFolderOrAnNpz() {
        assertThat(LowResolution.of("noise")).isEqualTo(new LowResolution.Noise());
        assertThat(LowResolution.of("previous")).isEqualTo(new LowResolution.Previous());
        assertThat(LowResolution.of("a/b")).isEqualTo(new LowResolution.Folder("a/b"));
        assertThat(LowResolution.of("a/b.npz")).isEqualTo(new LowResolution.Npz("a/b.npz"));
    }

    /** Further stages, and what the error says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: relay, patch: 2}, guidance: {name: none}} | two: stage 2: the stage before it gives images of 3x64x64; patches of 2 make 3x256x256 of 3x128x128
            {model: rdm-celebahq-256, weights: w, from: noise, sampler: {name: relay}, guidance: {name: none}} | two: stage 2: a relay starts from noise
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: heun}, guidance: {name: none}} | images are handed to a sampler that starts from noise
            {model: upsampler-emoji-32, weights: w, from: noise, sampler: {name: heun}, guidance: {name: none}} | two: stage 2: an upsampler is given no images
            {model: upsampler-emoji-32, weights: w, from: previous, sampler: {name: heun}, guidance: {name: none}} | patches of 4 make 3x32x32 of 3x8x8
            {model: upsampler-emoji-32, weights: w, from: previous, sampler: {name: relay}, guidance: {name: none}} | a relay with a network that is given small images
            {model: rdm-celebahq-256, weights: w, from: folder, sampler: {name: relay}, guidance: {name: none}} | it does not use the stage before it
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: relay}, guidance: {name: constant, w: 2}} | the model has no classes to guide to
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: relay, patch: 3}, guidance: {name: none}} | 3 does not divide 256x256
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: ddim}, guidance: {name: none}} | networks of EDM take heun, heun-sde and relay
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: rely}, guidance: {name: none}} | did you mean relay?
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: relay, etta: 1}, guidance: {name: none}} | did you mean eta?
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: relay, eta: 2}, guidance: {name: none}} | it must be a number from 0 to 1
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {name: relay, noise: pap}, guidance: {name: none}} | there are released, paper
            {model: rdm-celebahq-256, weights: w, from: previous, sampler: {patch: 2}, guidance: {name: none}} | 'name' is missing
            {model: dit-xl-2-256, weights: w, from: previous, sampler: {name: relay}, guidance: {name: none}} | it is no denoiser of the form D(x; sigma)
            """)
    void stagesThatDoNotFitAreErrors(String stage, String message) {
        assertThatThrownBy(() -> cascade(FIRST + FROM_NOISE + "  - " + stage))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFirstStageThatFollowsNoneIsAnError() {
        String stage = FROM_NOISE.replace("from: noise", "from: previous").replace("name: heun", "name: relay");
        assertThatThrownBy(() -> cascade(FIRST + stage))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("it follows no stage");
    }

    @Test
    void labelsGoWithClassesAlone() {
        String conditional = FIRST + FROM_NOISE.replace("rdm-celebahq-64", "rdm-imagenet-64");
        assertThatThrownBy(() -> cascade(conditional)).hasMessageContaining("a stage has 1000 classes");
        String labels = "labels: {name: random, classes: 1000}";
        assertThat(cascade(conditional.replace("labels: {}", labels)).labels()).isEqualTo(new LabelPolicy.Random(1000));
        assertThatThrownBy(() -> cascade((FIRST + FROM_NOISE).replace("labels: {}", labels)))
                .hasMessageContaining("no stage has classes");
    }

    @Test
    void aSystemWithoutStagesIsAnError() {
        assertThatThrownBy(() -> cascade(FIRST.replace("stages:", "stages: []")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("it has no stages");
        assertThatThrownBy(() -> Cascade.find("rdm-imagenet-265"))
                .hasMessageContaining("did you mean rdm-imagenet-256");
    }

    /** Denoisers that know one image each: what comes out is the last one's, what goes in reaches it enlarged. */
    @Test
    void stagesRunOneAfterTheOther() {
        Cascade cascade = Cascade.find("rdm-celebahq-256");
        CascadeStage first = cascade.stages().get(0);
        CascadeStage second = cascade.stages().get(1);
        double[] small = first.sample(
                (x, sigma) -> filled(first.shape(), 0.25),
                new ImageNoise(Cascade.stageSeed(3, 0), new long[] {1}, first.shape()),
                new double[0]);
        assertThat(Patterns.largestDifference(small, filled(first.shape(), 0.25)))
                .isZero();
        double[][] seen = new double[1][];
        double[] images = second.sample(
                (x, sigma) -> {
                    seen[0] = seen[0] == null ? x : seen[0];
                    return filled(second.shape(), -0.5);
                },
                new ImageNoise(Cascade.stageSeed(3, 1), new long[] {1}, second.shape()),
                small);
        assertThat(Patterns.largestDifference(images, filled(second.shape(), -0.5)))
                .isZero();
        // 196608 pixels around 0.25 with noise of 0.92 and blocks in it: five standard errors, four times those of
        // white
        assertThat(Arrays.stream(seen[0]).average().orElseThrow()).isCloseTo(0.25, within(0.0125));
        assertThat(second.denoiser().classes()).isZero();
    }

    private static double[] filled(ImageShape shape, double value) {
        double[] image = new double[shape.elements()];
        Arrays.fill(image, value);
        return image;
    }

    @Test
    void anUpsamplerIsGivenItsSmallImagesAsAConditionWithAndWithoutClass() {
        CascadeStage stage = Cascade.find("upsampler-emoji-32").stages().get(1);
        assertThat(stage.enlargement()).isEqualTo(4);
        assertThat(stage.step()).isEmpty();
        double[] small = filled(stage.lowResolution(), 0.5);
        Array.Floats given = (Array.Floats) stage.conditions(small, 7).get("low_res");
        assertThat(given.shape()).containsExactly(1, 3, 8, 8);
        assertThat(given.values()).containsOnly(0.5f);
        CascadeStage guided =
                new CascadeStage(stage.model(), "", stage.from(), stage.sampler(), new Guidance.Constant(2));
        assertThat(guided.conditions(small, 7))
                .containsOnlyKeys("low_res", "class_labels", "unconditional_low_res", "unconditional_class_labels");
    }

    @Test
    void aRelayHasItsStepsAsANetworkUnlessNoiseIsAddedBetween() {
        assertThat(Cascade.find("rdm-celebahq-256").stages().get(0).step()).isEmpty();
        assertThat(Cascade.find("rdm-celebahq-256").stages().get(1).step()).isPresent();
        String churned = "  - {model: rdm-celebahq-256, weights: w, from: previous, "
                + "sampler: {name: relay, churn: 4, churn_max: 50}, guidance: {name: none}}";
        assertThat(cascade(FIRST + FROM_NOISE + churned).stages().get(1).step()).isEmpty();
    }

    @Test
    void stagesHaveNoiseOfTheirOwn() {
        assertThat(Cascade.stageSeed(7, 0)).isEqualTo(7);
        assertThat(Cascade.stageSeed(7, 1))
                .isNotEqualTo(Cascade.stageSeed(7, 2))
                .isNotEqualTo(8);
    }

    @Test
    void guidanceOfAStageIsInsideItsDenoiser() {
        Cascade cascade = Cascade.find("rdm-imagenet-256");
        assertThat(cascade.stages().get(0).denoiser()).isNotInstanceOf(GuidedDenoiser.class);
        assertThat(((GuidedDenoiser) cascade.stages().get(1).denoiser()).weight())
                .isEqualTo(3.5);
    }

    @Test
    void everySettingOfARelayHasARecordedValue() {
        Map<String, Object> settings = StageSamplers.settings("relay", Map.of("steps", 9));
        assertThat(settings).hasSize(20).containsEntry("steps", 9).containsEntry("corrector", "released");
        assertThat(StageSamplers.named("relay", settings)).isEqualTo(StageSamplers.named("relay", Map.of("steps", 9)));
        assertThat(StageSamplers.names()).contains("relay", "heun-sde", "heun", "dpm-solver++");
    }
}
