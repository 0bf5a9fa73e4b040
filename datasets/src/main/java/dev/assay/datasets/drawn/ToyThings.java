package dev.assay.datasets.drawn;

import static dev.assay.datasets.drawn.Colours.INK;
import static dev.assay.datasets.drawn.Colours.WHITE;

/** Things with clear areas to colour. */
final class ToyThings {
    private static final int WOOD = 0x9A6B43;

    private ToyThings() {}

    /** Sail, crossed panels, bows of the tail. */
    static void kite(Pad p, Tints c) {
        p.curve(INK, 5, 256, 350, 290, 390, 226, 424, 282, 460, 244, 500);
        double[][] bows = {{276, 384}, {246, 424}, {268, 462}};
        for (double[] b : bows) {
            p.poly(c.third(), b[0], b[1], b[0] - 34, b[1] - 18, b[0] - 34, b[1] + 18);
            p.poly(c.third(), b[0], b[1], b[0] + 34, b[1] - 18, b[0] + 34, b[1] + 18);
        }
        p.poly(c.main(), 256, 30, 396, 180, 256, 360, 116, 180);
        p.poly(c.second(), 256, 30, 396, 180, 256, 180);
        p.poly(c.second(), 116, 180, 256, 180, 256, 360);
    }

    /** Body, lid with handle and spout, dots. */
    static void teapot(Pad p, Tints c) {
        p.ring(c.second(), 130, 285, 72, 26);
        p.blob(c.second(), 350, 300, 420, 250, 440, 190, 478, 180, 470, 225, 440, 310, 360, 380);
        p.box(c.second(), 196, 395, 120, 36, 10);
        p.oval(c.main(), 256, 300, 138, 112);
        p.oval(c.second(), 256, 196, 82, 22);
        p.disc(c.second(), 256, 160, 22);
        double[][] dots = {{186, 300}, {256, 290}, {326, 300}, {220, 352}, {292, 352}, {220, 245}, {292, 245}};
        for (double[] d : dots) {
            p.disc(c.third(), d[0], d[1], 15);
        }
    }

    /** Body, wing and tail, beak. */
    static void parrot(Pad p, Tints c) {
        p.rod(WOOD, 26, 40, 396, 470, 372);
        p.poly(c.second(), 236, 350, 300, 360, 250, 500, 190, 490);
        p.blob(c.main(), 250, 90, 310, 110, 335, 180, 340, 280, 300, 370, 240, 372, 200, 290, 196, 180, 205, 115);
        p.blob(c.second(), 236, 190, 290, 210, 300, 290, 262, 400, 226, 330, 214, 240);
        p.blob(c.third(), 296, 128, 350, 126, 366, 168, 344, 198, 332, 168, 300, 170);
        p.disc(WHITE, 266, 138, 20);
        p.disc(INK, 270, 138, 8);
        p.line(INK, 4, 236, 250, 262, 262, 288, 250);
        p.line(INK, 4, 234, 296, 260, 308, 284, 296);
        p.rod(0x6A6A70, 10, 262, 372, 262, 392);
        p.rod(0x6A6A70, 10, 292, 368, 294, 390);
    }

    /** Hull, sails, flag. */
    static void sailboat(Pad p, Tints c) {
        p.plain(0x8FC7E8, Curves.box(0, 400, 512, 112, 0));
        p.line(INK, 4, 0, 400, 512, 400);
        p.rod(WOOD, 12, 250, 350, 250, 60);
        p.poly(c.third(), 256, 56, 330, 74, 256, 96);
        p.poly(c.second(), 266, 110, 400, 320, 266, 320);
        p.poly(c.second(), 236, 130, 236, 320, 130, 320);
        p.poly(c.main(), 90, 346, 430, 346, 380, 426, 150, 426);
        p.line(INK, 4, 104, 370, 414, 370);
        p.curve(INK, 4, 40, 460, 70, 450, 100, 460, 130, 450);
        p.curve(INK, 4, 330, 470, 360, 460, 390, 470, 420, 460);
    }

