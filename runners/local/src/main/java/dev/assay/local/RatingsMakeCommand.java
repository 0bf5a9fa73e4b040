package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.reports.SampleGrid;
import dev.assay.reports.rating.RatingPage;
import dev.assay.reports.rating.RatingPlan;
import dev.assay.reports.rating.RatingSheet.Picture;
import dev.assay.reports.rating.RatingSheet.Side;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay ratings make}: sheets for raters. */
@Command(
        name = "make",
        description = {
            "Writes a rating sheet for each rater, one HTML file that works without a network, and key.json, which says",
            "what the sheets show and which raters must not get. Every rater rates each system on each case from 1 to 5,",
            "compares each two systems, and rates some groups twice."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Images are looked for as <folder>/<case>/<member>.png. The anchor is a system that the others are measured",
            "against, as a rule the base model's independent images.",
            "",
            "Examples:",
            "  assay ratings make --system independent=out/alone --system group=out/group --anchor independent",
            "  assay ratings make --system a=a --system b=b --anchor a --case picture_book-01 --raters 5 --out sheets"
        })
final class RatingsMakeCommand implements Callable<Integer> {
    private static final int MOST_PIXELS = 2048;
    private static final int MOST_RATERS = 99;
    private static final long MOST_CHARACTERS = 256L << 20;

    @Option(
            names = "--system",
            paramLabel = "NAME=FOLDER",
            required = true,
            description = "A system and its images. Repeatable; two at least.")
    private Map<String, Path> systems;

    @Option(names = "--anchor", paramLabel = "NAME", required = true, description = "The system to compare with.")
    private String anchor;

    @Option(
            names = "--references",
            paramLabel = "FOLDER",
            description = {"Where the given images are, if not in the systems' folders; 'assay groups draw' makes them."
            })
    private Path references;

    @Option(
            names = "--benchmark",
            paramLabel = "NAME",
            defaultValue = "group-benchmark",
            description = "Whose cases are shown (default: ${DEFAULT-VALUE}).")
    private String benchmark;

    @Option(names = "--case", paramLabel = "ID", description = "A case to show. Repeatable (default: cases are drawn).")
    private List<String> chosen = List.of();

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many cases are drawn by the seed (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--raters",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many sheets (default: ${DEFAULT-VALUE}).")
    private int raters;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many groups a rater rates twice (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = {"Of cases, order and sides (default: ${DEFAULT-VALUE}). Whoever knows it can find the key."})
    private long seed;

    @Option(
            names = "--pixels",
            paramLabel = "N",
            defaultValue = "384",
            description = "Larger images are shrunk to this for the longer side (default: ${DEFAULT-VALUE}).")
    private int pixels;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "ratings",
            description = "Where the files go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    private CaseSource source;

    @Override
    public Integer call() {
        source = CaseSource.named(benchmark);
        MachineOptions.checked("--raters", raters, 1, MOST_RATERS);
        MachineOptions.checked("--cases", count, 1, Integer.MAX_VALUE);
        MachineOptions.checked("--pixels", pixels, 1, MOST_PIXELS);
        List<String> names = systems.keySet().stream().sorted().toList();
        List<RatingPlan.Shown> shown = cases().stream().map(this::shown).toList();
        checkSize(shown);
        RatingPlan plan = new RatingPlan(source.benchmark().id(), anchor, names, shown, repeats, seed);
        checkUnused();
        Output.folderFor(out);
        List<RatingPlan.Made> made = new ArrayList<>();
        for (int rater = 1; rater <= raters; rater++) {
            RatingPlan.Made sheet = plan.sheet(rater);
            RatingPage.write(sheet.sheet(), out.resolve(sheet.sheet().sheet() + ".html"));
            made.add(sheet);
        }
        Output.write(out.resolve("key.json"), Json.write(plan.key(made)));
        spec.commandLine()
                .getOut()
                .printf(
                        "%d sheets of %d questions about %d cases and %d systems in %s; keep key.json to yourself%n",
                        raters, made.get(0).sheet().items().size(), shown.size(), names.size(), out);
        return Main.OK;
    }

    /** Answers to sheets that were sent can be read with their own key alone. */
    private void checkUnused() {
        if (Files.exists(out.resolve("key.json"))) {
            throw new AssayException(
                    out.toString(),
                    "it holds sheets and their key",
                    "sheets that were sent need their key",
                    "choose another --out, or remove the folder");
        }
    }

    private List<GroupCase> cases() {
        if (!chosen.isEmpty()) {
            return chosen.stream().distinct().map(source.benchmark()::caseNamed).toList();
        }
        List<GroupCase> all = new ArrayList<>(source.benchmark().cases(Split.CORE));
        Collections.shuffle(all, new Random(seed));
        return all.subList(0, Math.min(count, all.size()));
    }

    private RatingPlan.Shown shown(GroupCase each) {
        Map<String, Side> sides = new LinkedHashMap<>();
        systems.forEach((name, folder) -> sides.put(
                name,
                new Side(each.targets().stream()
                        .map(member -> new Picture(member.prompt(), made(new CaseFolder(folder), each, member)))
                        .toList())));
        if (sides.values().stream()
                .allMatch(s -> s.pictures().stream().allMatch(p -> p.image().isEmpty()))) {
            throw new AssayException(
                    each.id(),
                    "no system has a picture of it",
                    "pictures are <folder>/<case>/<member>.png",
                    "check the folders, or name cases that were made with --case");
        }
        return new RatingPlan.Shown(
                each.id(),
                each.instruction(),
                each.references().stream().map(m -> reference(each, m)).toList(),
                sides);
    }

    private Picture reference(GroupCase each, Member member) {
        Image image = source.known(Optional.ofNullable(references))
                .picture(each, member)
                .orElseThrow(() -> new AssayException(
                        each.id() + ", " + member.id(),
                        "there is no picture to give",
                        "raters must see what was given",
                        "add --references FOLDER, with <case>/<member>.png"));
        return new Picture(member.prompt(), address(image));
    }

    /** As a data address; empty where there is no picture. */
    private String made(CaseFolder system, GroupCase each, Member member) {
        CaseFolder.Found found = system.find(each, member);
        if (found.image().isEmpty() && !found.problem().equals(CaseFolder.ABSENT)) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "%s/%s/%s: %s; sheets say that no picture was made%n",
                            system.folder(), each.id(), member.id(), found.problem());
        }
        return found.image().map(this::address).orElse("");
    }

    private String address(Image image) {
        Image small = Fitted.within(image, pixels);
        byte[] png = SampleGrid.png(new SampleGrid.Tile(small.height(), small.width(), small.rgb()));
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    /** Each image is on a sheet once for its rating and once for each pair. */
    private void checkSize(List<RatingPlan.Shown> shown) {
        long characters = shown.stream()
                        .flatMap(s -> s.sides().values().stream())
                        .flatMap(s -> s.pictures().stream())
                        .mapToLong(p -> p.image().length())
                        .sum()
                * systems.size();
        if (characters > MOST_CHARACTERS) {
            throw new AssayException(
                    "sheet",
                    "it would be %d MB".formatted(characters >> 20),
                    "browsers open %d MB".formatted(MOST_CHARACTERS >> 20),
                    "choose fewer --cases or smaller --pixels");
        }
    }
}
