package dev.assay.spec.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpansionTest {
    private static final String FILE = """
            task: walk
            about: a walk
            kind: reference
            basis: [p]
            keep: the hero
            emphasis: [a, cs]
            shared: [identity]
            instruction: "{Hero} goes to {places}, first {places.1}, in {targets} pictures."
            members:
              - {id: hero, role: reference, each: "", prompt: "{Hero}.", short_prompt: "{hero}", text: "", drawing: {recipe: figure, with: {top: "{colour}"}}}
              - {id: "stop-{k}", role: target, each: places, prompt: "{Hero} at {places}, {weather}.", short_prompt: "{hero} at {places}", text: "", drawing: {recipe: none, with: {}}}
            checklist:
              - {level: 1, judged_by: vision, text: "Is it {hero}?"}
            cases:
              - {hero: a fox, colour: red, places: [the sea, a hill, a town], weather: [rain, snow, sun]}
            stress:
              - {case: 1, places: [a, b, c, d], weather: [e, f, g, h]}
            """;

    private static GroupTask expand(String text) {
        return Expansion.expand("walk.yaml", Json.readYaml("walk.yaml", text, TaskFile.class));
    }

    @Test
    void listsRepeatAMemberAndAreJoinedElsewhere() {
        GroupTask task = expand(FILE);
        GroupCase walk = task.cases().get(0);
        assertThat(walk.id()).isEqualTo("walk-01");
        assertThat(walk.instruction())
                .isEqualTo("A fox goes to the sea, a hill and a town, first the sea, in three pictures.");
        assertThat(walk.members()).extracting(Member::id).containsExactly("hero", "stop-1", "stop-2", "stop-3");
        assertThat(walk.members()).extracting(Member::prompt).endsWith("A fox at a town, sun.");
        assertThat(walk.references().get(0).drawing().with()).containsEntry("top", "red");
        assertThat(walk.targets()).noneMatch(Member::hasTruth);
        assertThat(task.n()).isEqualTo(4);
        assertThat(task.m()).isEqualTo(1);
    }

    @Test
    void aStressCaseIsACoreCaseWithOtherLists() {
        GroupCase stress = expand(FILE).cases(Split.STRESS).get(0);
        assertThat(stress.id()).isEqualTo("walk-s1");
        assertThat(stress.n()).isEqualTo(5);
        assertThat(stress.targets().get(3).prompt()).isEqualTo("A fox at d, h.");
    }

    @Test
    void slotsMustBothBeFilledAndUsed() {
        assertThatThrownBy(() -> expand(FILE.replace("colour: red", "color: red")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("walk-01")
                .hasMessageContaining("no slot 'colour'");
        assertThatThrownBy(() -> expand(FILE.replace("colour: red", "colour: red, size: big")))
                .hasMessageContaining("[size] are filled");
        assertThatThrownBy(() -> expand(FILE.replace("{Hero} at", "{Hero at")))
                .hasMessageContaining("slots are {name}");
        assertThatThrownBy(() -> expand(FILE.replace("weather: [rain, snow, sun]", "weather: [rain, snow]")))
                .hasMessageContaining("entry 3 of slot 'weather'");
        assertThatThrownBy(() -> expand(FILE.replace("case: 1", "case: 2"))).hasMessageContaining("1 to 1");
    }

    @Test
    void theHashIsOfWhatTheTaskSaysAndNotOfHowItIsWritten() {
        String hash = hash(FILE);
        assertThat(hash(FILE.replace("{hero: a fox, colour: red,", "{colour: red, hero: a fox,")))
                .isEqualTo(hash);
        assertThat(hash(FILE.replace("a town", "a village"))).isNotEqualTo(hash);
        assertThat(Json.compact(expand(FILE))).doesNotContain("\"made\"").doesNotContain("\"given\"");
    }

    private static String hash(String file) {
        return new GroupBenchmark("walks", 1, "walks", List.of(expand(file))).hash();
    }
}
