package dev.assay.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay report}: page and Allure results again from results on disk. */
@Command(
        name = "report",
        description = "Makes the report page and Allure results from the results of an earlier run; computes nothing.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  assay report results/metric-sanity@1 --allure target/allure-results",
            "  mvn -N allure:report"
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RESULTS", description = "Folder that 'assay run' wrote, such as results/metric-sanity@1.")
    private Path results;

    @Option(
            names = "--allure",
            paramLabel = "DIR",
            description = "Folder for Allure results (default: allure-results beside the results).")
    private Path allure;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ReportFiles files = GroupFolder.holds(results) ? group() : suite();
        PrintWriter out = spec.commandLine().getOut();
        out.println("report   " + files.page());
        out.println("allure   " + files.allure());
        return Main.OK;
    }

    private ReportFiles suite() {
        ResultFolder folder = ResultFolder.find(results);
        return ReportFiles.write(folder.read(), folder, allure == null ? folder.allure() : allure);
    }

    private ReportFiles group() {
        GroupFolder folder = GroupFolder.find(results);
        return ReportFiles.write(folder.read(), folder, allure == null ? folder.allure() : allure);
    }
}
