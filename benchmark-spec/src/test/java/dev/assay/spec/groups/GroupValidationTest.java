package dev.assay.spec.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GroupValidationTest {
    private static final GroupTask TASK =
            GroupBenchmarks.named("group-benchmark").task("colorization");

    private static List<String> problems(UnaryOperator<GroupCase> change) {
        List<GroupCase> cases = new ArrayList<>(TASK.cases());
        cases.set(0, change.apply(cases.get(0)));
        return GroupValidation.problems(new GroupBenchmark("changed", 1, "", List.of(with(cases))));
    }

    private static GroupTask with(List<GroupCase> cases) {
        return new GroupTask(
                TASK.id(),
                TASK.about(),
                TASK.kind(),
                TASK.basis(),
                TASK.n(),
                TASK.m(),
                TASK.keep(),
                TASK.emphasis(),
                cases);
    }

    private static GroupCase with(GroupCase c, List<Member> members, List<Question> checklist) {
        return new GroupCase(c.id(), c.task(), c.split(), c.instruction(), members, c.shared(), checklist);
    }

    private static List<String> problemsOfPrompt(String prompt, String shortPrompt) {
        return problems(c -> {
            Member m = c.members().get(1);
            Member changed = new Member(m.id(), m.role(), prompt, shortPrompt, m.text(), m.drawing());
            return with(c, List.of(c.members().get(0), changed), c.checklist());
        });
    }

    @Test
    void anUnchangedTaskHasNoProblems() {
        assertThat(problems(c -> c)).isEmpty();
    }

    @Test
    void longAndLeaningPromptsAreFound() {
        assertThat(problemsOfPrompt("A kite.", "kite ".repeat(61)))
                .anySatisfy(p -> assertThat(p).startsWith("colorization-01/color: 61 words"));
        assertThat(problemsOfPrompt("A kite.", "extraordinarily ".repeat(30)))
                .anySatisfy(p -> assertThat(p).contains("about 92 CLIP tokens"));
        assertThat(problemsOfPrompt("kite ".repeat(120), "A kite"))
                .anySatisfy(p -> assertThat(p).contains("about 121 T5 tokens"));
        assertThat(problemsOfPrompt("The kite, as before.", "A kite"))
                .anySatisfy(p -> assertThat(p).contains("leans on another picture"));
    }

    @Test
    void memberListsMustBeWhole() {
        assertThat(problems(c -> with(c, c.members().subList(0, 1), c.checklist())))
                .contains("colorization-01: 1 members", "colorization-01: 1 references");
        assertThat(problems(c -> with(c, List.of(c.members().get(1), c.members().get(0)), c.checklist())))
                .contains("colorization-01: references do not come first");
        assertThat(problems(c -> with(c, List.of(c.members().get(0), c.members().get(0)), c.checklist())))
                .contains("colorization-01: member 'lines' occurs twice");
    }

    @Test
    void checklistsHaveTwoQuestionsOfEachLevelAndCountSecond() {
        assertThat(problems(c -> with(c, c.members(), c.checklist().subList(0, 5))))
                .contains("colorization-01: levels [1, 1, 2, 2, 3] instead of [1, 1, 2, 2, 3, 3]");
        assertThat(problems(c -> {
                    List<Question> swapped = new ArrayList<>(c.checklist());
                    swapped.set(0, c.checklist().get(1));
                    swapped.set(1, c.checklist().get(0));
                    return with(c, c.members(), swapped);
                }))
                .containsExactly("colorization-01: the second question is not the count");
    }

    @Test
    void idsOccurOnce() {
        List<GroupCase> twice = List.of(TASK.cases().get(0), TASK.cases().get(0));
        assertThat(GroupValidation.problems(new GroupBenchmark("twice", 1, "", List.of(with(twice)))))
                .containsExactly("case 'colorization-01' occurs twice");
    }

    @Test
    void tokensAreCountedAsDescribed() {
        assertThat(TokenEstimate.clip("a picture")).isEqualTo(2 + 2);
        assertThat(TokenEstimate.clip("eight-letter pictures.")).isEqualTo(2 + 1 + 1 + 1 + 2 + 1);
        assertThat(TokenEstimate.t5("red kites at 10")).isEqualTo(1 + 3 + 2);
        assertThat(TokenEstimate.t5("picture")).isEqualTo(1 + 2);
        assertThat(TokenEstimate.words("  two words ")).isEqualTo(2);
        assertThat(TokenEstimate.words("")).isZero();
    }
}
