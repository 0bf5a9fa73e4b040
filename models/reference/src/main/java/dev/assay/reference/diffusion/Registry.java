package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Records of one kind that people choose by name and set by name; the home of every default. */
public final class Registry<T> {
    private final String kind;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    private record Entry<T>(Map<String, Object> defaults, List<String> required, Function<Settings, T> make) {}

    /** {@code kind} is for messages: {@code sampler}. */
    public Registry(String kind) {
        this.kind = kind;
    }

    /** Adds a record under a name; settings in {@code required} have no default. */
    public Registry<T> with(
            String name, Map<String, Object> defaults, List<String> required, Function<Settings, T> make) {
        entries.put(name, new Entry<>(defaults, required, make));
        return this;
    }

    /** In the order they were added. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** The record of that name; unknown settings are errors. */
    public T named(String name, Map<String, Object> given) {
        return entry(name).make().apply(new Settings(kind + " " + name, settings(name, given)));
    }

    /** Every setting of that name: those given and the defaults of the others; equal ones are equal as JSON. */
    public SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        Entry<T> entry = entry(name);
        List<String> known = new ArrayList<>(entry.required());
        known.addAll(new TreeMap<>(entry.defaults()).keySet());
        for (String setting : given.keySet()) {
            if (!known.contains(setting)) {
                throw unknown(name, setting, known);
            }
        }
        SortedMap<String, Object> all = new TreeMap<>(entry.defaults());
        all.putAll(given);
        all.replaceAll((setting, value) -> canonical(value));
        if (!all.keySet().containsAll(entry.required())) {
            throw new AssayException(
                    kind + " " + name,
                    "no value for " + String.join(", ", missing(entry, all)),
                    "it has no default",
                    "add it");
        }
        return Collections.unmodifiableSortedMap(all);
    }

    /** Whole numbers as Integer, whatever type a file gave them, so that equal settings are written alike. */
    private static Object canonical(Object value) {
        return value instanceof Number number && number.doubleValue() == number.intValue()
                ? (Object) number.intValue()
                : value;
    }

    private AssayException unknown(String name, String setting, List<String> known) {
        if (known.isEmpty()) {
            return new AssayException(
                    kind + " " + name, "it is given '" + setting + "'", "it has no settings", "remove it");
        }
        return Names.unknown("setting of " + kind + " " + name, setting, known);
    }

    private static List<String> missing(Entry<?> entry, Map<String, Object> all) {
        return entry.required().stream().filter(r -> !all.containsKey(r)).toList();
    }

    private Entry<T> entry(String name) {
        Entry<T> entry = entries.get(name);
        if (entry == null) {
            throw Names.unknown(kind, name, names());
        }
        return entry;
    }
}
