package dev.assay.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters a network has asked for, in order, each once. */
final class ParameterSet {
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    void add(Parameter parameter) {
        Parameter before = byName.putIfAbsent(parameter.name(), parameter);
        if (before != null && (!before.shape().equals(parameter.shape()) || before.role() != parameter.role())) {
            throw new ShapeException(
                    parameter.name(),
                    "asked for as %s %s and as %s %s"
                            .formatted(before.role(), before.shape(), parameter.role(), parameter.shape()),
                    "a parameter that is used twice has one shape and one role");
        }
    }

    List<Parameter> list() {
        return List.copyOf(byName.values());
    }

    /** The scope of a parameter: its name without the last part. */
    static String scope(Parameter parameter) {
        int dot = parameter.name().lastIndexOf('.');
        return dot < 0 ? parameter.name() : parameter.name().substring(0, dot);
    }
}
