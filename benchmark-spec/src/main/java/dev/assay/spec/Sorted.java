package dev.assay.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Copies of maps in the order of their keys: {@code Map.copyOf} iterates in another order in every JVM. */
public final class Sorted {
    private Sorted() {}

    /** A copy that cannot be changed. */
    public static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
