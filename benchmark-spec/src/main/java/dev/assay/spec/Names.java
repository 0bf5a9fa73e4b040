package dev.assay.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that people type: an unknown one is answered with the near ones and all there are. */
public final class Names {
    private Names() {}

    /** The exception for an unknown {@code name} of some {@code kind} ("metric", "preset"). */
    public static AssayException unknown(String kind, String name, Collection<String> known) {
        List<String> near = near(name, known);
        String remedy = near.isEmpty() ? "choose one of them" : "did you mean " + String.join(" or ", near) + "?";
        return new AssayException(
                kind + " '" + name + "'", "no such " + kind, "there are " + String.join(", ", known), remedy);
    }

    /** Up to three known names within a third of the typed length, nearest first. */
    static List<String> near(String name, Collection<String> known) {
        int allowed = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(k -> distance(name.toLowerCase(Locale.ROOT), k.toLowerCase(Locale.ROOT)) <= allowed)
                .sorted(Comparator.comparingInt(
                        k -> distance(name.toLowerCase(Locale.ROOT), k.toLowerCase(Locale.ROOT))))
                .limit(3)
                .toList();
    }

    /** Levenshtein distance: insertions, deletions and replacements from a to b. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
