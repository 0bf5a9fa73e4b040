package dev.assay.local;

import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.Question;
import dev.assay.spec.groups.Split;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
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
        description = {
            "Lists, shows, checks and draws the cases of benchmarks for groups of related pictures;",
            "makes them with text-to-group models."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            GroupsValidateCommand.class,
            GroupsDrawCommand.class,
            GroupsPromptsCommand.class,
            GroupsAuditCommand.class,
            GroupsImportCommand.class,
            GroupSampleCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  assay groups list",
            "  assay groups list picture_book",
            "  assay groups show local_editing-02",
            "  assay groups validate",
            "  assay groups draw --out references",
            "  assay groups prompts --out prompts.txt",
            "  assay groups sample gdt-emoji-32 --weights weights.safetensors --out group",
            "  assay groups audit --train training-groups",
            "  assay groups import idea-bench dataset/IDEA-Bench --out idea-bench.yaml"
        })
final class GroupsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: list, show, validate, draw, prompts, sample, audit or import");
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

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
