package dev.assay.reports;

import dev.assay.spec.Better;
import dev.assay.spec.Json;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.SetUsed;
import dev.assay.spec.Suite;
import dev.assay.spec.Suite.Expectation;
import dev.assay.spec.Suite.GradedSystem;
import dev.assay.spec.Suite.Order;
import dev.assay.spec.Suite.Selection;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.SuiteResult.Check;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Results invented for the tests, of the size and shape of the suite metric-sanity; no number was measured. */
final class MadeUp {
    /** Strength of each series' effect on distances, on fidelity and on diversity, from 0 to 1. */
    private static final Map<String, double[]> EFFECTS = effects();

    private static final List<String> IDS = List.of(
            "fd[pixels-16]",
            "kd[pixels-16]",
            "precision[pixels-16]",
            "recall[pixels-16]",
            "density[pixels-16]",
            "coverage[pixels-16]",
            "fd-spatial[pixels-16]",
            "is[pixels-16]");

    private MadeUp() {}

    private static Map<String, double[]> effects() {
        Map<String, double[]> effects = new LinkedHashMap<>();
        effects.put("blur", new double[] {0.5, 0.55, 0.8});
        effects.put("noise", new double[] {1, 0.95, 0.9});
        effects.put("jpeg", new double[] {0.08, 0.2, 0.25});
        effects.put("colour-shift", new double[] {0.7, 0.7, 0.6});
        effects.put("duplicates", new double[] {0.12, 0.03, 0.9});
        effects.put("dropped-categories", new double[] {0.3, 0.05, 0.7});
        effects.put("copies-of-train", new double[] {-0.015, -0.9, -0.5});
        return effects;
    }

    /** 25 systems in 9 series, 8 scores; every check holds. */
    static SuiteResult suite() {
        return withChecks(suite("metric-sanity"), results());
    }

    /** The same with the blur series out of order in two scores. */
    static SuiteResult brokenSuite() {
        List<RunResult> results = new ArrayList<>();
        for (RunResult run : results()) {
            List<Score> scores = run.scores().stream()
                    .map(s -> run.system().equals("blur-3") && s.id().startsWith("density")
                            ? withValue(s, 0.9123)
                            : run.system().equals("jpeg-2") && s.id().startsWith("kd") ? withValue(s, 0.0005) : s)
                    .toList();
            results.add(withScores(run, scores));
        }
        return withChecks(suite("metric-sanity"), results);
    }

    static RunResult run(String system, Score... scores) {
        return new RunResult(
                RunResult.SCHEMA,
                "0.1.0",
                "metric-sanity",
                1,
                "exact",
                "5d3fb1c09a7e4d215d3fb1c09a7e4d215d3fb1c09a7e4d215d3fb1c09a7e4d21",
                system,
                new SetUsed("images", 1479, 1479, List.of(), hash(system)),
                new SetUsed("images", 1479, 1479, List.of(), hash("reference")),
                Map.of(
                        "pixels-16",
                        Map.of("sha256", hash("pixels-16"), "resize", "antialias-bilinear", "features", "768")),
                Map.of(
                        "java", "17.0.15",
                        "onnxruntime", "1.28.0",
                        "provider", "cpu",
                        "algebra", "openblas 0.3.31"),
                List.of(scores),
                Map.of(),
                Map.of("started", "2026-11-21T08:15:30Z", "seconds", 4.25, "threads", 2, "batch", 32));
    }

    static Score score(String id, String metric, Better better, double value) {
        return new Score(
                id,
                metric,
                value,
                better,
                "pixels-16",
                "features",
                1479,
                1479,
                Map.of("divisor", "n-1", "mean", "float64"),
                hash(id).substring(0, 16),
                Map.of(),
                List.of());
    }

    static Score withValue(Score s, double value) {
        return new Score(
                s.id(),
                s.metric(),
                value,
                s.better(),
                s.extractor(),
                s.tap(),
                s.generatedCount(),
                s.referenceCount(),
                s.parameters(),
                s.identity(),
                s.details(),
                s.notes());
    }

    static Score withNotes(Score s, String... notes) {
        return new Score(
                s.id(),
                s.metric(),
                s.value(),
                s.better(),
                s.extractor(),
                s.tap(),
                s.generatedCount(),
                s.referenceCount(),
                s.parameters(),
                s.identity(),
                Map.of("std", 0.0123456),
                List.of(notes));
    }

    static RunResult withScores(RunResult run, List<Score> scores) {
        return new RunResult(
                run.schema(),
                run.assay(),
                run.protocol(),
                run.protocolVersion(),
                run.preset(),
                run.protocolSha256(),
                run.system(),
                run.generated(),
                run.reference(),
                run.extractors(),
                run.engine(),
                scores,
                run.omitted(),
                run.timings());
    }

    static RunResult withGenerated(RunResult run, SetUsed generated) {
        return new RunResult(
                run.schema(),
                run.assay(),
                run.protocol(),
                run.protocolVersion(),
                run.preset(),
                run.protocolSha256(),
                run.system(),
                generated,
                run.reference(),
                run.extractors(),
                run.engine(),
                run.scores(),
                run.omitted(),
                run.timings());
    }

