package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyPresetIsListedWithItsCounts() {
        Assay.Ran ran = Assay.run("models", "list", "--json");
        assertThat(ran.code()).isZero();
        List<String> names = new ArrayList<>();
        for (JsonNode line : ran.json()) {
            names.add(line.get("name").asText());
            assertThat(line.get("parameters").asLong()).isPositive();
            assertThat(line.get("macs").asLong()).isPositive();
        }
        assertThat(names).isEqualTo(Models.names());
        String table = Assay.run("models", "list").out();
        assertThat(table).contains("dimr-xl-2r-256").contains("505,046,408").contains("160.18");
        assertThat(table.lines()).hasSize(names.size() + 2);
    }

    @Test
    void aDescriptionHasWhatScriptsRead() {
        JsonNode json =
                Assay.run("models", "describe", "dimr-xl-2r-256", "--json").json();
        assertThat(json.get("name").asText()).isEqualTo("dimr-xl-2r-256");
        assertThat(json.get("family").asText()).isEqualTo("dimr");
        assertThat(json.get("parameters").asLong()).isEqualTo(505_046_408);
        assertThat(Math.round(json.get("macs").asLong() / 1e7)).isEqualTo(16_018);
        assertThat(json.get("estimated").asBoolean()).isFalse();
        JsonNode first = json.get("tensors").get(0);
        assertThat(first.toString())
                .isEqualTo("{\"buffer\":false,\"name\":\"stages.0.input_layer.1.weight\",\"shape\":[960,4,2,2]}");
        assertThat(json.get("inputs").get(0).toString())
                .isEqualTo("{\"name\":\"x\",\"shape\":[\"N\",4,32,32],\"type\":\"float32\"}");
    }

    @Test
    void peopleGetASheet() {
        Assay.Ran ran = Assay.run("models", "describe", TinyModels.dimr(folder));
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("tiny-dimr")
                .containsPattern("family +dimr\n")
                .containsPattern("input +x float32 \\[N,3,8,8]\n")
                .containsPattern("output +out_1 float32 \\[N,3,8,8]\n")
                .containsPattern("stages.0.class_embeds.weight +\\[11,16]\n");
    }

    @Test
    void anUnknownPresetIsAnsweredWithNearOnes() {
        Assay.Ran ran = Assay.run("models", "describe", "dimr-m-3r-65");
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err())
                .startsWith("assay: model 'dimr-m-3r-65': no such model;")
                .contains("did you mean dimr-m-3r-64");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aConfigurationThatDoesNotFitIsOneLine() throws IOException {
        Path file = TinyModels.dimr(folder);
        String good = Files.readString(file);
        refused(good.replace("heads: 4", "heads: 5"), "branch 0");
        refused(good.replace("family: dimr", "family: dmir"), "did you mean dimr or dit?");
        refused(
                good.replace("cascade: add", "cascade: ad"),
                "cascade is 'ad'; there are add, concat; did you mean add?");
        refused(good.replace("classes: 11", "classses: 11"), "'classes' is missing");
        refused(good.replace("mlp: glu", "mlp: glu\n  depth: 3"), "key 'depth' is not known");
        refused(good + "published: {parameters: 7}\n", "the configuration states 7");
        refused("just words", "must fit the documented form");
        Assay.Ran absent = Assay.run("models", "describe", folder.resolve("absent.yaml"));
        assertThat(absent.err()).contains("no such file or folder");
        assertThat(absent.code()).isEqualTo(Main.BAD_INPUT);
    }

    private void refused(String yaml, String reason) {
        Assay.Ran ran = Assay.run("models", "describe", TinyModels.write(folder.resolve("bad.yaml"), yaml));
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).startsWith("assay: ").contains(reason);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
    }
}
