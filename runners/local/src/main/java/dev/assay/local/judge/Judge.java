package dev.assay.local.judge;

import java.util.Map;

/** Answers yes-no questions about pictures. Several threads may ask at once. */
public interface Judge {
    /** What results call it. */
    String name();

    /** All that determines its answers but chance: model, prompt, temperature. */
    Map<String, String> identity();

    /**
     * One answer. Never fails because of what an endpoint does: that is an invalid verdict.
     *
     * @param run which of several askings of the same question, from 0
     */
    Verdict ask(Query query, int run);
}
