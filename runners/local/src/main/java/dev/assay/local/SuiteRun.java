package dev.assay.local;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.PictureInput;
import dev.assay.datasets.distort.Distortion;
import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.algebra.Compute;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.AssayException;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Preset;
import dev.assay.spec.Presets;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.Suite;
import dev.assay.spec.SuiteResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A suite over embedded data: every system scored against one reference, then every expectation checked. */
final class SuiteRun {
    private static final int SAMPLES = 32;
    private static final int SAMPLE_COLUMNS = 8;

    private final Suite suite;
    private final MachineOptions machine;
    private final PrintWriter messages;

    SuiteRun(Suite suite, MachineOptions machine, PrintWriter messages) {
        this.suite = suite;
        this.machine = machine;
        this.messages = messages;
    }

    /** Runs it; contact sheets go to the folder as they are made. */
    SuiteResult run(ResultFolder folder) {
        EmbeddedSet data = Emoji.load(suite.dataset());
        ImageSource reference = data.select(suite.reference().where());
        Map<String, ImageSource> images = new LinkedHashMap<>();
        for (Suite.GradedSystem system : suite.systems()) {
            images.put(system.system(), images(data, system, reference));
        }
        List<RunResult> results = new ArrayList<>();
        try (FeatureExtractor extractor = Extractors.embedded(suite.extractor(), machine.device);
                Progress progress = new Progress(
                        suite.suite(),
                        "systems",
                        OptionalLong.of(suite.systems().size() + 1))) {
            Extractors.tell(extractor, messages);
            Evaluation evaluation = evaluation(extractor);
            Evaluation.Reference measured = evaluation.reference(
                    input(reference), input(reference), Optional.of(extractor), Map.of("data_set", suite.dataset()));
            samples(reference, folder, "reference");
            progress.advance(1);
            images.forEach((system, source) -> {
                samples(source, folder, system);
                results.add(evaluation.score(system, input(source), measured, Map.of()));
                progress.advance(1);
            });
        }
        return new SuiteResult(suite, results, checks(results));
    }

    private static EvaluationInput input(ImageSource images) {
        return new PictureInput("embedded", images, List.of());
    }

    private static ImageSource images(EmbeddedSet data, Suite.GradedSystem system, ImageSource reference) {
        ImageSource chosen = data.select(system.images().where());
        return system.distortion().isEmpty()
                ? chosen
                : Distortion.parse(system.distortion()).apply(chosen, reference);
    }

    private Evaluation evaluation(FeatureExtractor extractor) {
        Preset preset = Presets.named(suite.preset());
        Set<ScoreName> names = ScoreName.choose(List.of(), preset);
        List<MetricSpec> specs = ScoreName.specs(preset, names, suite.override());
        return new Evaluation(
                suite.suite(),
                suite.version(),
                preset,
                specs,
                names,
                false,
                extractor.name(),
                new Extraction(machine.threads, machine.batch, 0),
                Compute.on(machine.threads));
    }

    /** A contact sheet of pictures spread evenly over the set. */
    private static void samples(ImageSource source, ResultFolder folder, String system) {
        long count = source.count().orElse(SAMPLES);
        long shown = Math.min(count, SAMPLES);
        List<SampleGrid.Tile> tiles = new ArrayList<>();
        try (ImageSource.Reader reader = source.open()) {
            for (long i = 0; reader.hasNext(); i++) {
                EncodedImage encoded = reader.next();
                if (tiles.size() < shown && i == tiles.size() * count / shown) {
                    Image image = encoded.decode();
                    tiles.add(new SampleGrid.Tile(image.height(), image.width(), image.rgb()));
                }
            }
        }
        Output.folderFor(folder.samples(system).getParent());
        SampleGrid.png(tiles, SAMPLE_COLUMNS, folder.samples(system));
    }

    /** Every expectation against the scores of its series. */
    private List<SuiteResult.Check> checks(List<RunResult> results) {
        Map<String, RunResult> bySystem = new LinkedHashMap<>();
        results.forEach(r -> bySystem.put(r.system(), r));
        return suite.expectations().stream().map(e -> check(e, bySystem)).toList();
    }

    private SuiteResult.Check check(Suite.Expectation expectation, Map<String, RunResult> results) {
        List<Double> values = new ArrayList<>();
        for (Suite.GradedSystem system : suite.series(expectation.series())) {
            values.add(value(results.get(system.system()), expectation.score()));
        }
        boolean passed = expectation.order().holds(values);
        String verb = expectation.order() == Suite.Order.RISES ? "rises" : "falls";
        return new SuiteResult.Check(
                expectation.series() + ": " + expectation.score() + " " + verb,
                expectation.series(),
                expectation.score(),
                expectation.order(),
                values,
                passed,
                (passed ? "as expected, " : "but it should: ") + expectation.reason());
    }

    private static double value(RunResult result, String score) {
        return result.scores().stream()
                .filter(s -> s.id().equals(score))
                .mapToDouble(Score::value)
                .findFirst()
                .orElseThrow(() -> new AssayException(
                        "suite, system " + result.system(),
                        "no score " + score,
                        "there are " + result.scores().stream().map(Score::id).toList(),
                        "correct the suite's expectations"));
    }
}
