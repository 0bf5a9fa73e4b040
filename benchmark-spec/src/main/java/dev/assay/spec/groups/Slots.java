package dev.assay.spec.groups;

import dev.assay.spec.AssayException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fillings of one case; remembers which were used, so that none is stated for nothing. */
final class Slots {
    /** {@code name}, {@code Name} to begin with a capital, {@code name.2} for the second of a list, {@code name.last}. */
    private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z_]+)(?:\\.([1-9]|last))?}");

    private static final int NO_PLACE = 0;

    /** Fillings may hold slots themselves, but not without end. */
    private static final int DEPTH = 4;

    private final String where;
    private final Map<String, List<String>> values = new TreeMap<>();
    private final Set<String> lists = new TreeSet<>();
    private final Set<String> unused = new TreeSet<>();

    Slots(String where, Map<String, Object> filling) {
        this.where = where;
        filling.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                lists.add(name);
                values.put(name, list.stream().map(String::valueOf).toList());
            } else {
                values.put(name, List.of(String.valueOf(value)));
            }
            unused.add(name);
        });
    }

    /** Adds what is known from the pattern alone; need not be used. */
    void know(String name, String value) {
        values.put(name, List.of(value));
    }

    /** Entries of a list slot. */
    int length(String list) {
        unused.remove(list);
        return entries(list).size();
    }

    /** The text with its slots filled; list slots mean all their entries. */
    String fill(String text) {
        return fill(text, NO_PLACE);
    }

    /** The text with its slots filled; list slots mean the entry at that place, from 1. */
    String fill(String text, int place) {
        String filled = text;
        for (int i = 0; i < DEPTH && filled.contains("{"); i++) {
            filled = SLOT.matcher(filled).replaceAll(found -> Matcher.quoteReplacement(value(found, place)));
        }
        if (filled.contains("{") || filled.contains("}")) {
            throw new AssayException(where, "'" + filled + "'", "slots are {name} or {name.2}", "correct the slot");
        }
        return filled.strip();
    }

    /** Fails where a filling was never asked for. */
    void finish() {
        if (!unused.isEmpty()) {
            throw new AssayException(
                    where, "slots " + unused + " are filled", "the patterns do not use them", "leave them out");
        }
    }

    /** What is wrong with this case's fillings. */
    AssayException bad(String found, String allowed) {
        return new AssayException(where, found, allowed, "correct the filling");
    }

    private String value(MatchResult found, int place) {
        String asked = found.group(1);
        if (asked.equals("k") && place != NO_PLACE) {
            return String.valueOf(place);
        }
        boolean capital = Character.isUpperCase(asked.charAt(0));
        String name = capital ? Character.toLowerCase(asked.charAt(0)) + asked.substring(1) : asked;
        List<String> entries = entries(name);
        unused.remove(name);
        String value;
        if (found.group(2) != null) {
            value = entry(
                    name, entries, found.group(2).equals("last") ? entries.size() : Integer.parseInt(found.group(2)));
        } else if (place != NO_PLACE && lists.contains(name)) {
            value = entry(name, entries, place);
        } else {
            value = joined(entries);
        }
        return capital && !value.isEmpty() ? Character.toUpperCase(value.charAt(0)) + value.substring(1) : value;
    }

    private List<String> entries(String name) {
        List<String> entries = values.get(name);
        if (entries == null) {
            throw new AssayException(
                    where, "no slot '" + name + "'", "there are " + values.keySet(), "fill it or correct the pattern");
        }
        return entries;
    }

    private String entry(String name, List<String> entries, int place) {
        if (place > entries.size()) {
            throw new AssayException(
                    where,
                    "entry %d of slot '%s' is asked for".formatted(place, name),
                    "it has %d".formatted(entries.size()),
                    "lists of one pattern need equal lengths");
        }
        return entries.get(place - 1);
    }

    private static String joined(List<String> entries) {
        int last = entries.size() - 1;
        if (last < 1) {
            return String.join("", entries);
        }
        return String.join(", ", entries.subList(0, last)) + " and " + entries.get(last);
    }
}
