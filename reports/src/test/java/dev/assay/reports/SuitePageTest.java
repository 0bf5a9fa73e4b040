package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.SuiteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SuitePageTest {
    @TempDir
    Path folder;

    @Test
    void everySystemAndScoreIsInTheTable() {
        Document page = Markup.parse(page(MadeUp.suite(), Map.of()));
        Element table = Markup.withClass(page, "scores").get(0);
        assertThat(table.getElementsByTagName("tr").getLength()).isEqualTo(26);
        assertThat(table.getElementsByTagName("td").getLength()).isEqualTo(25 * 9);
        assertThat(table.getTextContent()).contains("copies-of-train-3", "fd-spatial", "62.913", "0.1349");
        assertThat(Markup.withClass(page, "floor").stream()
                        .filter(e -> e.getTagName().equals("tr"))
                        .map(Element::getTextContent))
                .singleElement()
                .asString()
                .startsWith("validation floor1479");
    }

    @Test
    void theVerdictAndTheFailingCellsAreShown() {
        Document good = Markup.parse(page(MadeUp.suite(), Map.of()));
        assertThat(Markup.withClass(good, "banner").get(0).getTextContent()).contains("All 56 checks hold");
        assertThat(Markup.withClass(good, "fails")).isEmpty();
        Document broken = Markup.parse(page(MadeUp.brokenSuite(), Map.of()));
        assertThat(Markup.withClass(broken, "banner").get(0).getTextContent()).contains("2 of 56 checks fail");
        assertThat(Markup.withClass(broken, "fails"))
                .extracting(Element::getTagName)
                .containsExactlyInAnyOrder("p", "td", "td", "li", "li");
    }

    @Test
    void thePageNeedsNothingElse() {
        assertThat(page(MadeUp.brokenSuite(), Map.of()))
                .doesNotContain("//")
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain("@import")
                .doesNotContain("url(");
        assertThat(Markup.elements(Markup.parse(page(MadeUp.brokenSuite(), grids())), "img"))
                .hasSize(26)
                .allSatisfy(image -> assertThat(image.getAttribute("src")).startsWith("data:image/png;base64,"));
    }

    @Test
    void namesCannotBecomeMarkup() {
        String name = "<script>alert(1)</script>\"'&";
        SuiteResult hostile = renamed(MadeUp.brokenSuite(), "blur", name);
        String page = page(hostile, Map.of());
        Document parsed = Markup.parse(page);
        assertThat(page).doesNotContain("<script");
        assertThat(Markup.texts(parsed, "th")).contains(name);
    }

    @Test
    void equalResultsGiveEqualBytesAlsoThroughJson() throws IOException {
        Path file = folder.resolve("suite.json");
        Files.writeString(file, Json.write(MadeUp.brokenSuite()));
        SuiteResult read = Json.read(file, SuiteResult.class);
        assertThat(page(read, Map.of())).isEqualTo(page(MadeUp.brokenSuite(), Map.of()));
    }

    @Test
    void missingResultsAreSaidAndDoNotPass() {
        SuiteResult whole = MadeUp.suite();
        SuiteResult part = new SuiteResult(whole.suite(), whole.results().subList(0, 20), List.of());
        Document page = Markup.parse(page(part, Map.of()));
        assertThat(Markup.withClass(page, "banner").get(0).getAttribute("class"))
                .contains("fails");
        assertThat(Markup.withClass(page, "banner").get(0).getTextContent()).contains("5 systems without a result");
        assertThat(Markup.withClass(page, "missing")).hasSize(5 * 9);
        assertThat(page(new SuiteResult(whole.suite(), List.of(), List.of()), Map.of()))
                .contains("25 systems without a result");
    }

    @Test
    void aGridThatIsNoPngIsOneClearError() throws IOException {
        Path text = Files.writeString(folder.resolve("a.png"), "not a picture");
        assertThatThrownBy(() -> page(MadeUp.suite(), Map.of("validation", text)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("it does not start as a PNG file");
        assertThatThrownBy(() -> page(MadeUp.suite(), Map.of("validation", folder.resolve("none.png"))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no such file or folder");
    }

    @Test
    void aPageIsLeftInTheBuildFolderToLookAt() throws IOException {
        Path page = Path.of("target", "look", "suite.html");
        SuitePage.write(MadeUp.brokenSuite(), page, grids());
        assertThat(page).isNotEmptyFile();
        try (var files = Files.list(page.getParent())) {
            assertThat(files.map(p -> p.getFileName().toString())).noneMatch(n -> n.endsWith(".part"));
        }
    }

    private Map<String, Path> grids() {
        return MadeUp.grids(folder);
    }

    private String page(SuiteResult result, Map<String, Path> grids) {
        Path html = folder.resolve("page.html");
        SuitePage.write(result, html, grids);
        try {
            return Files.readString(html);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The suite with one series' name replaced wherever it stands, systems included. */
    private static SuiteResult renamed(SuiteResult result, String from, String to) {
        return Json.bind("suite", replace(Json.bind("suite", result, Map.class), from, to), SuiteResult.class);
    }

    private static Object replace(Object node, String from, String to) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> copy = new TreeMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), replace(value, from, to)));
            return copy;
        }
        if (node instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(value -> copy.add(replace(value, from, to)));
            return copy;
        }
        return node instanceof String text ? text.replace(from, to) : node;
    }
}
