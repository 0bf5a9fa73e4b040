package dev.assay.local;

import dev.assay.datasets.ContentHash;
import dev.assay.metrics.Measure;
import dev.assay.metrics.Metric;
import dev.assay.metrics.Metrics;
import dev.assay.metrics.Rows;
import dev.assay.metrics.TapData;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.group.Bootstrap;
import dev.assay.metrics.group.CaseValue;
import dev.assay.metrics.group.MacroMean;
import dev.assay.spec.Json;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Presets;
import dev.assay.spec.Score;
import dev.assay.spec.SetUsed;
import dev.assay.spec.groups.result.CaseScores;
import dev.assay.spec.groups.result.Delta;
import dev.assay.spec.groups.result.Level;
import dev.assay.spec.groups.result.Mean;
import dev.assay.spec.groups.result.ScoreKind;
import dev.assay.spec.groups.result.SystemScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From the cases of a run to its means, differences and distances.
 *
 * @param kinds the scores there can be
 * @param bootstrap of the intervals
 */
record GroupSummary(List<ScoreKind> kinds, Bootstrap bootstrap) {
    /** Systems that others are compared with where they are there. */
    static final List<String> BASELINES = List.of("independent", "shuffled");

    /** Pictures of each side below which a distance says nothing at all. */
    private static final int FEWEST = 2;

    private static final String PRESET = "exact";

    /** All of one system. */
    SystemScores system(String name, int place, List<GroupCaseRun.Outcome> outcomes, GroupEyes eyes, Compute compute) {
        List<GroupCaseRun.OfSystem> mine =
                outcomes.stream().map(o -> o.systems().get(place)).toList();
        List<CaseScores> cases =
                mine.stream().map(GroupCaseRun.OfSystem::scores).toList();
        ContentHash hash = new ContentHash();
        mine.forEach(o -> o.digests().forEach(hash::add));
        long used = hash.count();
        List<SetUsed.Skipped> missing =
                mine.stream().flatMap(o -> o.missing().stream()).toList();
        Map<String, Double> agreement = new TreeMap<>();
        Map<String, List<String>> invalid = new TreeMap<>();
        judges(mine, agreement, invalid);
        return new SystemScores(
                name,
                new SetUsed("images", used + missing.size(), used, missing, hash.hex()),
                means(cases, kind -> values(cases, kind)),
                distances(place, outcomes, eyes, compute),
                cases,
                agreement,
                invalid);
    }

    private static void judges(
            List<GroupCaseRun.OfSystem> cases, Map<String, Double> agreement, Map<String, List<String>> invalid) {
        Map<String, long[]> pairs = new TreeMap<>();
        for (GroupCaseRun.OfSystem one : cases) {
            one.sheets().forEach((judge, sheet) -> {
                long[] sums = pairs.computeIfAbsent(judge, j -> new long[2]);
                sums[0] += sheet.agreeing();
                sums[1] += sheet.pairs();
                sheet.invalid().forEach(reason -> invalid.computeIfAbsent(judge, j -> new ArrayList<>())
                        .add(one.scores().id() + ": " + reason));
            });
        }
        pairs.forEach((judge, sums) -> {
            if (sums[1] > 0) {
                agreement.put(judge, (double) sums[0] / sums[1]);
            }
        });
    }

    private static List<CaseValue> values(List<CaseScores> cases, ScoreKind kind) {
        return cases.stream()
                .filter(c -> c.scores().containsKey(kind.id()))
                .map(c ->
                        new CaseValue(c.category(), c.task(), c.id(), c.scores().get(kind.id())))
                .toList();
    }

    /** Overall, then by category, then by task in the order of the cases, for every score that there is. */
    private List<Mean> means(List<CaseScores> cases, Function<ScoreKind, List<CaseValue>> values) {
        List<String> categories =
                cases.stream().map(CaseScores::category).distinct().toList();
        List<String> tasks = cases.stream().map(CaseScores::task).distinct().toList();
        List<Mean> means = new ArrayList<>();
        for (ScoreKind kind : kinds) {
            List<CaseValue> all = values.apply(kind);
            if (all.isEmpty()) {
                continue;
            }
            means.add(mean(kind, Level.OVERALL, Mean.OVERALL, all));
            means.addAll(parts(kind, Level.CATEGORY, categories, all, CaseValue::category));
            means.addAll(parts(kind, Level.TASK, tasks, all, CaseValue::task));
        }
        return means;
    }

