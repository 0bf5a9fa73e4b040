package dev.assay.datasets.drawn;

import static dev.assay.datasets.drawn.Colours.INK;
import static dev.assay.datasets.drawn.Colours.WHITE;

/** Belongings and products that stand on a ground at y = 430. */
final class WareThings {
    private static final int IRON = 0x53555E;

    private WareThings() {}

    /** Bag, pockets, straps and buckles. */
    static void backpack(Pad p, Tints c) {
        p.ring(c.third(), 256, 96, 44, 16);
        p.rod(c.third(), 24, 140, 220, 110, 400);
        p.rod(c.third(), 24, 372, 220, 402, 400);
        p.box(c.main(), 140, 100, 232, 330, 70);
        p.box(c.second(), 170, 290, 172, 120, 20);
        p.box(c.second(), 170, 180, 172, 80, 20);
        p.box(c.third(), 240, 270, 32, 50, 6);
        p.line(INK, 5, 170, 322, 342, 322);
        p.line(INK, 5, 186, 214, 326, 214);
        p.disc(c.third(), 326, 214, 9);
    }

    /** Cap, stem, dots; a lamp in the shape of a mushroom. */
    static void lamp(Pad p, Tints c) {
        p.blob(c.second(), 216, 240, 296, 240, 300, 330, 330, 420, 256, 432, 182, 420, 212, 330);
        p.blob(c.main(), 80, 240, 100, 140, 190, 70, 322, 70, 412, 140, 432, 240, 340, 264, 256, 268, 172, 264);
        p.disc(c.third(), 180, 150, 30);
        p.disc(c.third(), 290, 120, 26);
        p.disc(c.third(), 350, 200, 28);
        p.disc(c.third(), 240, 210, 24);
        p.disc(c.third(), 130, 214, 18);
        p.bend(INK, 7, 330, 420, 390, 436, 440, 420, 490, 436);
    }

    /** Body, windows, wheels. */
    static void car(Pad p, Tints c) {
        p.blob(c.main(), 150, 260, 190, 170, 256, 156, 330, 170, 372, 260);
        p.blob(c.second(), 178, 258, 206, 192, 250, 184, 250, 258);
        p.blob(c.second(), 270, 258, 270, 184, 316, 192, 346, 258);
        p.box(c.main(), 60, 256, 392, 120, 50);
        p.rod(IRON, 14, 56, 360, 456, 360);
        p.disc(0xF7CF3B, 426, 300, 20);
        p.line(INK, 4, 260, 262, 260, 350);
        p.line(INK, 6, 280, 292, 304, 292);
        for (int x : new int[] {150, 362}) {
            p.disc(c.third(), x, 374, 56);
            p.disc(0xDCDDE0, x, 374, 26);
        }
    }

    /** Body, wings, belly and face; a plush owl. */
    static void owl(Pad p, Tints c) {
        p.poly(c.second(), 150, 150, 160, 70, 230, 120);
        p.poly(c.second(), 362, 150, 352, 70, 282, 120);
        p.blob(
                c.main(), 256, 100, 340, 120, 380, 220, 372, 350, 330, 420, 256, 432, 182, 420, 140, 350, 132, 220, 172,
                120);
        p.blob(c.third(), 256, 270, 310, 290, 320, 370, 256, 416, 192, 370, 202, 290);
        p.blob(c.second(), 140, 230, 170, 290, 180, 380, 130, 360, 104, 300);
        p.blob(c.second(), 372, 230, 342, 290, 332, 380, 382, 360, 408, 300);
        p.disc(WHITE, 210, 200, 46);
        p.disc(WHITE, 302, 200, 46);
        p.disc(INK, 216, 204, 22);
        p.disc(INK, 296, 204, 22);
        p.poly(0xF08A24, 240, 236, 272, 236, 256, 270);
        p.rod(0xF08A24, 14, 222, 430, 206, 444);
        p.rod(0xF08A24, 14, 290, 430, 306, 444);
    }

    /** Shell, hoops, skin. */
    static void drum(Pad p, Tints c) {
        p.blob(c.main(), 110, 210, 256, 190, 402, 210, 402, 390, 256, 430, 110, 390);
        for (int i = 0; i < 6; i++) {
            double x = 118 + 46.0 * i;
            p.line(INK, 5, x, 240, x + 23, 390, x + 46, 240);
        }
        p.bend(c.second(), 30, 108, 386, 180, 412, 256, 420, 332, 412, 404, 386);
        p.oval(c.second(), 256, 206, 156, 56);
        p.oval(c.third(), 256, 200, 132, 42);
        p.rod(0xC99A66, 14, 150, 60, 280, 190);
        p.disc(0xC99A66, 282, 192, 14);
        p.rod(0xC99A66, 14, 400, 70, 300, 170);
        p.disc(0xC99A66, 298, 172, 14);
    }

    /** Case, grille, dial. */
    static void radio(Pad p, Tints c) {
        p.line(IRON, 7, 370, 190, 440, 60);
        p.disc(IRON, 440, 58, 9);
        p.bend(IRON, 16, 120, 190, 130, 140, 330, 140, 340, 190);
        p.box(c.main(), 70, 184, 372, 246, 34);
        p.disc(c.second(), 180, 310, 84);
        for (int i = -2; i <= 2; i++) {
            double half = Math.sqrt(74.0 * 74 - 26.0 * i * 26 * i);
            p.line(INK, 5, 180 - half, 310 + 26 * i, 180 + half, 310 + 26 * i);
        }
        p.box(c.third(), 296, 226, 116, 64, 8);
        p.line(INK, 4, 310, 258, 398, 258);
        p.line(0xD8322F, 6, 350, 232, 350, 284);
        p.disc(c.third(), 324, 350, 28);
        p.disc(c.third(), 392, 350, 20);
    }