    /** Plant, pot, blossoms. */
    static void cactus(Pad p, Tints c) {
        p.bend(c.main(), 62, 256, 250, 340, 246, 352, 200, 352, 150);
        p.bend(c.main(), 56, 256, 290, 170, 286, 160, 240, 160, 200);
        p.rod(c.main(), 96, 256, 340, 256, 120);
        double[][] blossoms = {{256, 70, 30}, {352, 114, 22}, {160, 168, 20}};
        for (double[] b : blossoms) {
            for (int i = 0; i < 5; i++) {
                double a = 2 * Math.PI * i / 5 - Math.PI / 2;
                p.disc(
                        c.third(),
                        b[0] + 0.7 * b[2] * StrictMath.cos(a),
                        b[1] + 0.7 * b[2] * StrictMath.sin(a),
                        0.6 * b[2]);
            }
            p.disc(0xF7CF3B, b[0], b[1], 0.45 * b[2]);
        }
        for (int y = 130; y < 330; y += 44) {
            p.line(INK, 4, 240, y, 232, y + 12);
            p.line(INK, 4, 272, y + 18, 280, y + 30);
        }
        p.poly(c.second(), 160, 350, 352, 350, 330, 470, 182, 470);
        p.box(c.second(), 144, 326, 224, 40, 6);
    }

    /** Boiler, cab and chimney, wheels. */
    static void train(Pad p, Tints c) {
        p.line(INK, 8, 20, 446, 492, 446);
        p.box(c.second(), 76, 130, 136, 230, 6);
        p.box(c.second(), 60, 110, 168, 32, 10);
        p.box(WHITE, 106, 164, 76, 76, 6);
        p.poly(c.second(), 330, 220, 384, 220, 398, 150, 316, 150);
        p.disc(c.second(), 266, 226, 28);
        p.box(c.main(), 212, 226, 220, 116, 20);
        p.box(0x53555E, 60, 340, 390, 30, 6);
        p.poly(0x53555E, 450, 345, 490, 420, 430, 420, 430, 345);
        p.disc(0xF7CF3B, 432, 256, 16);
        double[][] wheels = {{140, 388, 56}, {270, 400, 44}, {370, 400, 44}};
        for (double[] w : wheels) {
            p.disc(c.third(), w[0], w[1], w[2]);
            p.disc(0xDCDDE0, w[0], w[1], w[2] * 0.35);
        }
    }

    /** Upper wings, lower wings, spots. */
    static void butterfly(Pad p, Tints c) {
        Runnable half = () -> {
            p.blob(c.second(), 262, 280, 340, 270, 400, 320, 390, 410, 330, 440, 285, 380);
            p.blob(c.main(), 262, 250, 290, 140, 390, 70, 470, 90, 468, 200, 400, 280, 320, 300);
            p.disc(c.third(), 404, 150, 30);
            p.disc(c.third(), 340, 220, 20);
            p.disc(c.third(), 346, 370, 22);
            p.curve(INK, 5, 262, 150, 280, 100, 310, 70);
            p.disc(INK, 312, 68, 8);
        };
        half.run();
        p.in(Affine.mirror(256), half);
        p.oval(0x4A2B1A, 256, 270, 18, 120);
        p.disc(0x4A2B1A, 256, 150, 24);
    }

    /** Envelope, stripes, basket. */
    static void balloon(Pad p, Tints c) {
        p.line(INK, 5, 190, 300, 226, 420);
        p.line(INK, 5, 322, 300, 286, 420);
        p.blob(c.main(), 256, 40, 370, 90, 396, 190, 340, 300, 290, 360, 222, 360, 172, 300, 116, 190, 142, 90);
        p.blob(c.second(), 256, 41, 300, 120, 306, 220, 278, 358, 234, 358, 206, 220, 212, 120);
        p.box(c.third(), 216, 414, 80, 60, 8);
        p.line(INK, 4, 216, 434, 296, 434);
        p.line(INK, 4, 216, 454, 296, 454);
    }

