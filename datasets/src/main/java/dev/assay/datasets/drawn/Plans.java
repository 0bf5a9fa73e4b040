package dev.assay.datasets.drawn;

import java.util.List;

/** A quarter of a town seen from above, as a map or from the air: the same streets, houses and trees in both. */
final class Plans {
    private Plans() {}

    /** States {@code plan} (river or park) and {@code as} (map or aerial). */
    static Pad draw(Words words) {
        boolean air = words.word("as", List.of("map", "aerial")).equals("aerial");
        boolean river = words.word("plan", List.of("river", "park")).equals("river");
        Pad p = new Pad();
        p.plain(air ? 0x7C9A5C : 0xF4EFE3, Curves.box(0, 0, 512, 512, 0));
        double[] across = river ? new double[] {100, 240, 420} : new double[] {70, 200, 330, 450};
        double[] down = river ? new double[] {90, 300} : new double[] {120, 260, 400};
        if (river) {
            p.bend(air ? 0x2E5E73 : 0xA9D3F0, 70, -40, 300, 80, 330, 200, 330, 330, 380, 430, 370, 560, 420);
        } else {
            p.blob(air ? 0x4E7A3E : 0xC5E3B0, 210, 210, 320, 210, 322, 390, 260, 390, 206, 380);
            p.oval(air ? 0x2E5E73 : 0xA9D3F0, 266, 330, 36, 24);
        }
        houses(p, air, across, down, river);
        for (double x : across) {
            street(p, air, x, -20, x, 540);
        }
        for (double y : down) {
            street(p, air, -20, y, 540, y);
        }
        trees(p, air, river);
        return p;
    }

    private static void street(Pad p, boolean air, double... line) {
        p.rod(air ? 0x5E6066 : Colours.WHITE, 22, line);
        if (air) {
            p.line(0xE8E4D4, 2, line);
        }
    }

    private static void houses(Pad p, boolean air, double[] across, double[] down, boolean river) {
        int[] roofs = {0xA8502F, 0x8A8F98, 0xC27A4E, 0x6F5A4A};
        int count = 0;
        for (double x : across) {
            for (double y : down) {
                for (double[] corner : new double[][] {{-58, -52}, {18, -52}, {-58, 18}, {18, 18}}) {
                    double left = x + corner[0];
                    double top = y + corner[1];
                    if (!built(left, top, river)) {
                        continue;
                    }
                    if (air) {
                        p.plain(0x55703F, Curves.box(left + 7, top + 7, 40, 34, 0));
                    }
                    p.box(air ? roofs[count++ % roofs.length] : 0xDDD3C3, left, top, 40, 34);
                    if (air) {
                        p.line(0x4A3A30, 3, left, top + 17, left + 40, top + 17);
                    }
                }
            }
        }
    }

    /** Not in the water and not in the park. */
    private static boolean built(double left, double top, boolean river) {
        return river ? top <= 260 || top >= 440 : left <= 200 || left >= 310 || top <= 200;
    }

    private static void trees(Pad p, boolean air, boolean river) {
        double[][] places = river
                ? new double[][] {
                    {30, 400}, {60, 440}, {160, 440}, {190, 470}, {330, 470}, {480, 330}, {340, 310}, {170, 280}
                }
                : new double[][] {{230, 230}, {262, 226}, {300, 232}, {232, 276}, {300, 280}, {240, 372}, {296, 372}};
        for (double[] t : places) {
            p.disc(air ? 0x2F5A2F : 0x9CCB86, t[0], t[1], 15);
            if (air) {
                p.plain(0x497A41, Curves.oval(t[0] - 4, t[1] - 4, 7, 7, 0));
            }
        }
    }
}
