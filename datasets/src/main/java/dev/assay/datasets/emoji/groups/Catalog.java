package dev.assay.datasets.emoji.groups;

import dev.assay.datasets.emoji.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The emoji of an index, each in both styles and all of its skin tones, in the order of the index. */
final class Catalog {
    static final List<String> VENDORS = List.of("google", "twitter");
    static final String NO_TONE = "none";

    /** Skin tones of a single person from light to dark. */
    static final List<String> TONES = List.of("light", "medium-light", "medium", "medium-dark", "dark");

    private static final int CLOCK = 0x1F550;
    private static final int HALF_PAST = 12;
    private static final int MOON = 0x1F311;
    private static final int PHASES = 8;

    private final Map<String, Emoji> byBase = new LinkedHashMap<>();

    /** One emoji: its pictures by vendor and skin tone. */
    record Emoji(String base, String split, String subcategory, Map<String, Entry> pictures) {
        Entry at(String vendor, String tone) {
            return pictures.get(key(vendor, tone));
        }

        boolean hasTones() {
            return VENDORS.stream().allMatch(v -> TONES.stream().allMatch(t -> pictures.containsKey(key(v, t))));
        }

        private boolean complete() {
            return pictures.containsKey(key(VENDORS.get(0), NO_TONE))
                    && pictures.values().stream()
                            .allMatch(e -> VENDORS.stream().allMatch(v -> pictures.containsKey(key(v, e.skinTone()))));
        }

        private static String key(String vendor, String tone) {
            return vendor + "/" + tone;
        }
    }

    Catalog(List<Entry> entries) {
        for (Entry e : entries) {
            byBase.computeIfAbsent(e.base(), b -> new Emoji(b, e.split(), e.subcategory(), new LinkedHashMap<>()))
                    .pictures()
                    .put(Emoji.key(e.vendor(), e.skinTone()), e);
        }
        byBase.values().removeIf(emoji -> !emoji.complete());
    }

    /** Those of a split. */
    List<Emoji> of(String split) {
        return byBase.values().stream().filter(e -> e.split().equals(split)).toList();
    }

    /** The clock faces from one o'clock every half hour, and the phases of the moon from new moon: each a circle. */
    List<List<Emoji>> circles() {
        List<Emoji> clock = new ArrayList<>();
        for (int hour = 0; hour < HALF_PAST; hour++) {
            clock.add(codePoint(CLOCK + hour));
            clock.add(codePoint(CLOCK + HALF_PAST + hour));
        }
        return List.of(
                clock,
                IntStream.range(0, PHASES).mapToObj(i -> codePoint(MOON + i)).toList());
    }

    private Emoji codePoint(int code) {
        return byBase.get(Integer.toHexString(code).toUpperCase(Locale.ROOT));
    }
}
