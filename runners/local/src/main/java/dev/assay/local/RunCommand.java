package dev.assay.local;

import dev.assay.reports.ResultTable;
import dev.assay.spec.Json;
import dev.assay.spec.Suite;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.Suites;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay run}: an embedded suite, from images to table and report. */
@Command(
        name = "run",
        description = "Runs an embedded suite on real images: a table, a report page, Allure results.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit code 1 when a score does not move as its definition says.",
            "",
            "Examples:",
            "  assay run",
            "  assay run metric-sanity --out /data/results --threads 1"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SUITE",
            defaultValue = "metric-sanity",
            description = "Name of the suite (default: ${DEFAULT-VALUE}).")
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Suite chosen = Suites.named(suite);
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter stderr = spec.commandLine().getErr();
        ResultFolder folder = ResultFolder.create(out, chosen);
        SuiteResult result = new SuiteRun(chosen, machine, stderr).run(folder);
        folder.write(result);
        Path allureResults = allure == null ? folder.allure() : allure;
        ReportFiles reports = ReportFiles.write(result, folder, allureResults);
        stdout.print(json ? Json.write(result) : ResultTable.print(result));
        stdout.flush();
        stderr.println("results  " + folder.path());
        stderr.println("report   " + reports.page());
        stderr.println("allure   " + reports.allure());
        return result.passed() ? Main.OK : Main.CHECK_FAILED;
    }
}