    private List<Mean> parts(
            ScoreKind kind, Level level, List<String> names, List<CaseValue> all, Function<CaseValue, String> part) {
        Map<String, List<CaseValue>> parted = all.stream().collect(Collectors.groupingBy(part));
        return names.stream()
                .filter(parted::containsKey)
                .map(name -> mean(kind, level, name, parted.get(name)))
                .toList();
    }

    private Mean mean(ScoreKind kind, Level level, String name, List<CaseValue> values) {
        MacroMean mean = MacroMean.of(values);
        Bootstrap.Interval interval = bootstrap.interval(mean);
        return new Mean(kind.id(), level, name, mean.value(), interval.low(), interval.high(), mean.cases());
    }

    /** Every other system less each baseline, over the cases that both have a score of. */
    List<Delta> deltas(List<SystemScores> systems) {
        List<Delta> deltas = new ArrayList<>();
        for (String baseline : BASELINES) {
            systems.stream()
                    .filter(s -> s.system().equals(baseline))
                    .findFirst()
                    .ifPresent(base -> {
                        for (SystemScores system : systems) {
                            if (!system.system().equals(baseline)) {
                                means(system.cases(), kind -> differences(system, base, kind))
                                        .forEach(mean -> deltas.add(new Delta(system.system(), baseline, mean)));
                            }
                        }
                    });
        }
        return deltas;
    }

    private static List<CaseValue> differences(SystemScores system, SystemScores baseline, ScoreKind kind) {
        Map<String, Double> base = baseline.cases().stream()
                .filter(c -> c.scores().containsKey(kind.id()))
                .collect(Collectors.toMap(CaseScores::id, c -> c.scores().get(kind.id())));
        return values(system.cases(), kind).stream()
                .filter(v -> base.containsKey(v.id()))
                .map(v -> new CaseValue(v.category(), v.task(), v.id(), v.value() - base.get(v.id())))
                .toList();
    }

    /** FID and KID of a system's pictures of each task from the true ones, where there are at least two of both. */
    private static Map<String, List<Score>> distances(
            int place, List<GroupCaseRun.Outcome> outcomes, GroupEyes eyes, Compute compute) {
        Map<String, List<float[]>> made = new LinkedHashMap<>();
        Map<String, List<float[]>> real = new LinkedHashMap<>();
        for (GroupCaseRun.Outcome outcome : outcomes) {
            String task = outcome.task().id();
            made.computeIfAbsent(task, t -> new ArrayList<>())
                    .addAll(outcome.systems().get(place).features());
            real.computeIfAbsent(task, t -> new ArrayList<>()).addAll(outcome.truths());
        }
        Map<String, List<Score>> distances = new TreeMap<>();
        made.forEach((task, features) -> {
            List<float[]> truths = real.get(task);
            if (features.size() >= FEWEST && truths.size() >= FEWEST && features.get(0).length > 0) {
                distances.put(task, distances(features, truths, eyes, compute));
            }
        });
        return distances;
    }

    private static List<Score> distances(List<float[]> made, List<float[]> real, GroupEyes eyes, Compute compute) {
        TapData generated = TapData.of("generated, features", rows(made));
        TapData reference = TapData.of("true, features", rows(real));
        List<Score> scores = new ArrayList<>();
        for (ScoreName name : List.of(ScoreName.FID, ScoreName.KID)) {
            MetricSpec spec = Presets.named(PRESET).metrics().stream()
                    .filter(name::from)
                    .findFirst()
                    .orElseThrow();
            Metric metric = Metrics.of(spec);
            String identity = Json.sha256(
                    Map.of("metric", spec, "identity", eyes.extractor().identity()));
            for (Measure measure : metric.score(generated, reference, compute)) {
                List<String> notes = new ArrayList<>(measure.notes());
                notes.add("so few pictures give a distance of their own numbers more than of their kind; compare equal"
                        + " counts only");
                scores.add(new Score(
                        name.id(eyes.extractor().name()),
                        spec.metric(),
                        measure.value(),
                        measure.better(),
                        eyes.extractor().name(),
                        spec.tap(),
                        measure.generatedCount(),
                        measure.referenceCount(),
                        spec.with(),
                        identity.substring(0, 16),
                        measure.details(),
                        notes));
            }
        }
        return scores;
    }

    private static Rows rows(List<float[]> features) {
        int width = features.get(0).length;
        float[] all = new float[Math.multiplyExact(features.size(), width)];
        for (int i = 0; i < features.size(); i++) {
            System.arraycopy(features.get(i), 0, all, i * width, width);
        }
        return Rows.of(all, width);
    }
}
