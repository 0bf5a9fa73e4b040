package dev.assay.datasets.emoji.groups;

import dev.assay.datasets.emoji.Entry;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of the set as a member of a group.
 *
 * @param entry which one
 * @param look how it is shown
 */
public record Picture(Entry entry, Look look) {
    private static final Map<String, String> STYLES = Map.of("google", "noto", "twitter", "twemoji");

    /** What it shows, by itself: {@code "noto style, grey, dark skin tone, hand fingers open, waving hand sign"}. */
    public String prompt() {
        StringBuilder prompt = new StringBuilder(STYLES.get(entry.vendor())).append(" style, ");
        if (!look.word().isEmpty()) {
            prompt.append(look.word()).append(", ");
        }
        if (!entry.skinTone().equals(Catalog.NO_TONE)) {
            prompt.append(words(entry.skinTone())).append(" skin tone, ");
        }
        return prompt.append(words(entry.subcategory()))
                .append(", ")
                .append(words(entry.name()))
                .toString();
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    Picture as(Look other) {
        return new Picture(entry, other);
    }
}