    /** Body, stripe, stick; a spinning top. */
    static void top(Pad p, Tints c) {
        p.rod(c.third(), 24, 256, 60, 256, 150);
        p.disc(c.third(), 256, 56, 22);
        p.blob(
                c.main(), 256, 130, 340, 150, 420, 220, 400, 280, 320, 350, 262, 430, 250, 430, 192, 350, 112, 280, 92,
                220, 172, 150);
        p.blob(c.second(), 92, 220, 256, 244, 420, 220, 400, 276, 256, 304, 112, 276);
        p.curve(c.third(), 7, 166, 170, 256, 186, 346, 170);
        p.curve(c.third(), 7, 186, 334, 256, 350, 326, 334);
    }

    /** Glass, label, cap. */
    static void bottle(Pad p, Tints c) {
        p.box(c.third(), 220, 50, 72, 50, 10);
        p.blob(
                c.main(), 228, 96, 284, 96, 290, 150, 340, 200, 346, 300, 340, 430, 256, 432, 172, 430, 166, 300, 172,
                200, 222, 150);
        p.box(c.second(), 168, 250, 176, 110);
        p.curve(c.third(), 10, 190, 310, 222, 290, 256, 316, 290, 290, 322, 310);
    }

    /** Tin, label, leaf. */
    static void tin(Pad p, Tints c) {
        p.box(c.main(), 146, 150, 220, 280, 16);
        p.oval(c.main(), 256, 420, 110, 18);
        p.box(c.second(), 146, 220, 220, 140);
        p.blob(c.third(), 206, 310, 230, 256, 300, 246, 290, 306, 240, 330);
        p.curve(INK, 4, 196, 336, 236, 300, 290, 256);
        p.box(c.main(), 136, 110, 240, 50, 12);
        p.oval(c.main(), 256, 112, 116, 18);
    }

    /** Wax, jar label, flame. */
    static void candle(Pad p, Tints c) {
        p.blob(c.third(), 256, 60, 284, 120, 278, 150, 256, 160, 234, 150, 228, 120);
        p.line(INK, 6, 256, 130, 256, 190);
        p.box(0xD9ECF8, 140, 150, 232, 280, 24);
        p.box(c.main(), 150, 196, 212, 226, 18);
        p.box(c.second(), 186, 260, 140, 100, 50);
        p.line(INK, 5, 216, 300, 296, 300);
        p.line(INK, 5, 230, 322, 282, 322);
        p.oval(c.main(), 256, 196, 106, 16);
        p.line(INK, 6, 256, 160, 256, 196);
    }

    /** Tube, band, cap. */
    static void tube(Pad p, Tints c) {
        p.poly(c.main(), 160, 60, 352, 60, 320, 360, 192, 360);
        p.box(c.main(), 152, 46, 208, 30, 4);
        p.poly(c.second(), 172, 170, 340, 170, 330, 270, 182, 270);
        p.disc(c.third(), 256, 220, 26);
        p.box(c.third(), 200, 360, 112, 70, 10);
        for (int x = 218; x < 308; x += 19) {
            p.line(INK, 4, x, 368, x, 424);
        }
    }

    /** Box, window, crayons. */
    static void box(Pad p, Tints c) {
        int[] crayons = {0xD8322F, 0xF7CF3B, 0x4BA149, 0x2F6FC4, 0x7A469E};
        for (int i = 0; i < crayons.length; i++) {
            double x = 160 + 42.0 * i;
            p.poly(crayons[i], x, 190, x, 110, x + 17, 64, x + 34, 110, x + 34, 190);
            p.line(INK, 3.5, x, 116, x + 34, 116);
        }
        p.poly(c.main(), 140, 180, 380, 180, 380, 430, 140, 430);
        p.poly(c.main(), 380, 180, 420, 160, 420, 404, 380, 430);
        p.blob(c.second(), 260, 230, 340, 290, 310, 380, 210, 380, 180, 290);
        p.poly(
                c.third(), 260, 260, 276, 300, 318, 302, 286, 328, 298, 370, 260, 346, 222, 370, 234, 328, 202, 302,
                244, 300);
    }

    /** Pan, handle, lid. */
    static void pan(Pad p, Tints c) {
        p.rod(c.second(), 30, 360, 320, 490, 300);
        p.box(c.main(), 90, 276, 290, 154, 40);
        p.blob(c.third(), 80, 276, 110, 220, 235, 190, 360, 220, 390, 276);
        p.box(c.second(), 205, 160, 60, 34, 12);
        p.rod(c.main(), 18, 80, 280, 390, 280);
        p.line(INK, 5, 120, 380, 350, 380);
    }

    /** Upper, toe and sole, laces. */
    static void shoe(Pad p, Tints c) {
        p.blob(c.main(), 100, 200, 200, 190, 236, 250, 330, 300, 440, 330, 456, 400, 80, 400, 84, 290);
        p.blob(c.second(), 370, 312, 440, 326, 460, 372, 452, 404, 350, 404, 346, 350);
        p.box(c.second(), 70, 388, 396, 42, 18);
        p.blob(c.second(), 92, 206, 130, 200, 140, 280, 90, 300);
        for (int i = 0; i < 4; i++) {
            p.rod(c.third(), 13, 200 + 32.0 * i, 262 + 16.0 * i, 238 + 32.0 * i, 226 + 17.0 * i);
        }
        p.curve(INK, 5, 110, 360, 200, 350, 300, 360);
    }
}
