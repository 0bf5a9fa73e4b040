package dev.assay.datasets.drawn;

/** (x, y) to (xx x + xy y + dx, yx x + yy y + dy). */
record Affine(double xx, double xy, double dx, double yx, double yy, double dy) {
    static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

    static Affine move(double dx, double dy) {
        return new Affine(1, 0, dx, 0, 1, dy);
    }

    /** Grows by a factor about a fixed point. */
    static Affine scale(double factor, double x, double y) {
        return new Affine(factor, 0, x - factor * x, 0, factor, y - factor * y);
    }

    /** Left and right exchanged about a vertical line. */
    static Affine mirror(double x) {
        return new Affine(-1, 0, 2 * x, 0, 1, 0);
    }

    /** Leans to the right above y by a share of the height. */
    static Affine slant(double share, double y) {
        return new Affine(1, -share, share * y, 0, 1, 0);
    }

    /** This after the other. */
    Affine after(Affine o) {
        return new Affine(
                xx * o.xx + xy * o.yx,
                xx * o.xy + xy * o.yy,
                xx * o.dx + xy * o.dy + dx,
                yx * o.xx + yy * o.yx,
                yx * o.xy + yy * o.yy,
                yx * o.dx + yy * o.dy + dy);
    }

    /** How lengths change: the square root of how areas change. */
    double size() {
        return Math.sqrt(Math.abs(xx * yy - xy * yx));
    }

    /** x, y, x, y, ... mapped. */
    double[] map(double... points) {
        double[] mapped = new double[points.length];
        for (int i = 0; i < points.length; i += 2) {
            mapped[i] = xx * points[i] + xy * points[i + 1] + dx;
            mapped[i + 1] = yx * points[i] + yy * points[i + 1] + dy;
        }
        return mapped;
    }
}
