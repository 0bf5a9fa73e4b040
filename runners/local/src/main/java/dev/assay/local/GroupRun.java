package dev.assay.local;

import dev.assay.local.judge.Panel;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.group.Bootstrap;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.Better;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.result.GroupResult;
import dev.assay.spec.groups.result.ScoreKind;
import dev.assay.spec.groups.result.SystemScores;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * A group benchmark over the folders of its systems. Everything was resolved before: what can still be wrong is a picture,
 * which then counts 0.
 *
 * @param benchmark with its cases
 * @param split which of them
 * @param systems folders by name, in order
 * @param known references and true pictures
 * @param eyes the networks
 * @param scorer of single outputs
 * @param panels judges beside code
 * @param machine how much of it may be used
 */
record GroupRun(
        GroupBenchmark benchmark,
        Split split,
        Map<String, CaseFolder> systems,
        KnownPictures known,
        GroupEyes eyes,
        GroupScorer scorer,
        List<Panel> panels,
        MachineOptions machine) {
    private static final Bootstrap BOOTSTRAP = Bootstrap.STANDARD;

    /** Runs it; contact sheets go to the folder as they are made. */
    GroupResult run(GroupFolder folder) {
        Instant started = Instant.now();
        List<GroupCaseRun.Outcome> outcomes = outcomes(folder);
        Compute compute = Compute.on(machine.threads);
        GroupSummary summary = new GroupSummary(kinds(), BOOTSTRAP);
        List<SystemScores> scored = new ArrayList<>();
        for (String system : systems.keySet()) {
            scored.add(summary.system(system, scored.size(), outcomes, eyes, compute));
        }
        Map<String, Map<String, String>> judges = new TreeMap<>();
        panels.forEach(p -> judges.put(p.judge().name(), identity(p)));
        return new GroupResult(
                GroupResult.SCHEMA,
                Version.text(),
                benchmark.id(),
                benchmark.version(),
                benchmark.hash(),
                split,
                eyes.identities(),
                judges,
                Engine.versions(compute, Optional.of(eyes.extractor())),
                parameters(),
                kinds(),
                scored,
                summary.deltas(scored),
                omitted(outcomes),
                timings(started));
    }

    private static Map<String, String> identity(Panel panel) {
        Map<String, String> identity = new TreeMap<>(panel.judge().identity());
        identity.put("runs", Integer.toString(panel.runs()));
        return identity;
    }

    private List<GroupCaseRun.Outcome> outcomes(GroupFolder folder) {
        List<Callable<GroupCaseRun.Outcome>> tasks = new ArrayList<>();
        for (GroupTask task : benchmark.tasks()) {
            for (GroupCase of : task.cases(split)) {
                tasks.add(new GroupCaseRun(
                        category(task), task, of, List.copyOf(systems.values()), known, eyes, scorer, panels));
            }
        }
        List<GroupCaseRun.Outcome> outcomes = new ArrayList<>();
        try (Workers workers = new Workers(machine.threads);
                Progress progress = new Progress(benchmark.id(), "cases", OptionalLong.of(tasks.size()))) {
            workers.inOrder(tasks.iterator(), outcome -> {
                SampleGrid.png(
                        outcome.sheet(),
                        outcome.columns(),
                        folder.sheet(outcome.of().id()));
                outcomes.add(outcome.withoutSheet());
                progress.advance(1);
            });
        }
        return outcomes;
    }

    private String category(GroupTask task) {
        return benchmark.id().equals(IdeaBench.ID)
                ? IdeaBench.category(task)
                : task.kind().name().toLowerCase(Locale.ROOT);
    }

    private List<ScoreKind> kinds() {
        List<ScoreKind> kinds = new ArrayList<>(scorer.kinds());
        kinds.add(new ScoreKind(
                GroupCaseRun.CHECKS, Better.HIGHER, "share of the questions that code answers and finds passed"));
        panels.forEach(p -> kinds.add(new ScoreKind(
                GroupCaseRun.checklist(p.judge().name()),
                Better.HIGHER,
                "H: gated share of six questions passed, by code where it can, else by majority of %d answers"
                        .formatted(p.runs()))));
        return kinds;
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("consistency_tap", eyes.tap());
        parameters.put("duplicate_cosine", scorer.guard().cosine());
        parameters.put("duplicate_decibels", scorer.guard().decibels());
        parameters.put("bootstrap_resamples", BOOTSTRAP.resamples());
        parameters.put("bootstrap_seed", BOOTSTRAP.seed());
        parameters.put("bootstrap_level", BOOTSTRAP.level());
        parameters.put("structure_resize", Fitted.RESIZE);
        parameters.put("same_edges", CodeChecks.SAME_EDGES);
        parameters.put("preserved", CodeChecks.PRESERVED);
        return parameters;
    }

    private Map<String, String> omitted(List<GroupCaseRun.Outcome> outcomes) {
        Map<String, String> omitted = new TreeMap<>();
        if (scorer.texts().isEmpty()) {
            omitted.put(
                    "adherence, separation, assignment, order_text",
                    "no text tower: give --text-extractor and the image extractor it was trained with");
        }
        if (panels.isEmpty()) {
            omitted.put("checklist", "no judge that sees: give --judge URL and --judge-model");
        }
        for (Panel panel : panels) {
            String score = GroupCaseRun.checklist(panel.judge().name());
            if (outcomes.stream().noneMatch(o -> o.gave(score))) {
                omitted.put(
                        score, "no answer of the judge could be used: see its notes, and check address, model and key");
            }
        }
        long unknown =
                outcomes.stream().filter(GroupCaseRun.Outcome::unknownReference).count();
        if (unknown > 0) {
            omitted.put(
                    "cross, copies",
                    "references of %d cases are not known; they count only in the other cases: give --references"
                            .formatted(unknown));
        }
        return omitted;
    }

    private Map<String, Object> timings(Instant started) {
        Map<String, Object> timings = new TreeMap<>();
        timings.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
        timings.put("seconds", (Instant.now().toEpochMilli() - started.toEpochMilli()) / 1e3);
        timings.put("threads", machine.threads);
        systems.forEach(
                (name, system) -> timings.put("folder " + name, system.folder().toString()));
        return timings;
    }
}
