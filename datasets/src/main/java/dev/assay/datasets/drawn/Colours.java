package dev.assay.datasets.drawn;

import dev.assay.spec.Names;
import java.util.Map;
import java.util.TreeMap;

/** Colours by the words that prompts use, 0xRRGGBB. */
final class Colours {
    static final int WHITE = 0xFFFFFF;
    static final int INK = 0x2A2630;
    static final int BLACK = 0x000000;

    private static final Map<String, Integer> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("red", 0xD8322F),
            Map.entry("dark red", 0x8F1D22),
            Map.entry("coral", 0xF2765E),
            Map.entry("orange", 0xF08A24),
            Map.entry("yellow", 0xF7CF3B),
            Map.entry("pale yellow", 0xFBEFB5),
            Map.entry("gold", 0xD3A32B),
            Map.entry("green", 0x4BA149),
            Map.entry("dark green", 0x22663B),
            Map.entry("light green", 0xA9D68A),
            Map.entry("mint", 0xBDE8D2),
            Map.entry("olive", 0x86893A),
            Map.entry("turquoise", 0x35B8B4),
            Map.entry("teal", 0x1F7A80),
            Map.entry("blue", 0x2F6FC4),
            Map.entry("light blue", 0x9CCBEF),
            Map.entry("pale blue", 0xD9ECF8),
            Map.entry("dark blue", 0x1F3566),
            Map.entry("purple", 0x7A469E),
            Map.entry("lilac", 0xD5C1EA),
            Map.entry("pink", 0xF193B4),
            Map.entry("pale pink", 0xFAD9E2),
            Map.entry("brown", 0x7C4A28),
            Map.entry("dark brown", 0x4A2B1A),
            Map.entry("tan", 0xC99A66),
            Map.entry("sand", 0xE8D3A4),
            Map.entry("cream", 0xFBF3DF),
            Map.entry("white", WHITE),
            Map.entry("light grey", 0xDCDDE0),
            Map.entry("grey", 0x9A9CA3),
            Map.entry("dark grey", 0x53555E),
            Map.entry("black", 0x232228),
            Map.entry("copper", 0xB8683A),
            Map.entry("pale skin", 0xF7D6BD),
            Map.entry("tan skin", 0xDBA774),
            Map.entry("brown skin", 0x9A6440),
            Map.entry("dark skin", 0x63402B)));

    private Colours() {}

    static int named(String name) {
        Integer colour = BY_NAME.get(name);
        if (colour == null) {
            throw Names.unknown("colour", name, BY_NAME.keySet());
        }
        return colour;
    }

    /** From one colour to another, 0 to 1. */
    static int mix(int from, int to, double share) {
        double s = Math.max(0, Math.min(1, share));
        int red = channel(from >> 16 & 0xFF, to >> 16 & 0xFF, s);
        int green = channel(from >> 8 & 0xFF, to >> 8 & 0xFF, s);
        int blue = channel(from & 0xFF, to & 0xFF, s);
        return red << 16 | green << 8 | blue;
    }

    private static int channel(int from, int to, double share) {
        return (int) Math.floor(from + (to - from) * share + 0.5);
    }
}
