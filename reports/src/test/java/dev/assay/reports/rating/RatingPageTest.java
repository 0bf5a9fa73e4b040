package dev.assay.reports.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingPageTest {
    /** Answers every question with the keys that a rater would press, and shows what would be saved. */
    private static final String RATER = """
            <script>
            HTMLAnchorElement.prototype.click = function () {
              const out = document.createElement("pre");
              out.id = "saved";
              out.textContent = decodeURIComponent(this.href.slice(this.href.indexOf(",") + 1));
              document.body.append(out);
            };
            const press = key => document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
            document.getElementById("begin").click();
            while (!document.getElementById("item").hidden) {
              if (document.getElementById("sides").className === "pair") press("ArrowRight");
              else ["5", "4", "3", "2"].forEach(press);
              press("Enter");
            }
            document.getElementById("save").click();
            </script>
            """;

    @TempDir
    private Path temp;

    private final RatingPlan plan = Sheets.plan(2, 11);

    private String page() throws IOException {
        Path file = temp.resolve("sheet.html");
        RatingPage.write(plan.sheet(1).sheet(), file);
        return Files.readString(file);
    }

    @Test
    void textsCannotEndTheScriptTheyAreIn() throws IOException {
        assertThat(page()).doesNotContain("alert(1)</script>").doesNotContain("<b>kite");
        assertThat(page().split("</script>", -1)).hasSize(3);
    }

    @Test
    void nothingIsFetched() throws IOException {
        assertThat(page().replace(Sheets.PIXEL, "")).doesNotContain("http:", "https:", "src=\"", "@import", "url(");
    }

    @Test
    void aRaterCanAnswerEverythingInABrowser() throws Exception {
        List<Path> browsers = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
        assumeThat(browsers).as("no Chromium is installed").isNotEmpty();
        Path file = temp.resolve("tried.html");
        Files.writeString(file, page().replace("</body>", RATER + "</body>"));
        String dom = dom(browsers.get(0), file);
        String saved = dom.substring(dom.indexOf("<pre id=\"saved\">") + 16);
        Path answers = temp.resolve("answers.json");
        Files.writeString(answers, saved.substring(0, saved.indexOf("</pre>")));
        RatingKey key = Json.read("key", Json.write(plan.key(List.of(plan.sheet(1)))), RatingKey.class);
        List<RatingAnswers.Answer> read = RatingAnswers.read(answers, key).answers();
        assertThat(read).hasSize(14).allSatisfy(a -> {
            if (a.choice().isEmpty()) {
                assertThat(a.scores())
                        .containsEntry("quality", 5)
                        .containsEntry("adherence", 4)
                        .containsEntry("consistency", 3)
                        .containsEntry("overall", 2);
            } else {
                assertThat(a.choice()).isEqualTo("right");
            }
        });
    }

    private String dom(Path browser, Path page) throws IOException, InterruptedException {
        Path out = temp.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + temp.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(temp.resolve("errors.txt").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }
}
