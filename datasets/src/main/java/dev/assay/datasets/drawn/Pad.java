package dev.assay.datasets.drawn;

import java.util.ArrayList;
import java.util.List;

/** The parts of a picture in the order they are put down; later parts cover earlier ones. */
final class Pad {
    /** Width of the lines around shapes. */
    private static final double LINE = 3.5;

    private final List<Part> parts = new ArrayList<>();
    private Affine frame = Affine.IDENTITY;

    private sealed interface Part {}

    /** Polygons by the even-odd rule. */
    private record Shape(int colour, boolean lined, double[][] polygons) implements Part {}

    /** A line so wide that it has lines around itself. */
    private record Rod(int colour, double width, double[] points) implements Part {}

    /** A line that is nothing but a line. */
    private record Thin(int colour, double width, double[] points) implements Part {}

    /** Draws with coordinates mapped. */
    void in(Affine inner, Runnable draw) {
        Affine outer = frame;
        frame = outer.after(inner);
        draw.run();
        frame = outer;
    }

    void shape(int colour, double[]... polygons) {
        add(colour, true, polygons);
    }

    /** A shape without a line around it. */
    void plain(int colour, double[]... polygons) {
        add(colour, false, polygons);
    }

    private void add(int colour, boolean lined, double[]... polygons) {
        double[][] mapped = new double[polygons.length][];
        for (int i = 0; i < polygons.length; i++) {
            mapped[i] = frame.map(polygons[i]);
        }
        parts.add(new Shape(colour, lined, mapped));
    }

    void oval(int colour, double cx, double cy, double rx, double ry) {
        shape(colour, Curves.oval(cx, cy, rx, ry, 0));
    }

    /** An ellipse turned clockwise by degrees. */
    void oval(int colour, double cx, double cy, double rx, double ry, double degrees) {
        shape(colour, Curves.oval(cx, cy, rx, ry, degrees));
    }

    void disc(int colour, double cx, double cy, double r) {
        oval(colour, cx, cy, r, r);
    }

    void ring(int colour, double cx, double cy, double r, double width) {
        shape(colour, Curves.oval(cx, cy, r, r, 0), Curves.oval(cx, cy, r - width, r - width, 0));
    }

    void box(int colour, double x, double y, double w, double h) {
        shape(colour, Curves.box(x, y, w, h, 0));
    }

    /** A rectangle with corners rounded by r. */
    void box(int colour, double x, double y, double w, double h, double r) {
        shape(colour, Curves.box(x, y, w, h, r));
    }

    void poly(int colour, double... points) {
        shape(colour, points);
    }

    /** A closed smooth shape through points. */
    void blob(int colour, double... through) {
        shape(colour, Curves.smooth(true, through));
    }

    /** A wide line of straight pieces. */
    void rod(int colour, double width, double... points) {
        parts.add(new Rod(colour, width * frame.size(), frame.map(points)));
    }

    /** A wide smooth line through points. */
    void bend(int colour, double width, double... through) {
        rod(colour, width, Curves.smooth(false, through));
    }

    /** A thin line of straight pieces. */
    void line(int colour, double width, double... points) {
        parts.add(new Thin(colour, width * frame.size(), frame.map(points)));
    }

    /** A thin smooth line through points. */
    void curve(int colour, double width, double... through) {
        line(colour, width, Curves.smooth(false, through));
    }

    /** All parts on paper of a colour; lines are drawn on white. */
    Raster render(Render render, int paper) {
        Raster raster = new Raster();
        double[] sheet = Curves.box(0, 0, Raster.SIZE, Raster.SIZE, 0);
        raster.fill(render == Render.LINE ? new Raster.Even(Colours.WHITE) : new Raster.Even(paper), sheet);
        int ink = render == Render.LINE ? Colours.BLACK : Colours.INK;
        for (Part part : parts) {
            if (part instanceof Shape shape) {
                raster.fill(paint(render, shape.colour(), 0, shape.polygons()), shape.polygons());
                if (shape.lined() && render != Render.SHADED) {
                    for (double[] polygon : shape.polygons()) {
                        raster.stroke(new Raster.Even(ink), LINE, true, polygon);
                    }
                }
            } else if (part instanceof Rod rod) {
                if (render != Render.SHADED) {
                    raster.stroke(new Raster.Even(ink), rod.width() + LINE, false, rod.points());
                }
                double width = render == Render.SHADED ? rod.width() : rod.width() - LINE;
                raster.stroke(paint(render, rod.colour(), width / 2, rod.points()), width, false, rod.points());
            } else if (part instanceof Thin thin) {
                int colour = render == Render.LINE ? Colours.BLACK : thin.colour();
                raster.stroke(new Raster.Even(colour), thin.width(), false, thin.points());
            }
        }
        return raster;
    }

    private static Raster.Paint paint(Render render, int colour, double margin, double[]... polygons) {
        if (render == Render.LINE) {
            return new Raster.Even(Colours.WHITE);
        }
        return render == Render.FLAT ? new Raster.Even(colour) : light(colour, margin, polygons);
    }

    /** Lighter above and to the left of a part, darker below and to the right; the part ends a margin beyond its points. */
    private static Raster.Paint light(int colour, double margin, double[]... polygons) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (double[] p : polygons) {
            for (int i = 0; i < p.length; i += 2) {
                left = Math.min(left, p[i]);
                right = Math.max(right, p[i]);
                top = Math.min(top, p[i + 1]);
                bottom = Math.max(bottom, p[i + 1]);
            }
        }
        double x0 = left - margin;
        double y0 = top - margin;
        double w = Math.max(1, right + margin - x0);
        double h = Math.max(1, bottom + margin - y0);
        return (x, y) -> {
            double depth = 0.5 * (x - x0) / w + 0.5 * (y - y0) / h;
            return depth < 0.4
                    ? Colours.mix(colour, Colours.WHITE, 0.7 * (0.4 - depth))
                    : Colours.mix(colour, Colours.BLACK, 0.6 * (depth - 0.4));
        };
    }
}
