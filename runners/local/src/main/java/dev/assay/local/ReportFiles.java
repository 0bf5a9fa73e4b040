package dev.assay.local;

import dev.assay.reports.AllureReport;
import dev.assay.reports.SuitePage;
import dev.assay.spec.SuiteResult;
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
}
