package dev.assay.datasets.drawn;

/** Curves as points x, y, x, y, ... */
final class Curves {
    /** Points between two given ones. */
    private static final int STEPS = 12;

    private static final int ROUND = 72;

    private Curves() {}

    /** An ellipse turned clockwise by degrees. */
    static double[] oval(double cx, double cy, double rx, double ry, double degrees) {
        double turn = StrictMath.toRadians(degrees);
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        double[] points = new double[2 * ROUND];
        for (int i = 0; i < ROUND; i++) {
            double angle = 2 * Math.PI * i / ROUND;
            double x = rx * StrictMath.cos(angle);
            double y = ry * StrictMath.sin(angle);
            points[2 * i] = cx + x * cos - y * sin;
            points[2 * i + 1] = cy + x * sin + y * cos;
        }
        return points;
    }

    /** Part of a circle from one angle to another, in degrees clockwise from the right. */
    static double[] arc(double cx, double cy, double rx, double ry, double from, double to) {
        int count = ROUND / 2;
        double[] points = new double[2 * (count + 1)];
        for (int i = 0; i <= count; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * i / count);
            points[2 * i] = cx + rx * StrictMath.cos(angle);
            points[2 * i + 1] = cy + ry * StrictMath.sin(angle);
        }
        return points;
    }

    /** A rectangle with corners rounded by r. */
    static double[] box(double x, double y, double w, double h, double r) {
        if (r == 0) {
            return new double[] {x, y, x + w, y, x + w, y + h, x, y + h};
        }
        int quarter = 8;
        double[] points = new double[8 * (quarter + 1)];
        double[][] centres = {
            {x + w - r, y + r, -90}, {x + w - r, y + h - r, 0}, {x + r, y + h - r, 90}, {x + r, y + r, 180}
        };
        int next = 0;
        for (double[] c : centres) {
            for (int i = 0; i <= quarter; i++) {
                double angle = StrictMath.toRadians(c[2] + 90.0 * i / quarter);
                points[next++] = c[0] + r * StrictMath.cos(angle);
                points[next++] = c[1] + r * StrictMath.sin(angle);
            }
        }
        return points;
    }

    /** A smooth curve through points (Catmull and Rom 1974), closed or with its ends where the points end. */
    static double[] smooth(boolean closed, double... through) {
        int n = through.length / 2;
        int spans = closed ? n : n - 1;
        double[] points = new double[2 * (spans * STEPS + (closed ? 0 : 1))];
        int next = 0;
        for (int i = 0; i < spans; i++) {
            int before = closed ? (i + n - 1) % n : Math.max(0, i - 1);
            int after = closed ? (i + 1) % n : i + 1;
            int beyond = closed ? (i + 2) % n : Math.min(n - 1, i + 2);
            for (int s = 0; s < STEPS; s++) {
                double t = s / (double) STEPS;
                for (int axis = 0; axis < 2; axis++) {
                    points[next++] = between(
                            through[2 * before + axis],
                            through[2 * i + axis],
                            through[2 * after + axis],
                            through[2 * beyond + axis],
                            t);
                }
            }
        }
        if (!closed) {
            points[next++] = through[2 * n - 2];
            points[next] = through[2 * n - 1];
        }
        return points;
    }

    private static double between(double a, double b, double c, double d, double t) {
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
    }
}
