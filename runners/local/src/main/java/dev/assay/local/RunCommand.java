package dev.assay.local;

import dev.assay.reports.GroupTable;
import dev.assay.reports.ResultTable;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import dev.assay.spec.Suite;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.Suites;
import dev.assay.spec.groups.result.GroupResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay run}: a suite, from images to table and report. */
@Command(
        name = "run",
        description = {
            "Runs a suite: metric-sanity on embedded real images, or a group benchmark on folders of pictures that systems",
            "made. Gives a table, a report page, Allure results."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit code 1 when a score of metric-sanity does not move as its definition says.",
            "",
            "Examples:",
            "  assay run",
            "  assay run metric-sanity --out /data/results --threads 1",
            "  assay run group-benchmark --system independent=out/alone --system group=out/group \\",
            "      --system shuffled=out/shuffled",
            "  assay run emoji-groups --system group=made",
            "  assay run group-benchmark --system out/group --judge https://host/v1 --judge-model NAME \\",
            "      --judge-key HOST_KEY"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SUITE",
            defaultValue = "metric-sanity",
            description = {
                "Name of the suite, or a file of cases that 'assay groups import' wrote (default: ${DEFAULT-VALUE})."
            })
    private String suite;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "results",
            description = "Folder for results (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--allure",
            paramLabel = "DIR",
            description = "Folder for Allure results (default: allure-results beside the results).")
    private Path allure;

    @Option(names = "--json", description = "Prints the result as JSON instead of a table.")
    private boolean json;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private GroupOptions groups;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<CaseSource> cases = CaseSource.find(suite);
        if (cases.isPresent()) {
            return group(cases.get());
        }
        if (!Suites.NAMES.contains(suite)) {
            throw Names.unknown(
                    "suite",
                    suite,
                    Stream.concat(Suites.NAMES.stream(), CaseSource.NAMES.stream())
                            .toList());
        }
        if (groups.given()) {
            throw new AssayException(
                    "--system",
                    "suite " + suite + " brings its own systems",
                    "group benchmarks score folders: " + String.join(", ", CaseSource.NAMES),
                    "name one of them, or leave --system out");
        }
        Suite chosen = Suites.named(suite);
        ResultFolder folder = ResultFolder.create(out, chosen);
        SuiteResult result = new SuiteRun(chosen, machine, spec.commandLine().getErr()).run(folder);
        folder.write(result);
        Path allureResults = allure == null ? folder.allure() : allure;
        ReportFiles reports = ReportFiles.write(result, folder, allureResults);
        print(json ? Json.write(result) : ResultTable.print(result), folder.path(), reports);
        return result.passed() ? Main.OK : Main.CHECK_FAILED;
    }

    private int group(CaseSource source) {
        PrintWriter messages = spec.commandLine().getErr();
        GroupRun run = groups.plan(source, machine, messages);
        try (GroupEyes eyes = run.eyes()) {
            GroupFolder folder = GroupFolder.create(out, source.benchmark(), run.split());
            Extractors.tell(eyes.extractor(), messages);
            GroupResult result = run.run(folder);
            folder.write(result);
            ReportFiles reports = ReportFiles.write(result, folder, allure == null ? folder.allure() : allure);
            print(json ? Json.write(result) : GroupTable.print(result), folder.path(), reports);
        }
        return Main.OK;
    }

    private void print(String result, Path folder, ReportFiles reports) {
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter stderr = spec.commandLine().getErr();
        stdout.print(result);
        stdout.flush();
        stderr.println("results  " + folder);
        stderr.println("report   " + reports.page());
        stderr.println("allure   " + reports.allure());
    }
}
