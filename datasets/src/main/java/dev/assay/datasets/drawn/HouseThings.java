package dev.assay.datasets.drawn;

import static dev.assay.datasets.drawn.Colours.INK;

/** Things of a house that stand on a ground at y = 430. */
final class HouseThings {
    private static final int IRON = 0x53555E;

    private HouseThings() {}

    /** Frame, cushion, cross bars. */
    static void chair(Pad p, Tints c) {
        p.rod(c.main(), 22, 180, 60, 180, 400);
        p.rod(c.main(), 22, 330, 60, 330, 400);
        p.rod(c.third(), 20, 180, 100, 330, 100);
        p.rod(c.third(), 20, 180, 150, 330, 150);
        p.rod(c.third(), 20, 180, 200, 330, 200);
        p.rod(c.main(), 24, 150, 290, 150, 430);
        p.rod(c.main(), 24, 366, 290, 366, 430);
        p.rod(c.third(), 16, 150, 370, 366, 370);
        p.poly(c.main(), 180, 244, 332, 244, 386, 296, 130, 296);
        p.box(c.main(), 130, 296, 256, 22, 4);
        p.blob(c.second(), 184, 238, 330, 238, 366, 286, 256, 294, 150, 286);
    }

    /** Body, neck, sound hole. */
    static void guitar(Pad p, Tints c) {
        p.blob(
                c.main(), 256, 220, 316, 226, 330, 270, 316, 300, 356, 350, 340, 430, 256, 446, 172, 430, 156, 350, 196,
                300, 182, 270, 196, 226);
        p.disc(c.third(), 256, 306, 34);
        p.box(c.second(), 240, 70, 32, 214, 4);
        p.poly(c.second(), 228, 20, 284, 20, 276, 76, 236, 76);
        p.box(c.second(), 210, 386, 92, 18, 4);
        for (int i = 0; i < 4; i++) {
            p.line(0xDCDDE0, 2.5, 246 + 7 * i, 40, 246 + 7 * i, 392);
        }
        for (int y = 100; y < 270; y += 34) {
            p.line(0xDCDDE0, 3, 242, y, 270, y);
        }
    }

    /** Fruit, leaf, stem. */
    static void pear(Pad p, Tints c) {
        p.bend(c.third(), 14, 256, 120, 262, 80, 290, 50);
        p.blob(c.second(), 262, 90, 310, 50, 380, 60, 340, 100);
        p.curve(INK, 4, 268, 88, 310, 76, 360, 66);
        p.blob(
                c.main(), 256, 106, 306, 130, 320, 210, 380, 290, 370, 390, 300, 434, 212, 434, 142, 390, 132, 290, 192,
                210, 206, 130);
    }

    /** Frame, light, flame. */
    static void lantern(Pad p, Tints c) {
        p.ring(c.main(), 256, 80, 44, 12);
        p.poly(c.main(), 200, 150, 312, 150, 284, 110, 228, 110);
        p.box(c.second(), 176, 170, 160, 210, 12);
        p.blob(c.third(), 256, 220, 286, 290, 282, 344, 256, 358, 230, 344, 226, 290);
        p.box(c.main(), 160, 148, 192, 26, 8);
        p.box(c.main(), 160, 372, 192, 58, 8);
        p.rod(c.main(), 14, 176, 170, 176, 380);
        p.rod(c.main(), 14, 336, 170, 336, 380);
        p.rod(c.main(), 10, 176, 275, 222, 275);
        p.rod(c.main(), 10, 290, 275, 336, 275);
    }

    /** Cloth, every second panel, handle. */
    static void umbrella(Pad p, Tints c) {
        p.bend(c.third(), 16, 256, 120, 256, 300, 256, 396, 278, 430, 310, 420, 316, 390);
        p.rod(c.third(), 12, 256, 30, 256, 70);
        p.shape(c.main(), umbrella(70, 442));
        p.shape(c.second(), umbrella(163, 349));
        p.shape(c.main(), umbrella(226, 286));
    }

    /** A part of the cloth between two ribs that meet at the top. */
    private static double[] umbrella(double left, double right) {
        double mid = (left + right) / 2;
        return Curves.smooth(
                true,
                256,
                60,
                0.35 * 256 + 0.65 * right,
                100 + 0.1 * (right - 256),
                right,
                250,
                (right + mid) / 2,
                232,
                mid,
                240,
                (left + mid) / 2,
                232,
                left,
                250,
                0.35 * 256 + 0.65 * left,
                100 + 0.1 * (256 - left));
    }

    /** Shank and arms, stock, rope. */
    static void anchor(Pad p, Tints c) {
        p.bend(c.main(), 30, 120, 320, 150, 400, 256, 430, 362, 400, 392, 320);
        p.poly(c.main(), 84, 350, 116, 276, 164, 336);
        p.poly(c.main(), 428, 350, 396, 276, 348, 336);
        p.rod(c.main(), 30, 256, 130, 256, 420);
        p.rod(c.second(), 26, 176, 170, 336, 170);
        p.ring(c.main(), 256, 84, 44, 18);
        p.bend(c.third(), 14, 256, 60, 330, 90, 300, 230, 210, 260, 300, 330, 340, 430, 420, 440);
    }

    /** Body, bands, handle. */
    static void jug(Pad p, Tints c) {
        p.bend(c.third(), 26, 320, 140, 410, 150, 410, 260, 340, 320);
        p.blob(
                c.main(), 196, 90, 316, 90, 318, 150, 372, 260, 350, 390, 300, 434, 212, 434, 162, 390, 140, 260, 194,
                150);
        p.poly(c.main(), 196, 84, 320, 84, 316, 118, 200, 118, 160, 76);
        p.bend(c.second(), 18, 152, 250, 256, 268, 362, 250);
        p.bend(c.second(), 18, 154, 300, 256, 318, 360, 300);
    }

