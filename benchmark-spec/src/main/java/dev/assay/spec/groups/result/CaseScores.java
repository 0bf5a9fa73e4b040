package dev.assay.spec.groups.result;

import dev.assay.spec.Sorted;
import java.util.List;
import java.util.Map;

/**
 * What one system scored on one case.
 *
 * @param id of the case
 * @param task it belongs to
 * @param category of the task
 * @param targets pictures asked for
 * @param present pictures that are there
 * @param scores by id, those that the case has
 * @param answers to its checklist, by judge
 */
public record CaseScores(
        String id,
        String task,
        String category,
        int targets,
        int present,
        Map<String, Double> scores,
        Map<String, List<Answer>> answers) {
    public CaseScores {
        scores = Sorted.copy(scores);
        answers = Sorted.copy(answers);
    }

    /**
     * How a question of the checklist was answered.
     *
     * @param level of the question
     * @param question as it was put
     * @param by {@code code} or the judge
     * @param state what came of it
     * @param reasons one for each asking, with the answer before it
     */
    public record Answer(int level, String question, String by, State state, List<String> reasons) {
        public Answer {
            reasons = List.copyOf(reasons);
        }
    }

    /** What came of a question. */
    public enum State {
        YES,
        NO,
        /** Asked, but no answer could be used: counts as no. */
        INVALID,
        /** Not asked, since a level before it was not passed: counts as no. */
        GATED,
        /** No one here can answer it. */
        NOT_JUDGED
    }
}
