package dev.assay.local;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.Image;
import dev.assay.datasets.PictureDecoder;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupCase;
import dev.assay.datasets.emoji.groups.GroupCases;
import dev.assay.metrics.group.Bootstrap;
import dev.assay.metrics.group.CaseValue;
import dev.assay.metrics.group.MacroMean;
import dev.assay.reference.emoji.TrainedTowers;
import dev.assay.reports.TextTable;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay groups score}: folders of made groups against the true pictures of emoji-groups. */
@Command(
        name = "score",
        description = {
            "Scores folders of groups that were made for the cases of emoji-groups, CASE/member-1.png and so on: means",
            "over cases, then tasks, then both categories (from texts, from references), with 95 %% intervals from",
            "drawing cases again, and what each folder has more than the last one. Missing pictures count 0. The column",
            "truth is what the true pictures would have."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  assay groups score group shuffled independent"})
final class GroupScoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders, the one to compare with last.")
    private List<Path> folders;

    @Option(
            names = "--features",
            paramLabel = "NAME",
            defaultValue = TrainedTowers.NAME,
            description = {
                TrainedTowers.NAME + ", or pixels, which need no network and know no texts",
                "(default: ${DEFAULT-VALUE})."
            })
    private String features;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the scores, task by task, as JSON.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /** A mean with its interval. */
    private record Mean(double value, double low, double high, int cases) {
        static Mean of(List<CaseValue> values) {
            MacroMean mean = MacroMean.of(values);
            Bootstrap.Interval interval = Bootstrap.STANDARD.interval(mean);
            return new Mean(mean.value(), interval.low(), interval.high(), mean.cases());
        }

        String text(String form) {
            return String.format(Locale.ROOT, form + " [" + form + ", " + form + "]", value, low, high);
        }
    }

    /** One folder's values by score, and its missing pictures. */
    private record Scored(String name, Map<String, List<CaseValue>> values, List<String> missing) {}

    /** What {@code --json} says. */
    private record Report(
            String assay,
            String cases,
            String features,
            Map<String, Map<String, Mean>> means,
            Map<String, Map<String, Mean>> more,
            Map<String, Map<String, Map<String, Mean>>> tasks,
            Map<String, List<String>> missing) {}

    @Override
    public Integer call() {
        Album album = Album.of(Emoji.load("emoji-32"));
        List<GroupCase> cases = GroupCases.of(album.set().entries());
        GroupFeatures ink = new GroupFeatures.Ink();
        if (features.equals(ink.name())) {
            report(all(new GroupScores(album, ink), cases), ink.name());
            return Main.OK;
        }
        if (!features.equals(TrainedTowers.NAME)) {
            throw Names.unknown("features", features, List.of(TrainedTowers.NAME, ink.name()));
        }
        try (Scratch scratch = Scratch.open("assay-groups");
                TowerFeatures towers = TowerFeatures.open(TrainedTowers.load(), scratch.folder())) {
            report(all(new GroupScores(album, towers), cases), towers.name());
        }
        return Main.OK;
    }

    private List<Scored> all(GroupScores scores, List<GroupCase> cases) {
        Album album = scores.album();
        List<Scored> all = new ArrayList<>();
        for (Path folder : folders) {
            all.add(scored(folder.toString(), cases, scores, (one, m) -> read(folder.resolve(file(one, m)), album)));
        }
        all.add(scored(
                "truth",
                cases,
                scores,
                (one, m) -> Optional.of(album.image(one.members().get(m)))));
        return all;
    }

    private static String file(GroupCase one, int member) {
        return "%s/member-%d.png".formatted(one.id(), member + 1);
    }

    private interface Source {
        Optional<Image> picture(GroupCase one, int member);
    }

    private static Scored scored(String name, List<GroupCase> cases, GroupScores scores, Source source) {
        Map<String, List<CaseValue>> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (GroupCase one : cases) {
            List<Optional<Image>> made =
                    new ArrayList<>(Collections.nCopies(one.task().given(), Optional.empty()));
            for (int m = one.task().given(); m < one.members().size(); m++) {
                made.add(source.picture(one, m));
                if (made.get(m).isEmpty()) {
                    missing.add(file(one, m));
                }
            }
            scores.of(one, made).forEach((score, value) -> values.computeIfAbsent(score, s -> new ArrayList<>())
                    .add(value));
        }
        return new Scored(name, values, missing);
    }

    private static Optional<Image> read(Path file, Album album) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Image image = PictureDecoder.decode(file.toString(), Files.readAllBytes(file), DecodeOptions.DEFAULT);
            if (image.height() != album.set().size()
                    || image.width() != album.set().size()) {
                throw new AssayException(
                        file.toString(),
                        "it is %d x %d".formatted(image.height(), image.width()),
                        "the true pictures are %1$d x %1$d"
                                .formatted(album.set().size()),
                        "bring the pictures to that size");
            }
            return Optional.of(image);
        } catch (BadImageException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(), AssayException.reason(e), "it must be readable", "check it and run again", e);
        }
    }

    private void report(List<Scored> all, String by) {
        Map<String, Map<String, Mean>> means = new LinkedHashMap<>();
        Map<String, Map<String, Mean>> more = new LinkedHashMap<>();
        Scored last = all.get(folders.size() - 1);
        for (Scored one : all) {
            one.values().forEach((score, values) -> {
                means.computeIfAbsent(score, s -> new LinkedHashMap<>()).put(one.name(), Mean.of(values));
                if (!one.equals(last) && !one.name().equals("truth")) {
                    more.computeIfAbsent(score, s -> new LinkedHashMap<>())
                            .put(
                                    one.name(),
                                    Mean.of(differences(values, last.values().get(score))));
                }
            });
        }
        print(all, means, more, last, by);
        if (json != null) {
            Map<String, List<String>> missing = new LinkedHashMap<>();
            all.forEach(one -> missing.put(one.name(), one.missing()));
            Output.write(
                    json,
                    Json.write(new Report(Version.text(), TrainingEmoji.NAME, by, means, more, tasks(all), missing)));
        }
    }

    private static List<CaseValue> differences(List<CaseValue> values, List<CaseValue> others) {
        List<CaseValue> differences = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            CaseValue a = values.get(i);
            differences.add(new CaseValue(
                    a.category(), a.task(), a.id(), a.value() - others.get(i).value()));
        }
        return differences;
    }

    private static Map<String, Map<String, Map<String, Mean>>> tasks(List<Scored> all) {
        Map<String, Map<String, Map<String, Mean>>> tasks = new LinkedHashMap<>();
        for (Scored one : all) {
            one.values().forEach((score, values) -> values.stream()
                    .map(CaseValue::task)
                    .distinct()
                    .forEach(task -> tasks.computeIfAbsent(score, s -> new LinkedHashMap<>())
                            .computeIfAbsent(task, t -> new LinkedHashMap<>())
                            .put(
                                    one.name(),
                                    Mean.of(values.stream()
                                            .filter(v -> v.task().equals(task))
                                            .toList()))));
        }
        return tasks;
    }

    private void print(
            List<Scored> all,
            Map<String, Map<String, Mean>> means,
            Map<String, Map<String, Mean>> more,
            Scored last,
            String by) {
        List<String> heading = new ArrayList<>(List.of("score", "cases"));
        List<TextTable.Align> columns = new ArrayList<>(List.of(TextTable.Align.LEFT, TextTable.Align.RIGHT));
        for (Scored one : all) {
            heading.add(one.name());
            columns.add(TextTable.Align.RIGHT);
        }
        List<List<String>> rows = new ArrayList<>();
        means.forEach((score, values) -> {
            String form = score.endsWith("PSNR") ? "%.2f" : "%.3f";
            List<String> row = new ArrayList<>(
                    List.of(score, Integer.toString(values.get(last.name()).cases())));
            all.forEach(one -> row.add(values.get(one.name()).text(form)));
            rows.add(row);
            if (more.containsKey(score)) {
                List<String> deltas = new ArrayList<>(List.of("  more than " + last.name(), ""));
                all.forEach(
                        one -> deltas.add(Optional.ofNullable(more.get(score).get(one.name()))
                                .map(mean -> mean.text(form.replace("%", "%+")))
                                .orElse("")));
                rows.add(deltas);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        out.print(new TextTable(columns, List.of(heading), rows).print());
        out.println("features: " + by);
        all.stream()
                .filter(one -> !one.missing().isEmpty())
                .forEach(one -> out.printf(
                        "%s: %d pictures are missing, the first %s%n",
                        one.name(), one.missing().size(), one.missing().get(0)));
        out.flush();
    }
}
