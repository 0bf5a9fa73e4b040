package dev.assay.local;

import dev.assay.reports.AllureReport;
import dev.assay.reports.GroupAllure;
import dev.assay.reports.GroupPage;
import dev.assay.reports.SuitePage;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.groups.result.GroupResult;
import java.nio.file.Path;
import java.util.Map;

/**
 * What people look at.
 *
 * @param page a self-contained HTML page
 * @param allure folder of Allure results
 */
record ReportFiles(Path page, Path allure) {
    /** Makes both from a result and its contact sheets. */
    static ReportFiles write(SuiteResult result, ResultFolder folder, Path allure) {
        Output.folderFor(allure);
        Map<String, Path> samples = folder.samples(result);
        SuitePage.write(result, folder.page(), samples);
        AllureReport.write(result, allure, samples);
        return new ReportFiles(folder.page(), allure);
    }

    /** The same of a group benchmark. */
    static ReportFiles write(GroupResult result, GroupFolder folder, Path allure) {
        Output.folderFor(allure);
        Map<String, Path> sheets = folder.sheets(result);
        GroupPage.write(result, folder.page(), sheets);
        GroupAllure.write(result, allure, sheets);
        return new ReportFiles(folder.page(), allure);
    }
}
