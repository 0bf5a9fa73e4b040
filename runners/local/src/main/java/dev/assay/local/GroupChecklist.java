package dev.assay.local;

import dev.assay.local.judge.Panel;
import dev.assay.local.judge.Query;
import dev.assay.local.judge.Verdict;
import dev.assay.spec.groups.Gates;
import dev.assay.spec.groups.Question;
import dev.assay.spec.groups.result.CaseScores.Answer;
import dev.assay.spec.groups.result.CaseScores.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The six questions of a case. Code answers those it can; a judge is asked the others, level by level, and not at all once
 * a level before is not passed or when there is no output. Without a judge they stay open.
 *
 * @param checklist the questions, by rising level
 * @param checks what code sees
 * @param query what a judge is shown; its question is replaced
 * @param outputs how many pictures there are to judge
 */
record GroupChecklist(List<Question> checklist, CodeChecks checks, Query query, int outputs) {
    static final String CODE = "code";

    /**
     * Answers and what a judge's askings came to.
     *
     * @param answers one for each question
     * @param pairs of valid answers to one question
     * @param agreeing how many of them agree
     * @param invalid reasons of answers that could not be used
     */
    record Sheet(List<Answer> answers, long pairs, long agreeing, List<String> invalid) {
        /** H, the gated share of six; undefined where a question is open, or nothing that a judge said could be used. */
        OptionalDouble score(List<Question> checklist) {
            if (answers.stream().anyMatch(a -> a.state() == State.NOT_JUDGED) || useless()) {
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(Gates.score(
                    checklist, answers.stream().map(a -> a.state() == State.YES).toList()));
        }

        /** Whether a judge was asked and gave no answer that could be used. */
        private boolean useless() {
            return answers.stream().anyMatch(a -> a.state() == State.INVALID)
                    && answers.stream()
                            .filter(a -> !a.by().equals(CODE))
                            .noneMatch(a -> a.state() == State.YES || a.state() == State.NO);
        }

        /** The share of the questions that code answered which it answered with yes. */
        OptionalDouble byCode() {
            return answers.stream()
                    .filter(a -> a.by().equals(CODE) && a.state() != State.NOT_JUDGED)
                    .mapToDouble(a -> a.state() == State.YES ? 1 : 0)
                    .average();
        }
    }

    /** What code alone says. */
    Sheet byCode() {
        List<Answer> answers = new ArrayList<>();
        for (Question question : checklist) {
            answers.add(byCode(question)
                    .orElseGet(() -> answer(question, question.byCode() ? CODE : "", State.NOT_JUDGED, List.of())));
        }
        return new Sheet(answers, 0, 0, List.of());
    }

    /** What code and a judge say. */
    Sheet by(Panel panel) {
        List<Answer> answers = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        long pairs = 0;
        long agreeing = 0;
        for (Question question : checklist) {
            Optional<Answer> code = byCode(question);
            String by = panel.judge().name();
            if (code.isPresent()) {
                answers.add(code.get());
            } else if (outputs == 0) {
                answers.add(answer(question, by, State.NO, List.of("no output to judge")));
            } else if (closed(question, answers)) {
                answers.add(answer(question, by, State.GATED, List.of()));
            } else {
                Panel.Ruling ruling =
                        panel.rule(new Query(query.instruction(), question.text(), query.pictures(), query.missing()));
                pairs += ruling.pairs();
                agreeing += ruling.agreeing();
                ruling.verdicts().stream().filter(v -> !v.valid()).forEach(v -> invalid.add(v.reason()));
                answers.add(answer(question, by, state(ruling), reasons(ruling)));
            }
        }
        return new Sheet(answers, pairs, agreeing, invalid);
    }

    private static boolean closed(Question question, List<Answer> before) {
        return before.stream().anyMatch(a -> a.level() < question.level() && a.state() != State.YES);
    }

    private static State state(Panel.Ruling ruling) {
        if (!ruling.valid()) {
            return State.INVALID;
        }
        return ruling.passed() ? State.YES : State.NO;
    }

    private static List<String> reasons(Panel.Ruling ruling) {
        return ruling.verdicts().stream().map(GroupChecklist::reason).toList();
    }

    private static String reason(Verdict verdict) {
        return verdict.kind().name().toLowerCase(Locale.ROOT) + ": " + verdict.reason();
    }

    private Optional<Answer> byCode(Question question) {
        if (!question.byCode()) {
            return Optional.empty();
        }
        return checks.answer(question.check())
                .map(f -> answer(question, CODE, f.yes() ? State.YES : State.NO, List.of(f.reason())));
    }

    private static Answer answer(Question question, String by, State state, List<String> reasons) {
        return new Answer(question.level(), question.text(), by, state, reasons);
    }
}
