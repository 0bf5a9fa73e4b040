package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.drawn.Drawings;
import dev.assay.datasets.drawn.GroupPictures;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Json;
import dev.assay.spec.groups.CodeCheck;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupLock;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.GroupValidation;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.Question;
import dev.assay.spec.groups.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay groups}: benchmarks of systems that make several related pictures. */
@Command(
        name = "groups",
        description = "Lists, shows, checks and draws the cases of benchmarks for groups of related pictures.",
        mixinStandardHelpOptions = true,
        subcommands = GroupsImportCommand.class,
        footer = {
            "",
            "Examples:",
            "  assay groups list",
            "  assay groups list picture_book",
            "  assay groups show local_editing-02",
            "  assay groups validate",
            "  assay groups draw --out references",
            "  assay groups import idea-bench IDEA-Bench/dataset/IDEA-Bench --out idea-bench.yaml"
        })
final class GroupsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show, validate, draw or import");
    }

    /** A task without its cases. */
    private record TaskRow(
            String id,
            String about,
            String kind,
            List<String> basis,
            int n,
            int m,
            List<String> emphasis,
            int core,
            int stress) {
        static TaskRow of(GroupTask task) {
            return new TaskRow(
                    task.id(),
                    task.about(),
                    lower(task.kind()),
                    task.basis().stream().map(Enum::name).toList(),
                    task.n(),
                    task.m(),
                    task.emphasis().stream().map(GroupsCommand::lower).toList(),
                    task.cases(Split.CORE).size(),
                    task.cases(Split.STRESS).size());
        }

        List<String> cells() {
            return List.of(
                    id,
                    kind,
                    String.valueOf(n),
                    String.valueOf(m),
                    String.join(" ", basis),
                    String.join(" ", emphasis),
                    String.valueOf(core),
                    String.valueOf(stress),
                    about);
        }
    }

    /** What {@code validate --json} prints. */
    private record Validated(String benchmark, int version, GroupLock found, boolean locked, List<String> problems) {}

    @Command(
            name = "list",
            description = "The tasks of the benchmark, or the cases of one task.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Basis: G, L, I named by the paper, by In-Context LoRA, by IDEA-Bench; P added by Assay; E over embedded data.",
                "Emphasis: a adherence, s separation, cs and cx consistency with one another and with references,",
                "p pixels or structure, o order, t exact text, d duplicates.",
                "",
                "Examples:",
                "  assay groups list",
                "  assay groups list picture_book",
                "  assay groups list --json"
            })
    int list(
            @Parameters(paramLabel = "TASK", arity = "0..1", defaultValue = "", description = "Only this task's cases.")
                    String task,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        GroupBenchmark benchmark = GroupBenchmarks.named(GroupBenchmarks.NAMES.get(0));
        PrintWriter out = spec.commandLine().getOut();
        if (!task.isEmpty()) {
            listCases(benchmark.task(task).cases(), json, out);
            return Main.OK;
        }
        List<TaskRow> rows = benchmark.tasks().stream().map(TaskRow::of).toList();
        if (json) {
            out.print(Json.write(rows));
            return Main.OK;
        }
        Align left = Align.LEFT;
        Align right = Align.RIGHT;
        out.print(new TextTable(
                        List.of(left, left, right, right, left, left, right, right, left),
                        List.of(List.of("task", "kind", "n", "m", "basis", "emphasis", "core", "stress", "about")),
                        rows.stream().map(TaskRow::cells).toList())
                .print());
        out.printf(
                "%n%s@%d: %d tasks, %d core cases, %d stress cases%n",
                benchmark.id(),
                benchmark.version(),
                benchmark.tasks().size(),
                benchmark.cases(Split.CORE).size(),
                benchmark.cases(Split.STRESS).size());
        out.println(benchmark.about());
        out.flush();
        return Main.OK;
    }

    private static void listCases(List<GroupCase> cases, boolean json, PrintWriter out) {
        if (json) {
            out.print(Json.write(cases));
            return;
        }
        cases.forEach(c -> out.printf("%-28s n %d  m %d  %s%n", c.id(), c.n(), c.m(), c.instruction()));
        out.flush();
    }

    @Command(
            name = "show",
            description = "A case as systems and judges get it.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  assay groups show picture_book-03",
                "  assay groups show font_transfer-01 --json"
            })
    int show(
            @Parameters(paramLabel = "CASE", description = "Its id, see groups list TASK.") String id,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        GroupCase c = GroupBenchmarks.named(GroupBenchmarks.NAMES.get(0)).caseNamed(id);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.write(c));
            return Main.OK;
        }
        out.printf("%s  (%s, n %d, m %d)%n%s%n", c.id(), lower(c.split()), c.n(), c.m(), c.instruction());
        String shared = c.shared().stream().map(GroupsCommand::lower).collect(Collectors.joining(", "));
        out.printf("shared: %s%n", shared.isEmpty() ? "nothing" : shared);
        for (Member m : c.members()) {
            out.printf("%n%s  %s%n  %s%n  short: %s%n", m.id(), lower(m.role()), m.prompt(), m.shortPrompt());
            if (!m.text().isEmpty()) {
                out.printf("  text: %s%n", m.text());
            }
            if (m.drawing().drawn()) {
                out.printf(
                        "  %s: %s %s%n",
                        m.given() ? "drawn" : "truth",
                        m.drawing().recipe(),
                        m.drawing().with());
            }
        }
        out.println();
        for (Question q : c.checklist()) {
            out.printf("%d  %-18s %s%n", q.level(), q.judgedBy(), q.text());
        }
        out.flush();
        return Main.OK;
    }

    @Command(
            name = "validate",
            description = {
                "Checks every case: ids, counts, lengths of prompts, checklists, drawn pictures, and that content and",
                "pictures are those locked for this version. Exit code 1 where something is wrong.",
                "Lengths in tokens are estimated from above, since no tokenizer of a big encoder comes along:",
                "CLIP counts a word of up to 7 letters as one token and each begun 4 letters more as another, T5 from",
                "5 letters; digits and punctuation count one each. Limits: 60 words and 77 CLIP tokens for short",
                "prompts, 120 T5 tokens for prompts."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Examples:", "  assay groups validate", "  assay groups validate --json"})
    int validate(@Option(names = "--json", description = "Print JSON.") boolean json) {
        GroupBenchmark benchmark = GroupBenchmarks.named(GroupBenchmarks.NAMES.get(0));
        List<String> problems = new ArrayList<>(GroupValidation.problems(benchmark));
        GroupPictures.Checked pictures = GroupPictures.check(benchmark);
        problems.addAll(pictures.problems());
        GroupLock found = GroupLock.now(benchmark, pictures.hash());
        Optional<GroupLock> locked = GroupLock.of(benchmark.id(), benchmark.version());
        if (locked.isPresent() && !locked.get().equals(found)) {
            problems.add("version %d is locked as %s but is now %s; raise the version"
                    .formatted(benchmark.version(), Json.compact(locked.get()), Json.compact(found)));
        } else if (locked.isEmpty()) {
            problems.add("version %d is not in groups/lock.json; add %s"
                    .formatted(benchmark.version(), Json.compact(found)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.write(new Validated(
                    benchmark.id(), benchmark.version(), found, locked.equals(Optional.of(found)), problems)));
        } else {
            problems.forEach(out::println);
            out.printf(
                    "%s@%d: %d tasks, %d core cases, %d stress cases, content %s, pictures %s%n%s%n",
                    benchmark.id(),
                    benchmark.version(),
                    found.tasks(),
                    found.core(),
                    found.stress(),
                    found.content(),
                    found.pictures(),
                    problems.isEmpty() ? "valid, as locked" : problems.size() + " problems");
        }
        out.flush();
        return problems.isEmpty() ? Main.OK : Main.CHECK_FAILED;
    }

    @Command(
            name = "draw",
            description = {
                "Writes references as CASE/MEMBER.png, what a system is given.",
                "Ground truth goes to truth/CASE/MEMBER.png where there is one, and truth/CASE/mask.png is white where",
                "an edit may show."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  assay groups draw --out references",
                "  assay groups draw --out references --task local_editing --task colorization"
            })
    int draw(
            @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "DIR",
                            description = "Where they go.")
                    Path folder,
            @Option(names = "--task", paramLabel = "TASK", description = "Only these tasks. Repeatable.")
                    List<String> tasks) {
        GroupBenchmark benchmark = GroupBenchmarks.named(GroupBenchmarks.NAMES.get(0));
        List<GroupCase> cases = tasks == null
                ? benchmark.cases()
                : tasks.stream()
                        .flatMap(t -> benchmark.task(t).cases().stream())
                        .toList();
        Output.folderFor(folder);
        int references = 0;
        int truths = 0;
        int masks = 0;
        for (GroupCase c : cases) {
            List<Image> given = new ArrayList<>();
            for (Member m : c.members()) {
                if (!m.drawing().drawn()) {
                    continue;
                }
                Image image = Drawings.draw(m.drawing());
                Path place = m.given() ? folder : folder.resolve("truth");
                PngFile.write(place.resolve(c.id()).resolve(m.id() + ".png"), image);
                if (m.given()) {
                    given.add(image);
                    references++;
                    continue;
                }
                truths++;
                if (masked(c)) {
                    PngFile.write(
                            folder.resolve("truth").resolve(c.id()).resolve("mask.png"),
                            GroupPictures.mask(given.get(0), image));
                    masks++;
                }
            }
        }
        spec.commandLine()
                .getOut()
                .printf("%d references, %d truths, %d masks in %s%n", references, truths, masks, folder);
        return Main.OK;
    }

    private static boolean masked(GroupCase c) {
        return c.checklist().stream().anyMatch(q -> q.byCode() && q.check() == CodeCheck.OUTSIDE_MASK);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