    /** A contact sheet of coloured discs for each system and for the reference. */
    static Map<String, Path> grids(Path folder) {
        List<String> names = new ArrayList<>(suite("metric-sanity").systems().stream()
                .map(GradedSystem::system)
                .toList());
        names.add("reference");
        Map<String, Path> grids = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Random random = new Random(i);
            List<SampleGrid.Tile> discs = new ArrayList<>();
            for (int k = 0; k < 24; k++) {
                discs.add(disc(32, random.nextInt(1 << 24)));
            }
            Path png = folder.resolve("grid-" + i + ".png");
            SampleGrid.png(discs, 8, png);
            grids.put(names.get(i), png);
        }
        return grids;
    }

    private static SampleGrid.Tile disc(int size, int colour) {
        byte[] rgb = new byte[size * size * 3];
        for (int i = 0; i < size * size; i++) {
            int across = i % size - size / 2;
            int down = i / size - size / 2;
            int shown = across * across + down * down < size * size / 6 ? colour : 0xFFFFFF;
            rgb[3 * i] = (byte) (shown >> 16);
            rgb[3 * i + 1] = (byte) (shown >> 8);
            rgb[3 * i + 2] = (byte) shown;
        }
        return new SampleGrid.Tile(size, size, rgb);
    }

    private static Suite suite(String name) {
        List<GradedSystem> systems = new ArrayList<>();
        Selection validation = new Selection(Map.of("vendor", List.of("google"), "split", List.of("validation")));
        systems.add(new GradedSystem("validation", "floor", 0, "the validation split", validation, Map.of()));
        systems.add(new GradedSystem("style", "style", 1, "the same emoji drawn by Twitter", validation, Map.of()));
        EFFECTS.forEach((series, effect) -> {
            int grades = series.equals("blur") || series.equals("noise") ? 4 : 3;
            for (int grade = 1; grade <= grades; grade++) {
                systems.add(new GradedSystem(
                        series + "-" + grade,
                        series,
                        grade,
                        series + " of grade " + grade,
                        validation,
                        Map.of("name", series, "grade", grade)));
            }
        });
        List<Expectation> expectations = new ArrayList<>();
        EFFECTS.forEach((series, effect) -> {
            for (String id : IDS) {
                Order order = falls(id, effect) ? Order.FALLS : Order.RISES;
                expectations.add(new Expectation(
                        series,
                        id,
                        order,
                        "the more %s, the %s it scores".formatted(series, order == Order.RISES ? "higher" : "lower")));
            }
        });
        return new Suite(
                name,
                1,
                "Real images made worse step by step: what does each metric see?",
                "emoji-32",
                "pixels-16",
                new Selection(Map.of("vendor", List.of("google"), "split", List.of("train"))),
                "exact",
                Map.of(),
                systems,
                expectations);
    }

    private static boolean falls(String id, double[] effect) {
        boolean distance = id.startsWith("fd") || id.startsWith("kd");
        return distance == effect[0] < 0;
    }

    private static List<RunResult> results() {
        List<RunResult> results = new ArrayList<>();
        for (GradedSystem system : suite("metric-sanity").systems()) {
            double[] effect = EFFECTS.getOrDefault(
                    system.series(), system.series().equals("style") ? new double[] {0.4, 0.5, 0.5} : new double[3]);
            double strength = Math.pow(system.grade() / 4.0, 1.4);
            List<Score> scores = new ArrayList<>();
            for (String id : IDS) {
                scores.add(score(id, metric(id), better(id), value(id, effect, strength)));
            }
            results.add(run(system.system(), scores.toArray(Score[]::new)));
        }
        return results;
    }

    private static double value(String id, double[] effect, double strength) {
        double worse = effect[0] * strength;
        return switch (id.substring(0, id.indexOf('['))) {
            case "fd" -> 1.213 + 61.7 * worse;
            case "kd" -> 0.00087 + 0.412 * worse;
            case "precision" -> 0.71 * (1 - effect[1] * strength * 0.4);
            case "recall" -> 0.68 * (1 - effect[2] * strength * 0.7);
            case "density" -> 0.93 * (1 - effect[1] * strength * 0.9);
            case "coverage" -> 0.81 * (1 - effect[2] * strength * 0.6);
            case "fd-spatial" -> 4.5 + 120 * worse;
            default -> 3.9 - worse;
        };
    }

    private static String metric(String id) {
        return id.startsWith("fd")
                ? "frechet_distance"
                : id.startsWith("kd")
                        ? "kernel_distance"
                        : id.startsWith("is") ? "inception_score" : "precision_recall";
    }

    private static Better better(String id) {
        return id.startsWith("fd") || id.startsWith("kd") ? Better.LOWER : Better.HIGHER;
    }

    private static SuiteResult withChecks(Suite suite, List<RunResult> results) {
        SuiteScores scores = SuiteScores.of(new SuiteResult(suite, results, List.of()));
        List<Check> checks = new ArrayList<>();
        for (Expectation expectation : suite.expectations()) {
            List<GradedSystem> systems = scores.series().stream()
                    .filter(s -> s.name().equals(expectation.series()))
                    .findFirst()
                    .map(scores::path)
                    .orElseThrow();
            List<Double> values = scores.values(systems, expectation.score());
            boolean holds = expectation.order().holds(values);
            String verb = expectation.order() == Order.RISES ? "rises" : "falls";
            checks.add(new Check(
                    "%s: %s %s".formatted(expectation.series(), expectation.score(), verb),
                    expectation.series(),
                    expectation.score(),
                    expectation.order(),
                    values,
                    holds,
                    holds ? "it does" : "it does not at every step"));
        }
        return new SuiteResult(suite, results, checks);
    }

    private static String hash(String text) {
        return Json.sha256(text);
    }
}
