package dev.assay.reports;

import dev.assay.spec.Better;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.result.GroupResult;
import dev.assay.spec.groups.result.Level;
import dev.assay.spec.groups.result.Mean;
import dev.assay.spec.groups.result.ScoreKind;
import dev.assay.spec.groups.result.SystemScores;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A group benchmark as Allure shows it: one result for each system and score, overall; broken where pictures are missing,
 * since those count 0. Categories, tasks and differences are its parameters, contact sheets of cases with missing
 * pictures its attachments.
 */
public final class GroupAllure {
    private static final int MOST_SHEETS = 12;

    private GroupAllure() {}

    /**
     * Writes a run.
     *
     * @param result what was measured
     * @param allureResults the results folder, made if it is not there; results of other tests in it are kept
     * @param sheets contact sheet (PNG) by case; may be empty
     */
    public static void write(GroupResult result, Path allureResults, Map<String, Path> sheets) {
        AllureFolder folder = new AllureFolder(allureResults);
        folder.environment(environment(result));
        folder.categories(AllureReport.categories());
        for (SystemScores system : result.systems()) {
            List<Attachment> shared = new ArrayList<>();
            shared.add(folder.attachJson("result of " + system.system(), system));
            system.cases().stream()
                    .filter(c -> c.present() < c.targets() && sheets.containsKey(c.id()))
                    .limit(MOST_SHEETS)
                    .forEach(c -> shared.add(folder.attach(
                            "pictures of " + c.id(), "image/png", "png", ReportFile.readPng(sheets.get(c.id())))));
            for (ScoreKind kind : result.scores()) {
                GroupMeans.find(system, kind.id(), Level.OVERALL, Mean.OVERALL)
                        .ifPresent(mean -> folder.write(one(result, system, kind, mean, shared)));
            }
        }
    }

    private static TestResult one(
            GroupResult result, SystemScores system, ScoreKind kind, Mean mean, List<Attachment> shared) {
        String protocol = result.split() == Split.CORE
                ? result.benchmark()
                : result.benchmark() + "-" + result.split().name().toLowerCase(Locale.ROOT);
        TestResult one = AllureReport.result(
                        String.join("\n", protocol, system.system(), kind.id()), protocol, system.system(), kind.id())
                .setName("%s: %s = %s %s"
                        .formatted(
                                system.system(),
                                kind.id(),
                                GroupMeans.number(kind.id(), mean.value()),
                                GroupMeans.interval(kind.id(), mean)))
                .setDescription(kind.about());
        one.getParameters().add(AllureReport.parameter("value", Double.toString(mean.value())));
        one.getParameters().add(AllureReport.parameter("better", kind.better() == Better.HIGHER ? "higher" : "lower"));
        one.getParameters().add(AllureReport.parameter("cases", Integer.toString(mean.cases())));
        system.means().stream()
                .filter(m -> m.score().equals(kind.id()) && m.level() != Level.OVERALL)
                .forEach(m -> one.getParameters()
                        .add(AllureReport.parameter(m.name(), GroupMeans.number(kind.id(), m.value()))));
        GroupMeans.deltas(result, Level.OVERALL).stream()
                .filter(d -> d.system().equals(system.system())
                        && d.difference().score().equals(kind.id()))
                .forEach(d -> one.getParameters()
                        .add(AllureReport.parameter(
                                "less " + d.baseline(),
                                GroupMeans.signed(kind.id(), d.difference().value()) + " "
                                        + GroupMeans.interval(kind.id(), d.difference()))));
        one.getAttachments().addAll(shared);
        AllureReport.finished(system.system(), result.timings())
                .ifPresent(time -> one.setStart(time).setStop(time));
        if (system.generated().used() < system.generated().planned()) {
            AllureReport.status(one, Status.BROKEN, AllureReport.MISSING + ResultTable.describe(system.generated()));
        } else {
            one.setStatus(Status.PASSED);
        }
        return one;
    }

    private static SortedMap<String, String> environment(GroupResult result) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("assay", result.assay());
        facts.put("protocol", result.benchmark() + "@" + result.version());
        facts.put("protocol.sha256", result.benchmarkSha256());
        result.engine().forEach((name, value) -> facts.put("engine." + name, value));
        named(facts, "extractor.", result.extractors());
        named(facts, "judge.", result.judges());
        return facts;
    }

    private static void named(SortedMap<String, String> facts, String kind, Map<String, Map<String, String>> named) {
        named.forEach(
                (name, identity) -> identity.forEach((fact, value) -> facts.put(kind + name + "." + fact, value)));
    }
}
