package dev.assay.training;

import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Stream;

/**
 * Moved and bent images whose network is told what was done, so that it makes none itself (Karras et al. 2022, appendix F.2):
 * mirroring from side to side of every second image, and each with a probability of its own mirroring from top to bottom,
 * a change of size, a rotation, a stretch in some direction and a shift. Outside, images go on as in a mirror.
 *
 * <p>Transforms, their sizes and the nine labels are EDM's; pixels between others are cubic (Catmull and Rom), where EDM
 * filters with wavelets.
 *
 * @param probability of each transform, 0 to 1; 0.12 for EDM's small images
 */
record Augmentation(double probability) {
    /** How many numbers tell of it; zeros for an image as it is. */
    static final int LABELS = 9;

    private static final double SIZE = 0.2;
    private static final double STRETCH = 0.2;
    private static final double STRETCH_TURNED = 0.5;
    private static final double SHIFT = 0.125;

    /** Far from the draws of a loss. */
    private static final int FIRST_DRAW = Stream.TRAINING + 32;

    private static final int FINE = 1 << 30;

    /** Images whose sizes differ less than this from the original's are taken as they are. */
    private static final double EXACT = 1e-12;

    /**
     * An image with its labels.
     *
     * @param image [C,H,W]; not copied, do not modify
     * @param labels mirrored in x, in y; log2 of the size over 0.2; cos - 1 and sin of the angle; stretch times cos and sin of
     *     its direction; shift in x and y over an eighth of the image; not copied, do not modify
     */
    record Augmented(double[] image, double[] labels) {}

    /** What becomes of an image depends on (seed, number) alone. */
    Augmented of(double[] image, ImageShape shape, long seed, long number) {
        Draws draws = new Draws(seed, number);
        boolean mirrored = draws.chance(0, 0.5);
        boolean turnedOver = draws.chance(1, probability) && draws.chance(2, 0.5);
        double size = draws.chance(3, probability) ? draws.normal(4) : 0;
        double angle = draws.chance(5, probability) ? draws.angle(6) : 0;
        double stretch = draws.chance(7, probability) ? draws.normal(8) : 0;
        double direction = draws.chance(9, STRETCH_TURNED) ? draws.angle(10) : 0;
        boolean shifted = draws.chance(11, probability);
        double right = shifted ? draws.normal(12) : 0;
        double down = shifted ? draws.normal(13) : 0;
        Affine back = Affine.IDENTITY
                .scaled(StrictMath.pow(2, -SIZE * size), StrictMath.pow(2, -SIZE * size))
                .turned(angle)
                .turned(-direction)
                .scaled(StrictMath.pow(2, -STRETCH * stretch), StrictMath.pow(2, STRETCH * stretch))
                .turned(direction)
                .shifted(-right * SHIFT * shape.width(), -down * SHIFT * shape.height());
        double[] labels = {
            mirrored ? 1 : 0,
            turnedOver ? 1 : 0,
            size,
            StrictMath.cos(angle) - 1,
            StrictMath.sin(angle),
            stretch * StrictMath.cos(direction),
            stretch * StrictMath.sin(direction),
            right,
            down
        };
        double[] flipped = flipped(image, shape, mirrored, turnedOver);
        return new Augmented(back.near(Affine.IDENTITY) ? flipped : warped(flipped, shape, back), labels);
    }

    private record Draws(long seed, long number) {
        double unit(int draw) {
            return (double) new Stream(seed, number, FIRST_DRAW + draw).below(FINE) / FINE;
        }

        boolean chance(int draw, double probability) {
            return unit(draw) < probability;
        }

        double angle(int draw) {
            return (2 * unit(draw) - 1) * Math.PI;
        }

        double normal(int draw) {
            double[] one = new double[1];
            new Stream(seed, number, FIRST_DRAW + draw).normals(one, 0, 1);
            return one[0];
        }
    }

    /** Where a place of the result, from the middle, lies in the original: (xx x + xy y + x0, yx x + yy y + y0). */
    private record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
        static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

        Affine scaled(double x, double y) {
            return new Affine(xx * x, xy * y, x0, yx * x, yy * y, y0);
        }

        Affine turned(double angle) {
            double c = StrictMath.cos(angle);
            double s = StrictMath.sin(angle);
            return new Affine(xx * c + xy * s, xy * c - xx * s, x0, yx * c + yy * s, yy * c - yx * s, y0);
        }

        Affine shifted(double x, double y) {
            return new Affine(xx, xy, xx * x + xy * y + x0, yx, yy, yx * x + yy * y + y0);
        }

        boolean near(Affine o) {
            return Math.abs(xx - o.xx) + Math.abs(xy - o.xy) + Math.abs(x0 - o.x0) < EXACT
                    && Math.abs(yx - o.yx) + Math.abs(yy - o.yy) + Math.abs(y0 - o.y0) < EXACT;
        }
    }

    private static double[] flipped(double[] image, ImageShape shape, boolean sideways, boolean over) {
        double[] result = new double[image.length];
        int width = shape.width();
        for (int i = 0; i < result.length; i++) {
            int x = i % width;
            int y = i / width % shape.height();
            int column = sideways ? width - 1 - x : x;
            int row = over ? shape.height() - 1 - y : y;
            result[i] = image[i / shape.plane() * shape.plane() + row * width + column];
        }
        return result;
    }

    private static double[] warped(double[] image, ImageShape shape, Affine back) {
        double[] result = new double[image.length];
        double middleX = (shape.width() - 1) / 2.0;
        double middleY = (shape.height() - 1) / 2.0;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                double fromX = back.xx() * (x - middleX) + back.xy() * (y - middleY) + back.x0() + middleX;
                double fromY = back.yx() * (x - middleX) + back.yy() * (y - middleY) + back.y0() + middleY;
                for (int c = 0; c < shape.channels(); c++) {
                    int plane = c * shape.plane();
                    result[plane + y * shape.width() + x] = at(image, shape, plane, fromX, fromY);
                }
            }
        }
        return result;
    }

    private static double at(double[] image, ImageShape shape, int plane, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double sum = 0;
        for (int j = -1; j <= 2; j++) {
            int row = plane + inside(top + j, shape.height()) * shape.width();
            double weight = cubic(y - (top + j));
            for (int i = -1; i <= 2; i++) {
                sum += weight * cubic(x - (left + i)) * image[row + inside(left + i, shape.width())];
            }
        }
        return sum;
    }

    /** Mirrored at the middles of the first and last pixel. */
    private static int inside(int place, int size) {
        if (size == 1) {
            return 0;
        }
        int period = 2 * (size - 1);
        int at = Math.floorMod(place, period);
        return Math.min(at, period - at);
    }

    private static double cubic(double distance) {
        double d = Math.abs(distance);
        if (d < 1) {
            return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