    /** Case, face, hands; {@code hour} 1 to 12 says where the short hand points, the long one points up. */
    static void clock(Pad p, Tints c) {
        p.box(c.main(), 150, 400, 40, 60, 8);
        p.box(c.main(), 322, 400, 40, 60, 8);
        p.disc(c.main(), 256, 256, 190);
        p.disc(c.second(), 256, 256, 155);
        for (int h = 1; h <= 12; h++) {
            double a = Math.PI * h / 6;
            double sin = StrictMath.sin(a);
            double cos = StrictMath.cos(a);
            double inner = h % 3 == 0 ? 112 : 126;
            p.line(INK, h % 3 == 0 ? 10 : 6, 256 + inner * sin, 256 - inner * cos, 256 + 140 * sin, 256 - 140 * cos);
        }
        double hour = Math.PI * c.words().number("hour", 1, 12) / 6;
        p.line(c.third(), 12, 256, 256, 256, 146);
        p.line(c.third(), 18, 256, 256, 256 + 78 * StrictMath.sin(hour), 256 - 78 * StrictMath.cos(hour));
        p.disc(c.third(), 256, 256, 16);
    }

    /** Body, tail and fins, stripes. */
    static void fish(Pad p, Tints c) {
        p.blob(c.second(), 380, 256, 440, 190, 490, 170, 470, 256, 490, 342, 440, 322);
        p.blob(c.second(), 200, 160, 250, 100, 330, 120, 320, 180);
        p.blob(c.second(), 230, 350, 270, 410, 320, 390, 310, 330);
        p.blob(c.main(), 50, 260, 110, 180, 220, 140, 330, 180, 400, 256, 330, 332, 220, 372, 110, 330);
        p.bend(c.third(), 22, 212, 160, 236, 256, 212, 352);
        p.bend(c.third(), 22, 290, 176, 312, 256, 290, 336);
        p.disc(WHITE, 122, 232, 24);
        p.disc(INK, 118, 232, 11);
        p.curve(INK, 5, 60, 278, 90, 290, 112, 284);
        p.ring(0xD9ECF8, 60, 130, 18, 6);
        p.ring(0xD9ECF8, 90, 80, 12, 5);
    }

    /** Cup, band, saucer. */
    static void mug(Pad p, Tints c) {
        p.oval(c.third(), 256, 434, 190, 30);
        p.ring(c.main(), 370, 290, 76, 28);
        p.box(c.main(), 130, 170, 230, 256, 26);
        p.box(c.second(), 130, 260, 230, 76);
        p.oval(0x4A2B1A, 245, 184, 106, 20);
        p.curve(0x9A9CA3, 6, 200, 130, 220, 100, 200, 70, 220, 40);
        p.curve(0x9A9CA3, 6, 280, 130, 300, 100, 280, 70, 300, 40);
    }

    /** Vase, petals, middles of the flowers. */
    static void vase(Pad p, Tints c) {
        double[][] flowers = {{150, 130}, {256, 90}, {362, 130}};
        for (double[] f : flowers) {
            p.bend(0x4BA149, 12, f[0], f[1], (f[0] + 512) / 3 + 2, 230, 256, 320);
        }
        p.blob(0x4BA149, 226, 250, 160, 220, 130, 250, 190, 280);
        p.blob(0x4BA149, 286, 250, 352, 220, 382, 250, 322, 280);
        for (double[] f : flowers) {
            for (int i = 0; i < 6; i++) {
                double a = Math.PI * i / 3;
                p.disc(c.second(), f[0] + 34 * StrictMath.cos(a), f[1] + 34 * StrictMath.sin(a), 26);
            }
            p.disc(c.third(), f[0], f[1], 22);
        }
        p.blob(c.main(), 206, 290, 306, 290, 312, 320, 350, 390, 320, 470, 192, 470, 162, 390, 200, 320);
        p.box(c.main(), 196, 280, 120, 24, 8);
    }
}
