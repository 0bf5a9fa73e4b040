package dev.assay.spec.groups.result;

import dev.assay.spec.Score;
import dev.assay.spec.SetUsed;
import dev.assay.spec.Sorted;
import java.util.List;
import java.util.Map;

/**
 * What one system scored.
 *
 * @param system its name
 * @param generated its pictures; those that are missing or unreadable are listed under {@code skipped} and count 0
 * @param means overall, by category and by task
 * @param distances of all pictures of a task from its true pictures, by task
 * @param cases each with its scores and answers
 * @param agreement by judge: the share of pairs of askings of one question that agree
 * @param invalid by judge: answers that could not be used, each with its case
 */
public record SystemScores(
        String system,
        SetUsed generated,
        List<Mean> means,
        Map<String, List<Score>> distances,
        List<CaseScores> cases,
        Map<String, Double> agreement,
        Map<String, List<String>> invalid) {
    public SystemScores {
        means = List.copyOf(means);
        distances = Sorted.copy(distances);
        cases = List.copyOf(cases);
        agreement = Sorted.copy(agreement);
        invalid = Sorted.copy(invalid);
    }
}
