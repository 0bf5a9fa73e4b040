package dev.assay.datasets.drawn;

import static dev.assay.datasets.drawn.Colours.INK;
import static dev.assay.datasets.drawn.Colours.WHITE;

import java.util.List;
import java.util.Set;

/** Flat-colour characters: people, animals and a robot, from the front. The feet are at (0, 0), the top at about y = -390. */
final class Figures {
    private static final List<String> KINDS =
            List.of("person", "fox", "bear", "cat", "rabbit", "robot", "frog", "penguin");
    private static final List<String> HAIR = List.of("none", "short", "long", "bun", "braids", "curly");
    private static final List<String> HATS = List.of("none", "cap", "straw hat", "crown", "beret", "cone");
    private static final List<String> ARMS = List.of("down", "wave", "up");

    private Figures() {}

    /** A character alone in the middle; states {@code paper} too. */
    static Pad draw(Words words) {
        Pad pad = new Pad();
        put(pad, words, 256, 486, 1);
        return pad;
    }

    /** A character in a landscape; may state {@code x}, where it stands, and {@code scale} in percent. */
    static Pad page(Words words) {
        Pad pad = Scenes.draw(words);
        double scale = words.has("scale") ? words.number("scale", 30, 110) / 100.0 : 0.62;
        put(pad, words, words.has("x") ? words.number("x", 0, 512) : 256, 470, scale);
        return pad;
    }

    /**
     * States {@code kind}, {@code skin} (fur or metal), {@code top} and {@code bottom} (clothes); may state {@code hair}
     * and {@code hair_colour}, {@code hat} and {@code hat_colour}, {@code scarf} (colour), {@code glasses} and {@code beard}
     * (yes), {@code arms}.
     */
    private static void put(Pad pad, Words words, double x, double y, double scale) {
        pad.in(Affine.move(x, y).after(Affine.scale(scale, 0, 0)), () -> figure(pad, words));
    }

    private static void figure(Pad p, Words words) {
        String kind = words.word("kind", KINDS);
        int skin = words.colour("skin");
        int top = words.colour("top");
        int bottom = words.colour("bottom");
        String hair = words.has("hair") ? words.word("hair", HAIR) : "none";
        int hairColour = words.colour("hair_colour", "brown");
        behind(p, kind, skin, hair, hairColour);
        body(p, skin, top, bottom, words.has("arms") ? words.word("arms", ARMS) : "down");
        head(p, kind, skin);
        front(p, hair, hairColour);
        face(p, kind, skin, words.word("glasses", "no").equals("yes"));
        if (words.word("beard", "no").equals("yes")) {
            p.blob(hairColour, -52, -270, -30, -256, 0, -250, 30, -256, 52, -270, 40, -214, 0, -190, -40, -214);
        }
        if (words.has("scarf")) {
            int scarf = words.colour("scarf");
            p.rod(scarf, 26, 26, -222, 40, -150);
            p.bend(scarf, 30, -44, -228, 0, -214, 44, -228);
        }
        hat(p, words);
    }

    /** Tail and the hair that falls behind the shoulders. */
    private static void behind(Pad p, String kind, int skin, String hair, int hairColour) {
        if (Set.of("fox", "cat").contains(kind)) {
            p.bend(skin, kind.equals("fox") ? 44 : 22, 40, -70, 110, -60, 130, -120, 120, -160);
        }
        if (hair.equals("long")) {
            p.blob(hairColour, 0, -372, 64, -350, 80, -290, 74, -190, 0, -180, -74, -190, -80, -290, -64, -350);
        }
        if (hair.equals("braids")) {
            p.bend(hairColour, 24, -56, -290, -84, -240, -76, -180);
            p.bend(hairColour, 24, 56, -290, 84, -240, 76, -180);
        }
        if (hair.equals("curly")) {
            for (int i = 0; i < 12; i++) {
                double a = Math.PI * i / 6;
                p.disc(hairColour, 66 * StrictMath.cos(a), -300 + 62 * StrictMath.sin(a), 26);
            }
        }
        if (hair.equals("bun")) {
            p.disc(hairColour, 0, -378, 28);
        }
    }

    private static void body(Pad p, int skin, int top, int bottom, String arms) {
        p.rod(bottom, 40, -26, -110, -28, -22);
        p.rod(bottom, 40, 26, -110, 28, -22);
        p.oval(0x4A3A30, -36, -12, 32, 16);
        p.oval(0x4A3A30, 36, -12, 32, 16);
        double[] left = arms.equals("up") ? new double[] {-48, -200, -100, -250} : new double[] {-48, -200, -90, -120};
        double[] right = arms.equals("down") ? new double[] {48, -200, 90, -120} : new double[] {48, -200, 100, -250};
        for (double[] arm : List.of(left, right)) {
            p.disc(skin, arm[2] + 0.12 * (arm[2] - arm[0]), arm[3] + 0.12 * (arm[3] - arm[1]), 18);
            p.rod(top, 32, arm);
        }
        p.blob(top, -40, -232, 40, -232, 62, -190, 62, -110, 56, -84, -56, -84, -62, -110, -62, -190);
        p.disc(Colours.mix(top, Colours.BLACK, 0.35), 0, -180, 5);
        p.disc(Colours.mix(top, Colours.BLACK, 0.35), 0, -150, 5);
        p.disc(Colours.mix(top, Colours.BLACK, 0.35), 0, -120, 5);
    }

