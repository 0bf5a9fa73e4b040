package dev.assay.datasets.emoji.groups;

/** What a case of {@code emoji-groups} asks for. */
public enum GroupTask {
    /** A Noto picture is given, its Twemoji is asked for. */
    TO_TWEMOJI("style-to-twemoji", 2, 1),
    /** A Twemoji picture is given, its Noto is asked for. */
    TO_NOTO("style-to-noto", 2, 1),
    /** One skin tone is given, another asked for. */
    SKIN_TONE("skin-tone", 2, 1),
    /** A clock face is given, the next three half hours are asked for. */
    CLOCK("clock-sequence", 4, 1),
    /** Four phases of the moon in order, from texts alone. */
    MOON("moon-sequence", 4, 0),
    /** The grey picture is given. */
    COLOURISATION("colourisation", 2, 1),
    /** The edges are given. */
    SKETCH("sketch-colouring", 2, 1),
    /** One emoji is given, three others of its kind and style are asked for. */
    STYLE_GROUP("style-group", 4, 1),
    /** Two skin tones are given, two others asked for. */
    COMPLETION("completion", 4, 2),
    /** One emoji in both styles, from texts alone. */
    PAIR("style-pair", 2, 0),
    /** One emoji in four skin tones, from texts alone. */
    TONES("skin-tones", 4, 0);

    private final String id;
    private final int members;
    private final int given;

    GroupTask(String id, int members, int given) {
        this.id = id;
        this.members = members;
        this.given = given;
    }

    public String id() {
        return id;
    }

    /** Pictures of a group. */
    public int members() {
        return members;
    }

    /** How many of them, the first ones, are given. */
    public int given() {
        return given;
    }
}
