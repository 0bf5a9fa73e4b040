package dev.assay.spec.groups;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The gated score of a checklist, as IDEA-Bench counts (arXiv 2412.11767): a no at level 1 takes levels 2 and 3 away, a
 * no at level 2 takes level 3 away.
 */
public final class Gates {
    private Gates() {}

    /** The answers that count: a yes only where every question of the levels below is answered yes. */
    public static List<Boolean> gated(List<Question> checklist, List<Boolean> answers) {
        if (checklist.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "%d answers to %d questions".formatted(answers.size(), checklist.size()));
        }
        int firstNo = Integer.MAX_VALUE;
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i)) {
                firstNo = Math.min(firstNo, checklist.get(i).level());
            }
        }
        int open = firstNo;
        return IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get(i) && checklist.get(i).level() <= open)
                .toList();
    }

    /** Share of the answers that count, 0 to 1. */
    public static double score(List<Question> checklist, List<Boolean> answers) {
        List<Boolean> counted = gated(checklist, answers);
        return counted.stream().filter(yes -> yes).count() / (double) counted.size();
    }
}
