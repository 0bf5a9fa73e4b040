package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdeaBenchTest {
    @TempDir
    private Path data;

    /** Questions as objects with a standard each. */
    private static List<Map<String, Object>> questions(String second) {
        return IntStream.rangeClosed(1, 6)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "question",
                        i == 2 ? second : "Question " + i + "?",
                        "0_point_standard",
                        "no",
                        "1_point_standard",
                        "yes"))
                .toList();
    }

    private Path write(String id, int inputs, Object outputs, Object eval) throws IOException {
        Path folder = Files.createDirectories(data.resolve(id));
        Files.writeString(folder.resolve("instruction.txt"), "Make a set about " + id + ".\n");
        Files.writeString(
                folder.resolve("meta.json"),
                Json.write(Map.of("task_name", "x", "uid", "0007", "output_image_count", outputs)));
        Files.writeString(folder.resolve("eval.json"), Json.write(eval));
        for (int i = 1; i <= inputs; i++) {
            Files.write(folder.resolve("%04d.jpg".formatted(i)), Pictures.png(i));
        }
        return folder;
    }

    private void four() throws IOException {
        Object eval = questions("Does it have exactly the number of images asked for?");
        write("animal_growth_0001", 0, 3, eval);
        write("animal_growth_0002", 0, 3, eval);
        write("style_editing_era_0001", 1, 1, Map.of("questions", questions("Is it done?")));
        write("double_exposure_0001", 2, "1", List.of("a?", "b?", "c?", "d?", "e?", "f?"));
        Files.createDirectories(data.resolve(".git"));
    }

    @Test
    void foldersBecomeCasesOfTheSameSchema() throws IOException {
        four();
        GroupBenchmark read = IdeaBench.read(data);
        assertThat(read.tasks())
                .extracting(GroupTask::id)
                .containsExactly("animal_growth", "double_exposure", "style_editing_era");
        assertThat(read.tasks()).extracting(IdeaBench::category).containsExactly("t2is", "is2i", "i2i");
        GroupCase growth = read.caseNamed("animal_growth_0002");
        assertThat(growth.instruction()).isEqualTo("Make a set about animal_growth_0002.");
        assertThat(growth.targets()).extracting(Member::id).containsExactly("0001", "0002", "0003");
        assertThat(growth.checklist()).extracting(Question::level).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(growth.checklist().get(1).judgedBy()).isEqualTo("code:count");
        assertThat(growth.checklist().get(0).judgedBy()).isEqualTo("vision");
        assertThat(read.caseNamed("double_exposure_0001").references())
                .extracting(Member::id)
                .containsExactly("input-0001", "input-0002");
        assertThat(read.caseNamed("double_exposure_0001").checklist())
                .extracting(Question::text)
                .containsExactly("a?", "b?", "c?", "d?", "e?", "f?");
    }

    @ParameterizedTest
    @CsvSource({
        "Are exactly 4 images generated?, code:count",
        "Is the number of generated output images right?, code:count",
        "Does the cat look exactly the same in every image?, vision",
        "Is the number of people the same in all images?, vision",
        "Is the number of legs in pictures right?, vision"
    })
    void onlyNumbersOfPicturesAreCounted(String question, String judge) throws IOException {
        write("a_0001", 0, 4, questions(question));
        assertThat(IdeaBench.read(data).cases().get(0).checklist().get(1).judgedBy())
                .isEqualTo(judge);
    }

    @Test
    void everyBadCaseIsToldAtOnce() throws IOException {
        write("a_0001", 0, 0, questions("x"));
        write("b_0001", 0, 1, questions("x").subList(0, 5));
        Files.delete(write("c_0001", 0, 1, questions("x")).resolve("instruction.txt"));
        Files.writeString(write("d_0001", 0, 1, questions("x")).resolve("eval.json"), "{");
        assertThatThrownBy(() -> IdeaBench.read(data))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("4 problems")
                .hasMessageContaining("output_image_count is '0'")
                .hasMessageContaining("5 questions")
                .hasMessageContaining("instruction.txt: cannot be read");
    }

    @Test
    void aFolderWithoutCasesIsRefused() {
        assertThatThrownBy(() -> IdeaBench.read(data)).hasMessageContaining("no folder of a case");
        assertThat(Assay.run("groups", "import", "idea-bnech", data, "--out", data.resolve("x.yaml"))
                        .err())
                .contains("did you mean idea-bench?");
    }

    @Test
    void importedCasesAreScoredWithTheirInputs() throws IOException {
        four();
        Path file = data.resolve("idea.yaml");
        Assay.Ran imported = Assay.run("groups", "import", "idea-bench", data, "--out", file);
        assertThat(imported.out()).contains("3 tasks and 4 cases");
        Path system = data.resolve("out");
        TinyGroups.write(system, "style_editing_era_0001", "0001", TinyGroups.noise(1));
        TinyGroups.write(system, "animal_growth_0001", "0001", TinyGroups.noise(2));
        Assay.Ran ran = Assay.run(
                "run", file, "--system", system, "--references", data, "--out", data.resolve("results"), "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode cases = ran.json().at("/systems/0/cases");
        assertThat(cases).hasSize(4);
        assertThat(cases.findValuesAsText("category")).containsExactly("t2is", "t2is", "is2i", "i2i");
        assertThat(cases.get(3).at("/scores").has("cross[pixels-16]")).isTrue();
        assertThat(cases.get(0).at("/scores/checks").asDouble()).isZero();
        assertThat(ran.json().at("/systems/0/generated/skipped")).hasSize(6);
    }

    @Test
    void namesThatLeaveTheFolderAreRefused() throws IOException {
        four();
        Path file = data.resolve("bad.yaml");
        Files.writeString(
                file, Json.write(IdeaBench.read(data)).replace("\"animal_growth_0001\"", "\"../animal_growth_0001\""));
        assertThat(Assay.run("run", file, "--system", data).err()).contains("case '../animal_growth_0001'");
        Files.writeString(file, Json.write(IdeaBench.read(data)).replace("\"idea-bench\"", "\"../idea-bench\""));
        assertThat(Assay.run("run", file, "--system", data).err()).contains("benchmark '../idea-bench'");
    }

    @Test
    void casesWithoutTargetsOrTwiceAreRefused() throws IOException {
        four();
        Path file = data.resolve("bad.yaml");
        String good = Json.write(IdeaBench.read(data));
        Files.writeString(file, good.replace("\"TARGET\"", "\"REFERENCE\""));
        assertThatThrownBy(() -> IdeaBench.load(file)).hasMessageContaining("has no target");
        Files.writeString(file, good.replace("\"animal_growth_0002\"", "\"animal_growth_0001\""));
        assertThatThrownBy(() -> IdeaBench.load(file)).hasMessageContaining("case 'animal_growth_0001' occurs twice");
    }

    @Test
    void ratersSeeTheInputs() throws IOException {
        four();
        Path file = data.resolve("idea.yaml");
        Files.writeString(file, Json.write(IdeaBench.read(data)));
        Path system = data.resolve("out");
        TinyGroups.write(system, "style_editing_era_0001", "0001", TinyGroups.noise(1));
        Assay.Ran made = Assay.run(
                "ratings",
                "make",
                "--benchmark",
                file,
                "--references",
                data,
                "--case",
                "style_editing_era_0001",
                "--system",
                "a=" + system,
                "--system",
                "b=" + system,
                "--anchor",
                "a",
                "--out",
                data.resolve("sheets"));
        assertThat(made.code()).as(made.err()).isZero();
    }
}
