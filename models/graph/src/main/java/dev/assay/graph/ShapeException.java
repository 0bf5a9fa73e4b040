package dev.assay.graph;

import dev.assay.spec.AssayException;

/** Tensors that do not fit each other: names the scope, the operation, the shapes and the rule they broke. */
public final class ShapeException extends AssayException {
    private static final long serialVersionUID = 1;

    ShapeException(String where, String found, String rule) {
        super(where, found, rule, "correct the network or its configuration");
    }
}
