package dev.assay.local.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * A judge that is asked several times. The majority of its valid answers counts, a draw is a no.
 *
 * @param judge who is asked
 * @param runs how often, at least 3
 */
public record Panel(Judge judge, int runs) {
    /** Fewer have no majority that means anything. */
    public static final int FEWEST = 3;

    public Panel {
        if (runs < FEWEST) {
            throw new IllegalArgumentException("a majority takes at least %d runs, got %d".formatted(FEWEST, runs));
        }
    }

    /** What the askings of one question came to. */
    public record Ruling(List<Verdict> verdicts) {
        public Ruling {
            verdicts = List.copyOf(verdicts);
        }

        private long count(Verdict.Kind kind) {
            return verdicts.stream().filter(v -> v.kind() == kind).count();
        }

        /** Whether more said yes than no. */
        public boolean passed() {
            return count(Verdict.Kind.YES) > count(Verdict.Kind.NO);
        }

        /** Whether anything was answered at all. */
        public boolean valid() {
            return verdicts.stream().anyMatch(Verdict::valid);
        }

        /** How many answers could not be used. */
        public long invalid() {
            return count(Verdict.Kind.INVALID);
        }

        /** How many pairs of valid answers there are. */
        public long pairs() {
            long valid = verdicts.size() - invalid();
            return valid * (valid - 1) / 2;
        }

        /** How many of them agree. */
        public long agreeing() {
            long yes = count(Verdict.Kind.YES);
            long no = count(Verdict.Kind.NO);
            return yes * (yes - 1) / 2 + no * (no - 1) / 2;
        }
    }

    /** Asks one question. */
    public Ruling rule(Query query) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            verdicts.add(judge.ask(query, run));
        }
        return new Ruling(verdicts);
    }
}
