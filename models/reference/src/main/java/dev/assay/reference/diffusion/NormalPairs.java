package dev.assay.reference.diffusion;

/**
 * Pairs of independent standard normal numbers from pairs of even ones (Box and Muller 1958): r cos(2 pi v) and r sin(2 pi v)
 * with r = sqrt(-2 log u).
 *
 * <p>Logarithm, cosine and sine are power series in sums, products and a division, which Java rounds in the same way on
 * every machine. What is left of the series is below half a unit of the last digit; numbers are within 1e-15 r of the exact
 * ones. Each loop has one kind of work, so that compilers turn it into vector instructions.
 */
final class NormalPairs {
    private static final long ONE = 0x3FF0_0000_0000_0000L;
    private static final long FRACTION = 0x000F_FFFF_FFFF_FFFFL;

    /** The bits of sqrt(1/2), where mantissas begin. */
    private static final long LEAST = 0x3FE6_A09E_667F_3BCDL;

    private static final double LOG_2 = 0.6931471805599453;

    /** Cosine and sine of whole quarters of a turn. */
    private static final double[] COSINES = {1, 0, -1, 0, 1};

    private static final double[] SINES = {0, 1, 0, -1, 0};

    private final double[] exponent;
    private final double[] fraction;
    private final double[] angle;
    private final double[] turnCosine;
    private final double[] turnSine;

    /** Room for so many pairs. */
    NormalPairs(int pairs) {
        exponent = new double[pairs];
        fraction = new double[pairs];
        angle = new double[pairs];
        turnCosine = new double[pairs];
        turnSine = new double[pairs];
    }

    /** Writes pairs of even numbers, u in (0,1] and v in [0,1), as pairs of normal ones from a place on, {@code count} numbers. */
    void write(double[] u, double[] v, double[] into, int from, int count) {
        split(u);
        quarters(v);
        radii();
        double[] radius = fraction;
        waves(radius);
        double[] cosine = exponent;
        double[] sine = angle;
        for (int i = 0; i < count / 2; i++) {
            into[from + 2 * i] = cosine[i] * turnCosine[i] - sine[i] * turnSine[i];
            into[from + 2 * i + 1] = sine[i] * turnCosine[i] + cosine[i] * turnSine[i];
        }
        if (count % 2 == 1) {
            int i = count / 2;
            into[from + 2 * i] = cosine[i] * turnCosine[i] - sine[i] * turnSine[i];
        }
    }

    /** u = (1 + fraction) 2^exponent with 1 + fraction from sqrt(1/2) to sqrt(2). */
    private void split(double[] u) {
        for (int i = 0; i < fraction.length; i++) {
            long shifted = Double.doubleToRawLongBits(u[i]) + (ONE - LEAST);
            exponent[i] = (int) (shifted >> 52) - 1023;
            fraction[i] = Double.longBitsToDouble((shifted & FRACTION) + LEAST) - 1;
        }
    }

    /** 2 pi v = a whole number of quarters and an angle of at most pi / 4 either way. */
    private void quarters(double[] v) {
        for (int i = 0; i < angle.length; i++) {
            int quarter = (int) (4 * v[i] + 0.5);
            angle[i] = (4 * v[i] - quarter) * (Math.PI / 2);
            turnCosine[i] = COSINES[quarter];
            turnSine[i] = SINES[quarter];
        }
    }

    /**
     * Fractions become radii: log(1 + f) = 2 artanh(s) with s = f / (2 + f), whose square is at most 0.0295; terms up to
     * s^21 / 21.
     */
    private void radii() {
        for (int i = 0; i < fraction.length; i++) {
            double s = fraction[i] / (2 + fraction[i]);
            double q = s * s;
            double r = q * q;
            double low = 1.0 / 3 + q * (1.0 / 5) + r * (1.0 / 7 + q * (1.0 / 9));
            double high = 1.0 / 11 + q * (1.0 / 13) + r * (1.0 / 15 + q * (1.0 / 17) + r * (1.0 / 19 + q * (1.0 / 21)));
            double log = exponent[i] * LOG_2 + (2 * s + 2 * s * q * (low + r * r * high));
            fraction[i] = Math.sqrt(-2 * log);
        }
    }

    /** Angles become sines and exponents cosines, times the radius; terms up to angle^17 / 17!. */
    private void waves(double[] radius) {
        for (int i = 0; i < angle.length; i++) {
            double q = angle[i] * angle[i];
            double r = q * q;
            double low = -1.0 / 2 + q * (1.0 / 24) + r * (-1.0 / 720 + q * (1.0 / 40_320));
            double high = -1.0 / 3_628_800
                    + q * (1.0 / 479_001_600)
                    + r * (-1.0 / 87_178_291_200.0 + q * (1.0 / 20_922_789_888_000.0));
            exponent[i] = radius[i] * (1 + q * (low + r * r * high));
            low = -1.0 / 6 + q * (1.0 / 120) + r * (-1.0 / 5_040 + q * (1.0 / 362_880));
            high = -1.0 / 39_916_800
                    + q * (1.0 / 6_227_020_800.0)
                    + r * (-1.0 / 1_307_674_368_000.0 + q * (1.0 / 355_687_428_096_000.0));
            angle[i] = radius[i] * (angle[i] * (1 + q * (low + r * r * high)));
        }
    }
}
