package dev.assay.datasets.emoji;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One emoji in one skin tone, as {@code emoji.json} lists it, whoever draws it.
 *
 * @param image file name of its picture
 * @param position Unicode's order of emoji
 */
record Glyph(
        String image,
        int position,
        String unified,
        String base,
        String skinTone,
        String name,
        String words,
        String category,
        String subcategory) {
    private static final Map<String, String> TONES = Map.of(
            "1F3FB", "light", "1F3FC", "medium-light", "1F3FD", "medium", "1F3FE", "medium-dark", "1F3FF", "dark");

    /** All of them: by Unicode's order, then without tone, then by tone. */
    static List<Glyph> list(byte[] emojiJson) throws IOException {
        List<Glyph> glyphs = new ArrayList<>();
        for (JsonNode emoji : new ObjectMapper().readTree(emojiJson)) {
            glyphs.add(of(emoji, emoji, "none"));
            emoji.path("skin_variations").properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(tone -> glyphs.add(of(emoji, tone.getValue(), tone(tone.getKey()))));
        }
        // Stable: the tones of an emoji stay in their order.
        glyphs.sort(Comparator.comparingInt(Glyph::position).thenComparing(Glyph::base));
        return glyphs;
    }

    private static Glyph of(JsonNode emoji, JsonNode variant, String skinTone) {
        return new Glyph(
                variant.path("image").asText(),
                emoji.path("sort_order").asInt(),
                variant.path("unified").asText(),
                emoji.path("unified").asText(),
                skinTone,
                emoji.path("name").asText(),
                words(emoji.path("short_names")),
                emoji.path("category").asText(),
                emoji.path("subcategory").asText());
    }

    /** Short names are such as "flag-eg" and "point_up". */
    private static String words(JsonNode shortNames) {
        LinkedHashSet<String> words = new LinkedHashSet<>();
        shortNames.forEach(name -> words.addAll(Arrays.asList(name.asText().split("[_-]+", -1))));
        words.remove("");
        return String.join(" ", words);
    }

    private static String tone(String codePoints) {
        return Arrays.stream(codePoints.split("-", -1))
                .map(code -> TONES.getOrDefault(code, code))
                .collect(Collectors.joining("+"));
    }
}
