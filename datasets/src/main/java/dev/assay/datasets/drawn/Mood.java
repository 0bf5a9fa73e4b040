package dev.assay.datasets.drawn;

import java.util.List;

/**
 * When and in what weather a landscape is seen. It changes colours and what lies on things, never where things are.
 *
 * @param time day, sunset or night
 * @param season spring, summer, autumn or winter
 * @param weather clear or fog
 */
record Mood(String time, String season, String weather) {
    private static final int NIGHT = 0x0E1740;
    private static final int GLOW = 0xF2803C;
    private static final int FOG = 0xDDE1E6;

    static Mood of(Words words) {
        return new Mood(
                words.has("time") ? words.word("time", List.of("day", "sunset", "night")) : "day",
                words.has("season") ? words.word("season", List.of("spring", "summer", "autumn", "winter")) : "summer",
                words.has("weather") ? words.word("weather", List.of("clear", "fog")) : "clear");
    }

    boolean night() {
        return time.equals("night");
    }

    boolean winter() {
        return season.equals("winter");
    }

    /** A colour as it looks at this time and in this weather. */
    int tone(int colour) {
        int lit =
                switch (time) {
                    case "night" -> Colours.mix(colour, NIGHT, 0.62);
                    case "sunset" -> Colours.mix(colour, GLOW, 0.3);
                    default -> colour;
                };
        return weather.equals("fog") ? Colours.mix(lit, FOG, 0.62) : lit;
    }

    int sky() {
        int sky =
                switch (time) {
                    case "night" -> 0x141E4A;
                    case "sunset" -> 0xF7A660;
                    default -> 0x9BD0F2;
                };
        return weather.equals("fog") ? Colours.mix(sky, FOG, 0.8) : sky;
    }

    int grass() {
        return tone(
                switch (season) {
                    case "winter" -> 0xF2F5F9;
                    case "autumn" -> 0xB7A855;
                    case "spring" -> 0x93CB5E;
                    default -> 0x6FB24C;
                });
    }

    int leaves() {
        return tone(
                switch (season) {
                    case "winter" -> 0xE6ECF2;
                    case "autumn" -> 0xD9772B;
                    case "spring" -> 0xF3AFC6;
                    default -> 0x3D8B3F;
                });
    }

    int needles() {
        return tone(winter() ? 0xC9DAD6 : 0x2C6B47);
    }

    /** A roof lies under snow in winter. */
    int roof(int colour) {
        return tone(winter() ? 0xF2F5F9 : colour);
    }

    int water() {
        return tone(winter() ? 0xCFE3EE : 0x4C93C9);
    }

    /** Windows are lit at night. */
    int window() {
        return night() ? 0xFFE07A : tone(0xCBE4F5);
    }
}
