package dev.assay.graph;

import java.util.function.Supplier;

/** The rule that shapes broke, before it is known where; {@link Op#on} adds that. */
final class BrokenRule extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BrokenRule(String rule) {
        super(rule);
    }

    static void unless(boolean kept, String rule) {
        if (!kept) {
            throw new BrokenRule(rule);
        }
    }

    static void unless(boolean kept, Supplier<String> rule) {
        if (!kept) {
            throw new BrokenRule(rule.get());
        }
    }
}
