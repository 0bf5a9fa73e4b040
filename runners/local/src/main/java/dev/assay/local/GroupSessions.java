package dev.assay.local;

import dev.assay.graph.OnnxSession;

/**
 * A text-to-group network for groups of one size, exported as a denoiser without guidance.
 *
 * @param withTexts what predicts under texts
 * @param withoutTexts what predicts under none, for guidance: the same session, or one whose members do not see one another
 */
record GroupSessions(OnnxSession withTexts, OnnxSession withoutTexts) {
    /** One for both. */
    static GroupSessions of(OnnxSession session) {
        return new GroupSessions(session, session);
    }
}
