package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.drawn.Drawings;
import dev.assay.spec.groups.GroupBenchmarks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tasksAreListedWithWhatTheyAreBasedOn() {
        Assay.Ran ran = Assay.run("groups", "list");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("picture_book")
                .contains("group-benchmark@1: 30 tasks, 210 core cases, 28 stress cases")
                .contains("never published");
        JsonNode tasks = Assay.run("groups", "list", "--json").json();
        assertThat(tasks).hasSize(30);
        assertThat(tasks.get(1).get("basis")).extracting(JsonNode::asText).containsExactly("G", "I");
    }

    @Test
    void casesOfATaskAreListed() {
        assertThat(Assay.run("groups", "list", "font_transfer").out().lines())
                .hasSize(7)
                .allMatch(line -> line.startsWith("font_transfer-0"));
        assertThat(Assay.run("groups", "list", "font_transfer", "--json").json())
                .hasSize(7);
    }

    @Test
    void aCaseIsShownExpanded() {
        Assay.Ran ran = Assay.run("groups", "show", "font_transfer-01");
        assertThat(ran.out())
                .contains("font_transfer-01  (core, n 3, m 2)")
                .contains("text: TREMOR")
                .contains("truth: word {")
                .contains("code:count");
        JsonNode shown =
                Assay.run("groups", "show", "font_transfer-01", "--json").json();
        assertThat(shown.get("members").get(0).get("role").asText()).isEqualTo("REFERENCE");
        assertThat(shown.get("checklist")).hasSize(6);
    }

    @Test
    void unknownCasesAreOneLineErrors() {
        Assay.Ran ran = Assay.run("groups", "show", "font_transfer-9");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("font_transfer-01").hasLineCount(1);
    }

    @Test
    void theBenchmarkIsValid() {
        Assay.Ran ran = Assay.run("groups", "validate", "--json");
        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.json().get("locked").asBoolean()).isTrue();
        assertThat(ran.json().get("problems")).isEmpty();
        assertThat(ran.json().get("found").get("core").asInt()).isEqualTo(210);
    }

    @Test
    void referencesTruthsAndMasksAreWritten() {
        Assay.Ran ran =
                Assay.run("groups", "draw", "--out", folder, "--task", "local_editing", "--task", "font_transfer");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("21 references, 14 truths, 7 masks");
        assertThat(folder.resolve("font_transfer-02/given-2.png")).isRegularFile();
        assertThat(folder.resolve("truth/font_transfer-02/written.png")).isRegularFile();
        assertThat(Files.exists(folder.resolve("local_editing-01/after.png"))).isFalse();
        Image drawn = Drawings.draw(GroupBenchmarks.named("group-benchmark")
                .caseNamed("local_editing-03")
                .members()
                .get(0)
                .drawing());
        assertThat(read(folder.resolve("local_editing-03")).rgb()).isEqualTo(drawn.rgb());
        assertThat(folder.resolve("truth/local_editing-01/mask.png")).isRegularFile();
    }

    /** The first picture of a folder by name. */
    private static Image read(Path folder) {
        ImageSource source =
                EvaluationInput.open(folder, DecodeOptions.DEFAULT).images().orElseThrow();
        try (ImageSource.Reader reader = source.open()) {
            return reader.next().decode();
        }
    }
}
