package dev.assay.datasets.drawn;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Landscapes by name. */
final class Scenes {
    private static final int STONE = 0xA8A29A;

    private static final Map<String, BiConsumer<Land, Words>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("windmill", (land, words) -> windmill(land)),
            Map.entry("lighthouse", (land, words) -> lighthouse(land)),
            Map.entry("tents", (land, words) -> tents(land)),
            Map.entry("bridge", (land, words) -> bridge(land)),
            Map.entry("island", (land, words) -> island(land)),
            Map.entry("tower", (land, words) -> tower(land)),
            Map.entry("cabin", (land, words) -> cabin(land)),
            Map.entry("harbour", (land, words) -> harbour(land)),
            Map.entry("barn", (land, words) -> barn(land)),
            Map.entry("orchard", (land, words) -> orchard(land)),
            Map.entry("lake", (land, words) -> lake(land)),
            Map.entry("street", (land, words) -> street(land)),
            Map.entry("cottage", (land, words) -> cottage(land, words.colour("door"), words.colour("roof"))),
            Map.entry("meadow", (land, words) -> meadow(land)),
            Map.entry("forest", (land, words) -> forest(land)),
            Map.entry("beach", (land, words) -> beach(land)),
            Map.entry("desert", (land, words) -> desert(land)),
            Map.entry("town", (land, words) -> town(land))));

    private Scenes() {}

    /** A landscape. States {@code scene}; may state {@code time}, {@code season} and {@code weather}, see {@link Mood}. */
    static Pad draw(Words words) {
        Pad pad = new Pad();
        Land land = new Land(pad, Mood.of(words));
        land.sky();
        BY_NAME.get(words.word("scene", BY_NAME.keySet())).accept(land, words);
        return pad;
    }

    private static void windmill(Land land) {
        Pad p = land.pad();
        land.ground(land.mood().grass(), -30, 330, 120, 310, 300, 330, 540, 300);
        p.poly(land.tone(0xEFE3CC), 196, 350, 316, 350, 292, 170, 220, 170);
        p.blob(land.mood().roof(0x8A3B2A), 216, 172, 256, 120, 296, 172, 256, 178);
        p.box(land.tone(0x5B3A24), 238, 290, 36, 60, 14);
        p.box(land.mood().window(), 244, 220, 24, 30);
        for (int i = 0; i < 4; i++) {
            double a = Math.PI / 4 + i * Math.PI / 2;
            double ux = StrictMath.cos(a);
            double uy = StrictMath.sin(a);
            p.rod(land.tone(0x6E4A2C), 9, 256, 164, 256 + 150 * ux, 164 + 150 * uy);
            p.poly(
                    land.tone(0xF7F3EA),
                    256 + 40 * ux,
                    164 + 40 * uy,
                    256 + 150 * ux,
                    164 + 150 * uy,
                    256 + 150 * ux - 36 * uy,
                    164 + 150 * uy + 36 * ux,
                    256 + 40 * ux - 30 * uy,
                    164 + 40 * uy + 30 * ux);
        }
        p.disc(land.tone(0x6E4A2C), 256, 164, 12);
        land.ground(land.mood().water(), -30, 400, 150, 390, 300, 396, 540, 384);
        land.ground(land.mood().grass(), -30, 470, 200, 460, 380, 474, 540, 466);
        for (int x = 40; x < 512; x += 96) {
            p.rod(land.tone(0x4F7A3A), 8, x, 486, x + 6, 420);
            p.oval(land.tone(0xD8322F), x + 6, 416, 12, 18);
        }
    }

    private static void lighthouse(Land land) {
        Pad p = land.pad();
        p.plain(land.mood().water(), Curves.box(0, 330, 512, 182, 0));
        p.line(land.tone(Colours.INK), 3, 0, 330, 512, 330);
        p.blob(land.tone(0x8B857C), -40, 540, -40, 330, 60, 300, 250, 300, 300, 370, 330, 430, 300, 540);
        p.poly(land.tone(0xF7F3EA), 110, 306, 220, 306, 200, 120, 130, 120);
        p.poly(land.tone(0xD8322F), 116, 250, 214, 250, 209, 200, 121, 200);
        p.poly(land.tone(0xD8322F), 126, 160, 204, 160, 201, 122, 129, 122);
        p.box(land.mood().night() ? 0xFFE07A : land.tone(0xFFF2B0), 140, 74, 50, 46);
        p.poly(land.mood().roof(0x8F1D22), 128, 76, 202, 76, 165, 36);
        p.box(land.tone(0x5B3A24), 150, 262, 30, 44, 10);
        p.poly(land.tone(0x3C4C6B), 360, 404, 470, 404, 448, 436, 384, 436);
        p.poly(land.tone(0xF7F3EA), 416, 300, 416, 396, 370, 396);
        for (int y = 360; y < 512; y += 50) {
            p.curve(land.tone(0xE6F1F8), 4, 340, y + 30, 370, y + 22, 400, y + 30, 430, y + 22, 460, y + 30);
        }
    }

    private static void tents(Land land) {
        Pad p = land.pad();
        land.ground(land.tone(0xE3B871), -30, 300, 130, 220, 300, 290, 420, 230, 540, 280);
        land.ground(land.tone(0xD9A458), -30, 360, 160, 330, 330, 360, 540, 320);
        p.poly(land.tone(0x6A2E2A), 70, 410, 250, 410, 160, 280);
        p.poly(land.tone(0x2A1A18), 130, 410, 190, 410, 160, 320);
        p.poly(land.tone(0x3B5670), 280, 400, 430, 400, 355, 296);
        p.poly(land.tone(0x1B2632), 330, 400, 380, 400, 355, 330);
        p.blob(land.tone(0xC08A4E), 400, 372, 420, 330, 440, 346, 456, 320, 480, 350, 484, 376, 440, 380);
        p.rod(land.tone(0xC08A4E), 10, 416, 370, 414, 420);
        p.rod(land.tone(0xC08A4E), 10, 470, 370, 474, 420);
        p.bend(land.tone(0xC08A4E), 14, 480, 356, 500, 340, 494, 300);
        land.ground(land.tone(0xEBC98C), -30, 440, 200, 420, 380, 446, 540, 424);
    }

    private static void bridge(Land land) {
        Pad p = land.pad();
        land.ground(land.tone(0x8FA5A0), -30, 260, 90, 180, 190, 240, 320, 150, 430, 240, 540, 200);
        land.ground(land.mood().grass(), -30, 300, 160, 280, 360, 290, 540, 270);
        land.ground(land.mood().water(), -30, 350, 256, 344, 540, 350);
        p.shape(
                land.tone(STONE),
                Curves.smooth(false, -10, 280, 120, 254, 256, 240, 392, 254, 522, 280, 522, 330, 522, 380, -10, 380),
                Curves.arc(150, 384, 62, 80, -180, 0),
                Curves.arc(362, 384, 62, 80, -180, 0));
        for (int x = 30; x < 500; x += 44) {
            p.line(land.tone(0x7A756D), 3, x, 290, x + 20, 290);
        }
        land.ground(land.mood().water(), -30, 382, 256, 376, 540, 382);
        p.blob(land.mood().grass(), -40, 540, -40, 440, 60, 430, 130, 480, 150, 540);
        land.tree(60, 450, 0.9);
        p.curve(land.tone(0xE6F1F8), 4, 230, 440, 270, 432, 310, 440, 350, 432);
    }

    private static void island(Land land) {
        Pad p = land.pad();
        p.plain(land.tone(0x35B0C0), Curves.box(0, 290, 512, 222, 0));
        p.line(land.tone(Colours.INK), 3, 0, 290, 512, 290);
        p.blob(land.tone(0xF0DCA6), 70, 420, 150, 360, 256, 340, 370, 360, 450, 420, 370, 452, 150, 452);
        for (double[] t : new double[][] {{210, 380, 170, 180}, {300, 376, 350, 210}}) {
            p.bend(land.tone(0x7A5534), 18, t[0], t[1], (t[0] + t[2]) / 2 - 6, (t[1] + t[3]) / 2, t[2], t[3]);
            for (int i = 0; i < 5; i++) {
                double a = Math.PI * (1.05 + 0.225 * i);
                double ex = t[2] + 96 * StrictMath.cos(a);
                double ey = t[3] + 60 * StrictMath.sin(a) + 40;
                p.blob(
                        land.tone(0x3D8B3F),
                        t[2],
                        t[3],
                        (t[2] + ex) / 2,
                        (t[3] + ey) / 2 - 34,
                        ex,
                        ey,
                        (t[2] + ex) / 2,
                        (t[3] + ey) / 2 - 6);
            }
            p.disc(land.tone(0x5B3A24), t[2] - 8, t[3] + 10, 10);
            p.disc(land.tone(0x5B3A24), t[2] + 10, t[3] + 12, 10);
        }
        p.poly(land.tone(0x9A6B43), 250, 420, 370, 416, 350, 444, 270, 446);
        p.curve(land.tone(0xE6F1F8), 4, 30, 480, 60, 472, 90, 480, 120, 472);
    }

    private static void tower(Land land) {
        Pad p = land.pad();
        land.house(10, 400, 110, 110, 0xE8C9A0, 0xA8502F, 0x5B3A24);
        land.house(392, 400, 110, 120, 0xC9D6B0, 0x8A3B2A, 0x3C4C6B);
        p.box(land.tone(0xD9C3A3), 186, 150, 140, 260);
        p.poly(land.mood().roof(0x7A8B6A), 170, 152, 342, 152, 256, 30);
        p.disc(land.tone(0xF7F3EA), 256, 210, 46);
        p.line(land.tone(Colours.INK), 7, 256, 210, 256, 178);
        p.line(land.tone(Colours.INK), 7, 256, 210, 280, 224);
        p.box(land.mood().window(), 214, 290, 26, 44, 12);
        p.box(land.mood().window(), 272, 290, 26, 44, 12);
        p.box(land.tone(0x5B3A24), 232, 350, 48, 60, 22);
        land.ground(land.tone(0xB9B2A6), -30, 402, 256, 400, 540, 402);
        for (int y = 430; y < 512; y += 30) {
            for (int x = (y / 30 % 2) * 30; x < 512; x += 60) {
                p.line(land.tone(0x8E877B), 3, x, y, x + 34, y);
            }
        }
    }

    private static void cabin(Land land) {
        Pad p = land.pad();
        p.poly(land.tone(0x7E8FA6), -20, 330, 130, 110, 280, 330);
        p.poly(land.tone(0xF2F5F9), 130, 110, 94, 166, 120, 160, 138, 174, 166, 162);
        p.poly(land.tone(0x6C7D95), 180, 330, 370, 70, 540, 330);
        p.poly(land.tone(0xF2F5F9), 370, 70, 320, 138, 352, 128, 374, 146, 414, 136);
        land.ground(land.mood().grass(), -30, 330, 200, 316, 380, 330, 540, 316);
        land.pine(60, 390, 1.2);
        land.pine(460, 380, 1.1);
        land.house(180, 410, 160, 100, 0x8A5B36, 0x5B3A24, 0x3B2415);
        p.box(land.tone(STONE), 296, 240, 26, 44);
        land.pine(400, 440, 0.9);
        land.ground(land.mood().grass(), -30, 450, 200, 440, 540, 456);
    }

    private static void harbour(Land land) {
        Pad p = land.pad();
        int[] walls = {0xE9A15B, 0xD9C77A, 0xB9577A, 0x6FA3B8, 0xEDE3D0};
        int[] roofs = {0x8A3B2A, 0x4A5568, 0x7A3A2A, 0x5A4632, 0x8A3B2A};
        for (int i = 0; i < walls.length; i++) {
            land.house(14 + 100.0 * i, 330, 84, 120 + 22 * (i % 3), walls[i], roofs[i], 0x4A2B1A);
        }
        p.box(land.tone(0x9A9288), -10, 328, 540, 30);
        p.plain(land.mood().water(), Curves.box(0, 358, 512, 154, 0));
        for (double x : new double[] {90, 330}) {
            p.rod(land.tone(0x6E4A2C), 9, x + 50, 410, x + 50, 290);
            p.poly(land.tone(0xF7F3EA), x + 58, 300, x + 58, 396, x + 112, 396);
            p.poly(land.tone(x < 200 ? 0xD8322F : 0x2F6FC4), x, 406, x + 130, 406, x + 110, 444, x + 20, 444);
        }
        p.curve(land.tone(0xE6F1F8), 4, 220, 470, 250, 462, 280, 470, 310, 462);
        p.curve(land.tone(0xE6F1F8), 4, 40, 490, 70, 482, 100, 490);
    }

    private static void barn(Land land) {
        Pad p = land.pad();
        land.ground(land.mood().grass(), -30, 270, 140, 230, 330, 270, 540, 230);
        land.tree(440, 330, 1.1);
        p.box(land.tone(0xB5342C), 120, 230, 220, 150);
        p.poly(land.mood().roof(0x5D5A5C), 100, 236, 360, 236, 312, 160, 230, 120, 148, 160);
        p.box(land.tone(0xF3EEE4), 190, 290, 80, 90);
        p.line(land.tone(0xB5342C), 8, 194, 294, 266, 376);
        p.line(land.tone(0xB5342C), 8, 266, 294, 194, 376);
        p.disc(land.mood().window(), 230, 200, 20);
        land.ground(land.mood().grass(), -30, 372, 200, 382, 540, 366);
        for (int x = 10; x < 512; x += 70) {
            p.rod(land.tone(0x9A7A55), 12, x, 470, x, 410);
        }
        p.rod(land.tone(0x9A7A55), 10, -10, 424, 520, 424);
        p.rod(land.tone(0x9A7A55), 10, -10, 450, 520, 450);
        land.tree(60, 390, 0.8);
    }

    private static void orchard(Land land) {
        land.ground(land.mood().grass(), -30, 260, 150, 240, 340, 262, 540, 236);
        for (double[] t : new double[][] {{90, 300, 0.6}, {200, 296, 0.6}, {310, 300, 0.6}, {420, 292, 0.6}}) {
            land.tree(t[0], t[1], t[2]);
        }
        land.tree(120, 400, 1.05);
        land.tree(390, 396, 1.05);
        land.pad().rod(land.tone(0xB08A58), 9, 236, 440, 252, 290);
        land.pad().rod(land.tone(0xB08A58), 9, 286, 440, 272, 290);
        for (int y = 310; y < 440; y += 28) {
            land.pad().rod(land.tone(0xB08A58), 8, 238, y, 284, y);
        }
        land.pad().poly(land.tone(0xA8743F), 170, 450, 232, 450, 222, 490, 180, 490);
    }

    private static void lake(Land land) {
        Pad p = land.pad();
        p.poly(land.tone(0x7E8FA6), -40, 290, 110, 120, 240, 290);
        p.poly(land.tone(0x6C7D95), 160, 290, 300, 150, 420, 290);
        p.plain(land.mood().water(), Curves.box(0, 290, 512, 222, 0));
        p.line(land.tone(Colours.INK), 3, 0, 290, 512, 290);
        land.pine(470, 330, 1.2);
        land.pine(400, 310, 0.9);
        p.poly(land.tone(0xA8743F), 0, 420, 210, 404, 210, 424, 0, 446);
        p.rod(land.tone(0x7A5534), 12, 60, 420, 60, 480);
        p.rod(land.tone(0x7A5534), 12, 180, 412, 180, 470);
        p.poly(land.tone(0x3F7A5A), 270, 390, 410, 390, 380, 424, 296, 424);
        p.rod(land.tone(0x7A5534), 7, 300, 430, 370, 360);
        p.curve(land.tone(0xE6F1F8), 4, 230, 470, 260, 462, 290, 470, 320, 462);
    }

    private static void street(Land land) {
        Pad p = land.pad();
        land.house(20, 380, 130, 190, 0xD9B08C, 0x8A3B2A, 0x2F5F4A);
        land.house(190, 380, 130, 230, 0xB7C9D6, 0x4A5568, 0x8F1D22);
        land.house(362, 380, 130, 170, 0xE9D8A6, 0x7A3A2A, 0x1F3566);
        p.box(land.tone(0xB9B2A6), -10, 378, 540, 40);
        p.plain(land.tone(0x6A6B70), Curves.box(0, 418, 512, 94, 0));
        for (int x = 10; x < 512; x += 90) {
            p.line(land.tone(0xF3EEE4), 7, x, 468, x + 44, 468);
        }
        p.rod(land.tone(0x2F2F35), 9, 168, 408, 168, 230);
        p.bend(land.tone(0x2F2F35), 8, 168, 232, 180, 210, 204, 212);
        p.disc(land.mood().window(), 206, 226, 13);
        p.box(land.tone(0xD8322F), 336, 330, 34, 70, 10);
    }

    private static void cottage(Land land, int door, int roof) {
        Pad p = land.pad();
        land.ground(land.mood().grass(), -30, 330, 150, 310, 340, 326, 540, 300);
        land.tree(70, 400, 1.1);
        p.box(land.tone(0xB0503A), 330, 130, 36, 90);
        p.box(land.tone(0xF3E8D2), 140, 240, 250, 180);
        p.poly(land.mood().roof(roof), 112, 246, 418, 246, 372, 150, 160, 150);
        p.box(land.tone(door), 236, 310, 62, 110, 8);
        p.disc(land.tone(Colours.named("gold")), 286, 368, 6);
        for (double x : new double[] {164, 318}) {
            p.box(land.mood().window(), x, 286, 50, 56);
            p.line(land.tone(Colours.INK), 4, x + 25, 286, x + 25, 342);
            p.line(land.tone(Colours.INK), 4, x, 314, x + 50, 314);
        }
        p.poly(land.tone(0xD8C9A8), 238, 420, 296, 420, 350, 520, 190, 520);
        for (double x : new double[] {60, 120, 400, 460}) {
            p.rod(land.tone(0x3D8B3F), 6, x, 480, x, 450);
            p.disc(land.tone(0xF193B4), x, 446, 13);
        }
    }

    private static void meadow(Land land) {
        land.ground(Colours.mix(land.mood().grass(), Colours.BLACK, 0.12), -30, 290, 130, 250, 320, 290, 540, 240);
        land.tree(440, 320, 0.8);
        land.ground(land.mood().grass(), -30, 370, 200, 350, 360, 366, 540, 350);
        for (double[] f : new double[][] {{60, 440}, {130, 480}, {210, 430}, {330, 490}, {420, 440}, {480, 484}}) {
            land.pad().disc(land.tone(0xF7F3EA), f[0], f[1], 9);
        }
    }

    private static void forest(Land land) {
        land.ground(Colours.mix(land.mood().grass(), Colours.BLACK, 0.3), -30, 300, 256, 280, 540, 300);
        for (double[] t :
                new double[][] {{40, 320, 1.3}, {150, 310, 1.5}, {270, 306, 1.2}, {370, 312, 1.5}, {480, 320, 1.3}}) {
            land.pine(t[0], t[1], t[2]);
        }
        land.ground(Colours.mix(land.mood().grass(), Colours.BLACK, 0.15), -30, 380, 256, 366, 540, 380);
        land.pad().disc(land.tone(0xD8322F), 90, 450, 20);
        land.pad().rod(land.tone(0xF3EEE4), 14, 90, 456, 90, 480);
    }

    private static void beach(Land land) {
        land.pad().plain(land.mood().water(), Curves.box(0, 270, 512, 130, 0));
        land.pad().line(land.tone(Colours.INK), 3, 0, 270, 512, 270);
        land.pad().poly(land.tone(0xF7F3EA), 110, 180, 110, 262, 60, 262);
        land.pad().poly(land.tone(0xD8322F), 50, 266, 150, 266, 130, 290, 70, 290);
        land.ground(land.tone(0xF0DCA6), -30, 370, 160, 350, 340, 374, 540, 346);
        land.pad().blob(land.tone(0xF2765E), 430, 440, 446, 452, 440, 470, 420, 470, 414, 452);
    }

    private static void desert(Land land) {
        land.ground(land.tone(0xE3B871), -30, 290, 140, 230, 300, 290, 430, 240, 540, 280);
        land.ground(land.tone(0xEBC98C), -30, 370, 180, 350, 360, 372, 540, 346);
        land.pad().bend(land.tone(0x4BA149), 26, 440, 330, 478, 326, 480, 290);
        land.pad().rod(land.tone(0x4BA149), 34, 440, 390, 440, 250);
    }

    private static void town(Land land) {
        land.house(10, 350, 120, 150, 0xD9B08C, 0x8A3B2A, 0x2F5F4A);
        land.house(200, 350, 110, 120, 0xE9D8A6, 0x7A3A2A, 0x1F3566);
        land.house(380, 350, 120, 160, 0xB7C9D6, 0x4A5568, 0x8F1D22);
        land.ground(land.tone(0xC9C2B4), -30, 352, 256, 350, 540, 352);
        for (int y = 380; y < 512; y += 30) {
            for (int x = (y / 30 % 2) * 30; x < 512; x += 60) {
                land.pad().line(land.tone(0xA39C8E), 3, x, y, x + 34, y);
            }
        }
    }
}
