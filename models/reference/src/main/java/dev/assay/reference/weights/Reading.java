package dev.assay.reference.weights;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One way to find a network in a file: in which dictionary, and under which names.
 *
 * @param prefix path of the dictionary; empty for the whole file
 * @param map the layout
 * @param found how many of the names that the network needs are there
 * @param whole whether all are
 */
record Reading(String prefix, NameMap map, int found, boolean whole) {
    /** Deeper paths are not looked into. */
    private static final int DEEPEST = 16;

    /** Every reading that finds at least one tensor. */
    static List<Reading> all(Set<String> names, List<NameMap> maps, Set<String> needed) {
        List<Reading> readings = new ArrayList<>();
        for (NameMap map : maps) {
            Set<String> sources = new HashSet<>();
            needed.forEach(n -> sources.addAll(map.sources(n)));
            Map<String, Integer> found = new HashMap<>();
            for (String name : names) {
                for (String prefix : prefixes(name)) {
                    if (sources.contains(name.substring(prefix.isEmpty() ? 0 : prefix.length() + 1))) {
                        found.merge(prefix, 1, Integer::sum);
                    }
                }
            }
            found.forEach((prefix, count) -> readings.add(new Reading(prefix, map, count, count == sources.size())));
        }
        return readings;
    }

    /** The paths that a name may lie under: the whole file, and what stands before each of its dots. */
    private static List<String> prefixes(String name) {
        List<String> prefixes = new ArrayList<>(List.of(""));
        for (int dot = name.indexOf('.'); dot >= 0 && prefixes.size() < DEEPEST; dot = name.indexOf('.', dot + 1)) {
            prefixes.add(name.substring(0, dot));
        }
        return prefixes;
    }

    /**
     * The only reading that finds the whole network, or of several the one of averaged weights. If none finds it all, the
     * one that finds most, so that the caller can say what is missing.
     */
    static Reading choose(String file, List<Reading> readings, String prefix, NameMap map) {
        List<Reading> whole = readings.stream().filter(Reading::whole).toList();
        List<Reading> averaged =
                whole.stream().filter(r -> Parts.averaged(r.prefix())).toList();
        if (averaged.size() == 1) {
            return averaged.get(0);
        }
        if (whole.size() > 1) {
            throw several(file, averaged.isEmpty() ? whole : averaged);
        }
        return readings.stream()
                .max(Comparator.comparing(Reading::whole)
                        .thenComparing(Reading::found)
                        .thenComparing(r -> Parts.averaged(r.prefix()))
                        .thenComparing(r -> -r.prefix().length()))
                .orElseGet(() -> new Reading(prefix, map, 0, false));
    }

    /** The shortest path to the part that was asked for; the whole file if none was. */
    static String root(String file, Set<String> names, Optional<String> part) {
        if (part.isEmpty()) {
            return "";
        }
        return names.stream()
                .flatMap(n -> prefixes(n).stream())
                .filter(p -> Parts.within(p, part.get()))
                .min(Comparator.comparing(String::length))
                .orElseThrow(() -> {
                    Set<String> tops = new TreeSet<>();
                    names.forEach(n -> tops.add(Parts.first(n)));
                    return Names.unknown("part of " + file, part.get(), tops);
                });
    }

    private static AssayException several(String file, List<Reading> readings) {
        if (readings.stream().map(Reading::prefix).distinct().count() == 1) {
            return new AssayException(
                    file,
                    "its weights may be laid out as %s"
                            .formatted(readings.stream()
                                    .map(r -> "'" + r.map().name() + "'")
                                    .sorted()
                                    .collect(Collectors.joining(" or "))),
                    "the file does not tell them apart",
                    "name the layout");
        }
        List<String> choices = readings.stream()
                .map(r -> "%s (%s)".formatted(Parts.shown(r.prefix()), r.map().name()))
                .sorted()
                .toList();
        return ambiguous(file, choices);
    }

    static AssayException ambiguous(String file, List<String> choices) {
        return new AssayException(
                file,
                "weights are there %d times: %s".formatted(choices.size(), String.join(", ", choices)),
                "one of them is read",
                "name the part to take");
    }
}
