package dev.assay.local.judge;

import java.nio.charset.StandardCharsets;

/**
 * One answer, or that there is none.
 *
 * @param kind what it is
 * @param reason in the judge's words, or why there is no answer; one line
 */
public record Verdict(Kind kind, String reason) {
    private static final int LONGEST = 500;

    /** What came of a question. */
    public enum Kind {
        YES,
        NO,
        /** The judge was asked and gave nothing that can be used. */
        INVALID
    }

    public Verdict {
        String line = reason.replaceAll("[\\p{Cc}\\s]+", " ").strip();
        String brief = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        // Half a surrogate pair, of the cut or of the judge, has no UTF-8 and could not be kept: it becomes "?".
        reason = new String(brief.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    public static Verdict of(boolean yes, String reason) {
        return new Verdict(yes ? Kind.YES : Kind.NO, reason);
    }

    public static Verdict invalid(String reason) {
        return new Verdict(Kind.INVALID, reason);
    }

    /** Whether it says yes or no. */
    public boolean valid() {
        return kind != Kind.INVALID;
    }
}
