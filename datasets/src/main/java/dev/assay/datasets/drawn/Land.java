package dev.assay.datasets.drawn;

/** What landscapes are made of. */
final class Land {
    private static final int TRUNK = 0x6E4A2C;

    private final Pad pad;
    private final Mood mood;

    Land(Pad pad, Mood mood) {
        this.pad = pad;
        this.mood = mood;
    }

    Pad pad() {
        return pad;
    }

    Mood mood() {
        return mood;
    }

    int tone(int colour) {
        return mood.tone(colour);
    }

    /** Sky with sun or moon, stars or clouds. */
    void sky() {
        pad.plain(mood.sky(), Curves.box(0, 0, 512, 512, 0));
        if (mood.night()) {
            double[][] stars = {{60, 50}, {130, 110}, {210, 40}, {300, 90}, {470, 60}, {350, 30}, {30, 150}, {250, 130}
            };
            for (double[] s : stars) {
                pad.plain(0xFFF6C8, Curves.oval(s[0], s[1], 3.5, 3.5, 0));
            }
            pad.disc(0xFFF3C0, 410, 90, 34);
        } else if (mood.weather().equals("clear")) {
            boolean sunset = mood.time().equals("sunset");
            pad.disc(sunset ? 0xFFE08A : 0xFFE352, 410, sunset ? 200 : 90, 38);
            cloud(110, 90, 1);
            cloud(280, 60, 0.7);
        }
    }

    private void cloud(double x, double y, double size) {
        pad.in(
                Affine.move(x, y).after(Affine.scale(size, 0, 0)),
                () -> pad.blob(
                        tone(Colours.WHITE), -60, 14, -46, -12, -14, -24, 14, -14, 40, -18, 62, 10, 40, 20, -40, 22));
    }

    /** Ground below a smooth line from the left edge to the right. */
    void ground(int colour, double... line) {
        double[] top = Curves.smooth(false, line);
        double[] points = new double[top.length + 4];
        System.arraycopy(top, 0, points, 0, top.length);
        points[top.length] = 540;
        points[top.length + 1] = 540;
        points[top.length + 2] = -30;
        points[top.length + 3] = 540;
        pad.shape(colour, points);
    }

    void tree(double x, double y, double size) {
        pad.in(Affine.move(x, y).after(Affine.scale(size, 0, 0)), () -> {
            pad.rod(tone(TRUNK), 18, 0, 0, 0, -70);
            pad.rod(tone(TRUNK), 10, 0, -50, -26, -86);
            pad.rod(tone(TRUNK), 10, 0, -56, 26, -90);
            pad.blob(
                    mood.leaves(),
                    -60,
                    -84,
                    -52,
                    -124,
                    -24,
                    -136,
                    0,
                    -164,
                    30,
                    -140,
                    54,
                    -128,
                    60,
                    -86,
                    30,
                    -70,
                    -30,
                    -70);
        });
    }

    void pine(double x, double y, double size) {
        pad.in(Affine.move(x, y).after(Affine.scale(size, 0, 0)), () -> {
            pad.rod(tone(TRUNK), 14, 0, 0, 0, -30);
            pad.poly(mood.needles(), -50, -24, 50, -24, 0, -96);
            pad.poly(mood.needles(), -40, -70, 40, -70, 0, -136);
            pad.poly(mood.needles(), -28, -114, 28, -114, 0, -172);
        });
    }

    /** A house with its left lower corner at a place. */
    void house(double x, double y, double w, double h, int wall, int roof, int door) {
        pad.box(tone(wall), x, y - h, w, h);
        pad.poly(
                mood.roof(roof),
                x - 0.12 * w,
                y - h,
                x + 1.12 * w,
                y - h,
                x + 0.86 * w,
                y - 1.5 * h,
                x + 0.14 * w,
                y - 1.5 * h);
        pad.box(tone(door), x + 0.4 * w, y - 0.62 * h, 0.2 * w, 0.62 * h);
        for (double side : new double[] {0.1, 0.7}) {
            pad.box(mood.window(), x + side * w, y - 0.75 * h, 0.2 * w, 0.32 * h);
            double mid = x + (side + 0.1) * w;
            pad.line(tone(Colours.INK), 3, mid, y - 0.75 * h, mid, y - 0.43 * h);
        }
    }
}
