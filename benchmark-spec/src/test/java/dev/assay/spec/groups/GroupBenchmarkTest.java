package dev.assay.spec.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GroupBenchmarkTest {
    private static final GroupBenchmark BENCHMARK = GroupBenchmarks.named("group-benchmark");

    @Test
    void thereAreThirtyTasksOfSevenCoreCasesEach() {
        assertThat(BENCHMARK.tasks()).hasSize(30).allSatisfy(task -> assertThat(task.cases(Split.CORE))
                .as(task.id())
                .hasSize(7));
        assertThat(BENCHMARK.cases(Split.CORE)).hasSize(210);
        assertThat(BENCHMARK.tasks().stream().filter(t -> t.kind() == TaskKind.TEXT))
                .hasSize(18);
        assertThat(BENCHMARK.tasks().stream().filter(t -> t.kind() == TaskKind.REFERENCE))
                .hasSize(12);
    }

    /** Two of every task that gives words alone and asks for three pictures or more. */
    @Test
    void theStressSplitLengthensTheTextTasksOfThreeAndMore() {
        assertThat(BENCHMARK.tasks()).allSatisfy(task -> assertThat(task.cases(Split.STRESS))
                .as(task.id())
                .hasSize(task.kind() == TaskKind.TEXT && task.n() >= 3 ? 2 : 0)
                .allMatch(c -> c.n() == 8));
        assertThat(BENCHMARK.cases(Split.STRESS)).hasSize(28);
    }

    @Test
    void everyCaseIsValid() {
        assertThat(GroupValidation.problems(BENCHMARK)).isEmpty();
    }

    /** What changes needs a new version: raise it in the YAML and add the new hashes, which the message holds. */
    @Test
    void theContentIsThatLockedForItsVersion() {
        GroupLock locked = GroupLock.of(BENCHMARK.id(), BENCHMARK.version()).orElseThrow();
        assertThat(GroupLock.now(BENCHMARK, locked.pictures())).isEqualTo(locked);
    }

    @Test
    void aVersionThatNeverWasIsNotLocked() {
        assertThat(GroupLock.of(BENCHMARK.id(), 0)).isEmpty();
        assertThat(GroupLock.of("no-benchmark", 1)).isEmpty();
    }

    /** A filling and the word before it come from different lines of the YAML. */
    @Test
    void articlesFitTheWordsAfterThem() {
        Pattern wrong = Pattern.compile("\\b[Aa] [aeio]|\\b[Aa]n [b-df-gj-np-tv-z]");
        assertThat(BENCHMARK.cases()).allSatisfy(c -> {
            assertThat(c.instruction()).doesNotContainPattern(wrong);
            assertThat(c.members())
                    .allSatisfy(m ->
                            assertThat(m.prompt() + m.shortPrompt()).as(c.id()).doesNotContainPattern(wrong));
        });
    }

    @Test
    void noTwoCasesAskTheSame() {
        assertThat(BENCHMARK.cases(Split.CORE))
                .extracting(GroupCase::instruction)
                .doesNotHaveDuplicates();
        List<String> prompts = BENCHMARK.cases(Split.CORE).stream()
                .flatMap(c -> c.targets().stream().map(Member::prompt))
                .toList();
        assertThat(prompts).doesNotHaveDuplicates();
    }

    /** A prompt of a group names what is shared again: each holds the hero's looks in full. */
    @Test
    void sharedThingsAreSaidAgainInEveryPrompt() {
        GroupCase pim = BENCHMARK.caseNamed("picture_book-01");
        assertThat(pim.members()).allSatisfy(m -> assertThat(m.prompt())
                .contains("Pim the hedgehog, a small brown hedgehog with a yellow raincoat and red boots"));
    }

    @Test
    void groundTruthIsDrawnWhereThereIsOne() {
        assertThat(BENCHMARK.tasks().stream()
                        .filter(t -> t.cases().stream()
                                .allMatch(c -> c.targets().stream().allMatch(Member::hasTruth)))
                        .map(GroupTask::id))
                .containsExactly("colorization", "sketching", "image_translation", "local_editing", "font_transfer");
    }

    @Test
    void unknownNamesAreAnsweredWithNearOnes() {
        assertThatThrownBy(() -> GroupBenchmarks.named("groups-benchmark"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean group-benchmark?");
        assertThatThrownBy(() -> BENCHMARK.task("picture-book")).hasMessageContaining("did you mean picture_book?");
        assertThatThrownBy(() -> BENCHMARK.caseNamed("t2i-8")).hasMessageContaining("no such case");
    }
}