    /** Metal, rim, clapper. */
    static void bell(Pad p, Tints c) {
        p.ring(c.second(), 256, 84, 40, 14);
        p.disc(c.third(), 256, 416, 30);
        p.blob(
                c.main(), 256, 110, 320, 130, 340, 220, 352, 320, 400, 380, 256, 396, 112, 380, 160, 320, 172, 220, 192,
                130);
        p.bend(c.second(), 24, 116, 376, 256, 396, 396, 376);
        p.curve(c.second(), 8, 168, 250, 256, 264, 344, 250);
    }

    /** Shell, body, spiral. */
    static void snail(Pad p, Tints c) {
        p.bend(c.second(), 16, 400, 330, 418, 270, 434, 236);
        p.bend(c.second(), 16, 376, 330, 380, 270, 384, 230);
        p.disc(c.second(), 434, 232, 14);
        p.disc(c.second(), 384, 226, 14);
        p.blob(c.second(), 60, 430, 120, 390, 260, 380, 340, 390, 370, 320, 420, 312, 440, 360, 420, 410, 370, 432);
        p.disc(c.main(), 230, 270, 136);
        p.curve(
                c.third(), 14, 348, 300, 300, 370, 200, 376, 130, 300, 150, 200, 240, 166, 316, 220, 300, 300, 230, 320,
                190, 270, 220, 226, 262, 250);
        p.curve(INK, 4, 404, 382, 420, 388, 434, 380);
    }

    /** Icing, sponge, cherries. */
    static void cake(Pad p, Tints c) {
        p.oval(0xDCDDE0, 256, 424, 200, 26);
        p.box(c.second(), 110, 290, 292, 130, 16);
        p.box(c.second(), 160, 180, 192, 120, 14);
        p.blob(
                c.main(), 108, 292, 256, 270, 404, 292, 402, 336, 360, 320, 320, 350, 280, 320, 236, 352, 190, 322, 150,
                346, 110, 330);
        p.blob(
                c.main(), 158, 182, 256, 160, 354, 182, 352, 220, 316, 206, 284, 236, 250, 208, 214, 234, 180, 208, 160,
                218);
        p.disc(c.third(), 200, 156, 22);
        p.disc(c.third(), 256, 146, 22);
        p.disc(c.third(), 312, 156, 22);
    }

    /** Can, handle, rose. */
    static void wateringCan(Pad p, Tints c) {
        p.rod(c.main(), 30, 330, 360, 440, 210);
        p.poly(c.third(), 404, 196, 474, 236, 490, 190, 446, 164);
        p.bend(c.second(), 24, 160, 240, 190, 140, 310, 140, 330, 240);
        p.bend(c.second(), 22, 160, 260, 84, 270, 84, 370, 156, 390);
        p.poly(c.main(), 150, 240, 340, 240, 356, 430, 134, 430);
        p.box(c.third(), 128, 404, 234, 26, 6);
        p.box(c.third(), 144, 230, 202, 20, 6);
    }

    /** Land, sea, stand. */
    static void globe(Pad p, Tints c) {
        p.box(c.third(), 176, 404, 160, 26, 8);
        p.rod(c.third(), 22, 256, 360, 256, 404);
        p.rod(c.third(), 16, Curves.arc(256, 220, 168, 168, -70, 110));
        p.disc(c.second(), 256, 220, 142);
        p.blob(c.main(), 170, 130, 230, 100, 290, 130, 270, 180, 220, 190, 216, 240, 176, 230, 140, 190);
        p.blob(c.main(), 260, 230, 320, 210, 370, 240, 350, 300, 300, 340, 276, 300);
        p.blob(c.main(), 320, 130, 356, 140, 372, 180, 336, 176);
        p.blob(c.main(), 176, 290, 216, 286, 220, 326, 190, 330);
    }

    /** Frame, glass, sand. */
    static void hourglass(Pad p, Tints c) {
        p.rod(c.main(), 18, 150, 110, 150, 400);
        p.rod(c.main(), 18, 362, 110, 362, 400);
        p.blob(
                c.second(),
                186,
                110,
                326,
                110,
                330,
                180,
                270,
                252,
                270,
                268,
                330,
                340,
                326,
                404,
                186,
                404,
                182,
                340,
                242,
                268,
                242,
                252,
                182,
                180);
        p.blob(c.third(), 204, 180, 256, 172, 308, 180, 284, 216, 258, 240, 254, 240, 228, 216);
        p.blob(c.third(), 196, 398, 210, 360, 256, 326, 302, 360, 316, 398);
        p.line(c.third(), 5, 256, 240, 256, 340);
        p.box(c.main(), 126, 80, 260, 34, 8);
        p.box(c.main(), 126, 398, 260, 34, 8);
    }

    /** Body, beak, wing. */
    static void duck(Pad p, Tints c) {
        p.blob(c.second(), 376, 180, 440, 176, 452, 196, 430, 214, 380, 214);
        p.blob(
                c.main(), 60, 270, 130, 320, 230, 290, 262, 240, 330, 250, 400, 300, 396, 390, 320, 432, 180, 432, 90,
                380);
        p.disc(c.main(), 316, 180, 82);
        p.blob(c.third(), 150, 320, 230, 306, 290, 340, 240, 386, 170, 374);
        p.disc(IRON, 342, 164, 12);
    }
}
