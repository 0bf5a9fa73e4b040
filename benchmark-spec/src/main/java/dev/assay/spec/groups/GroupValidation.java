package dev.assay.spec.groups;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What must hold for every case of a benchmark; drawn pictures are checked where they are drawn. */
public final class GroupValidation {
    /** Words of a short prompt. */
    public static final int SHORT_WORDS = 60;

    private static final int LARGEST_CORE = 4;
    private static final int STRESS_SIZE = 8;
    private static final List<Integer> LEVELS = List.of(1, 1, 2, 2, 3, 3);

    /** A prompt must stand alone: these words lean on another picture. */
    private static final Pattern LEANS = Pattern.compile(
            "\\b(as before|previous|aforementioned|same as|again the|the other picture|first picture)\\b");

    private GroupValidation() {}

    /** Every problem in one line that begins with its place; empty where all is well. */
    public static List<String> problems(GroupBenchmark benchmark) {
        List<String> problems = new ArrayList<>();
        unique("case", benchmark.cases().stream().map(GroupCase::id).toList(), problems);
        unique("task", benchmark.tasks().stream().map(GroupTask::id).toList(), problems);
        for (GroupTask task : benchmark.tasks()) {
            boolean given = task.m() > 0;
            expect(given == (task.kind() == TaskKind.REFERENCE), task.id() + ": kind does not fit m", problems);
            expect(!task.basis().isEmpty(), task.id() + ": no basis", problems);
            expect(!task.emphasis().isEmpty(), task.id() + ": no emphasis", problems);
            task.cases().forEach(c -> check(task, c, problems));
        }
        return problems;
    }

    private static void check(GroupTask task, GroupCase c, List<String> problems) {
        String where = c.id() + ": ";
        boolean core = c.split() == Split.CORE;
        expect(!core || (c.n() == task.n() && c.n() <= LARGEST_CORE), where + c.n() + " members", problems);
        expect(core || c.n() == STRESS_SIZE, where + c.n() + " members in the stress split", problems);
        expect(c.m() == task.m() && c.m() < c.n(), where + c.m() + " references", problems);
        expect(!c.instruction().isBlank(), where + "no instruction", problems);
        unique(where + "member", c.members().stream().map(Member::id).toList(), problems);
        unique(where + "prompt", c.members().stream().map(Member::prompt).toList(), problems);
        boolean first =
                IntStream.range(0, c.n()).allMatch(i -> c.members().get(i).given() == i < c.m());
        expect(first, where + "references do not come first", problems);
        c.members().forEach(m -> check(c.id() + "/" + m.id() + ": ", m, problems));
        checklist(where, c.checklist(), problems);
    }

    private static void check(String where, Member member, List<String> problems) {
        int words = TokenEstimate.words(member.shortPrompt());
        expect(words >= 1 && words <= SHORT_WORDS, where + words + " words in the short prompt", problems);
        int clip = TokenEstimate.clip(member.shortPrompt());
        expect(
                clip <= TokenEstimate.CLIP_LIMIT,
                where + "about " + clip + " CLIP tokens in the short prompt",
                problems);
        int t5 = TokenEstimate.t5(member.prompt());
        expect(t5 > 1 && t5 <= TokenEstimate.T5_LIMIT, where + "about " + t5 + " T5 tokens in the prompt", problems);
        expect(!LEANS.matcher(member.prompt()).find(), where + "the prompt leans on another picture", problems);
        expect(member.made() || member.drawing().drawn(), where + "the reference is not drawn", problems);
        expect(member.prompt().contains(member.text()), where + "the prompt does not hold the text", problems);
    }

    private static void checklist(String where, List<Question> checklist, List<String> problems) {
        List<Integer> levels = checklist.stream().map(Question::level).toList();
        expect(levels.equals(LEVELS), where + "levels " + levels + " instead of " + LEVELS, problems);
        boolean counted = checklist.size() > 1
                && checklist.get(1).byCode()
                && checklist.get(1).check() == CodeCheck.COUNT;
        expect(counted, where + "the second question is not the count", problems);
        unique(where + "question", checklist.stream().map(Question::text).toList(), problems);
        expect(
                checklist.stream().allMatch(q -> q.text().endsWith("?")),
                where + "a question without its mark",
                problems);
    }

    private static void unique(String what, List<String> values, List<String> problems) {
        Set<String> seen = new HashSet<>();
        values.stream().filter(v -> !seen.add(v)).forEach(v -> problems.add(what + " '" + v + "' occurs twice"));
    }

    private static void expect(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
