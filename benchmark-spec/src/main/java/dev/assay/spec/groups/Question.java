package dev.assay.spec.groups;

import dev.assay.spec.AssayException;

/**
 * A question with the answers yes and no.
 *
 * @param level 1 the task was understood, 2 it was carried out, 3 its details are right; a level counts only where all
 *     of the levels below it are answered yes, see {@link Gates}
 * @param text as it is put to a judge; yes is good
 * @param judgedBy {@code vision} for someone who sees the pictures, {@code code:} and the label of a {@link CodeCheck}
 *     for what code answers
 */
public record Question(int level, String text, String judgedBy) {
    /** Judged by someone who sees the pictures. */
    public static final String VISION = "vision";

    private static final String CODE = "code:";

    public Question {
        if (level < 1 || level > 3) {
            throw new AssayException(
                    "question '" + text + "'", "level " + level, "levels are 1, 2 and 3", "correct it");
        }
        if (judgedBy.startsWith(CODE)) {
            CodeCheck.named(judgedBy.substring(CODE.length()));
        } else if (!judgedBy.equals(VISION)) {
            throw new AssayException(
                    "question '" + text + "'",
                    "judged by '" + judgedBy + "'",
                    "vision or code: and a check",
                    "correct it");
        }
    }

    /** Whether code answers it. */
    public boolean byCode() {
        return judgedBy.startsWith(CODE);
    }

    /** The check that answers it; only where {@link #byCode()}. */
    public CodeCheck check() {
        if (!byCode()) {
            throw new IllegalStateException("judged by " + judgedBy + ": " + text);
        }
        return CodeCheck.named(judgedBy.substring(CODE.length()));
    }
}