    private static void head(Pad p, String kind, int skin) {
        int inner = Colours.mix(skin, Colours.named("pale pink"), 0.6);
        switch (kind) {
            case "fox", "cat" -> {
                p.poly(skin, -66, -306, -60, -392, -12, -352);
                p.poly(skin, 66, -306, 60, -392, 12, -352);
                p.poly(inner, -52, -330, -50, -370, -28, -350);
                p.poly(inner, 52, -330, 50, -370, 28, -350);
            }
            case "bear" -> {
                p.disc(skin, -50, -350, 26);
                p.disc(skin, 50, -350, 26);
                p.disc(inner, -50, -350, 13);
                p.disc(inner, 50, -350, 13);
            }
            case "rabbit" -> {
                p.oval(skin, -30, -400, 18, 62, -8);
                p.oval(skin, 30, -400, 18, 62, 8);
                p.oval(inner, -30, -396, 8, 44, -8);
                p.oval(inner, 30, -396, 8, 44, 8);
            }
            case "frog" -> {
                p.disc(skin, -38, -352, 28);
                p.disc(skin, 38, -352, 28);
            }
            case "robot" -> {
                p.rod(0x6A6A70, 9, 0, -360, 0, -400);
                p.disc(0xD8322F, 0, -404, 13);
                p.box(skin, -70, -362, 140, 124, 20);
                return;
            }
            case "person" -> {
                p.disc(skin, -64, -296, 13);
                p.disc(skin, 64, -296, 13);
            }
            default -> {}
        }
        p.oval(skin, 0, -300, 68, 64);
    }

    /** The hair over the forehead. */
    private static void front(Pad p, String hair, int colour) {
        if (!hair.equals("none")) {
            p.blob(colour, -68, -306, -64, -346, -30, -372, 20, -374, 62, -348, 68, -308, 40, -330, 0, -338, -40, -326);
        }
    }

    private static void face(Pad p, String kind, int skin, boolean glasses) {
        double eyes = kind.equals("frog") ? -354 : -300;
        double apart = kind.equals("frog") ? 38 : 26;
        if (kind.equals("robot")) {
            p.box(0xBFE6F2, -50, -328, 100, 44, 14);
            p.disc(INK, -24, -306, 10);
            p.disc(INK, 24, -306, 10);
            p.line(INK, 5, -26, -264, 26, -264);
            return;
        }
        if (Set.of("fox", "bear", "penguin").contains(kind)) {
            p.oval(Colours.mix(skin, WHITE, 0.75), 0, -274, 40, 30);
        }
        if (Set.of("frog", "penguin").contains(kind)) {
            p.disc(WHITE, -apart, eyes, 15);
            p.disc(WHITE, apart, eyes, 15);
        }
        p.disc(INK, -apart, eyes, 8);
        p.disc(INK, apart, eyes, 8);
        if (glasses) {
            p.ring(INK, -apart, eyes, 22, 5);
            p.ring(INK, apart, eyes, 22, 5);
            p.line(INK, 5, -6, eyes, 6, eyes);
        }
        switch (kind) {
            case "fox", "bear", "cat", "rabbit" -> {
                p.oval(INK, 0, -286, 11, 8);
                p.curve(INK, 4, -16, -264, -6, -260, 0, -274, 6, -260, 16, -264);
            }
            case "penguin" -> p.poly(0xF08A24, -18, -286, 18, -286, 0, -256);
            case "frog" -> p.curve(INK, 5, -40, -278, 0, -260, 40, -278);
            default -> {
                p.curve(INK, 4, -4, -286, 6, -280, -2, -276);
                p.curve(INK, 5, -22, -262, 0, -252, 22, -262);
            }
        }
    }

    private static void hat(Pad p, Words words) {
        String hat = words.has("hat") ? words.word("hat", HATS) : "none";
        if (hat.equals("none")) {
            return;
        }
        int colour = words.colour("hat_colour");
        switch (hat) {
            case "cap" -> {
                p.blob(colour, -68, -334, -56, -378, 0, -400, 56, -378, 68, -334, 0, -346);
                p.blob(colour, 10, -344, 70, -342, 112, -326, 60, -324);
            }
            case "straw hat" -> {
                p.oval(colour, 0, -344, 112, 20);
                p.blob(colour, -54, -348, -46, -392, 0, -404, 46, -392, 54, -348, 0, -340);
                p.bend(Colours.named("red"), 14, -52, -356, 0, -348, 52, -356);
            }
            case "crown" -> p.poly(colour, -52, -340, -58, -402, -28, -374, 0, -410, 28, -374, 58, -402, 52, -340);
            case "beret" -> {
                p.blob(colour, -84, -346, -50, -384, 20, -392, 74, -366, 66, -338, 0, -348);
                p.rod(colour, 8, 6, -388, 10, -402);
            }
            default -> {
                p.poly(colour, -54, -338, 54, -338, 0, -440);
                p.disc(WHITE, 0, -440, 16);
            }
        }
    }
}
