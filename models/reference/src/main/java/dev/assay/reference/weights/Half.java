package dev.assay.reference.weights;

/** IEEE 754 binary16 numbers as their 16 bits. */
public final class Half {
    private static final int INFINITY = 0x7C00;
    private static final int NAN = 0x7E00;

    /** Half way between 65504, the largest half, and the next power of two: from here on numbers round to infinity. */
    private static final float OVERFLOW = 65520;

    private static final float SMALLEST_NORMAL = 0x1p-14f;

    private Half() {}

    /** The half nearest to a number, the even one of two that are as near; 65520 and more become infinity. */
    public static short nearest(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | NAN);
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | INFINITY);
        }
        if (magnitude < SMALLEST_NORMAL) { // a whole number of 2^-24, exact but for the rounding itself
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int bits = Float.floatToRawIntBits(magnitude) - (112 << 23);
        int odd = (bits >>> 13) & 1;
        return (short) (sign | ((bits + 0xFFF + odd) >>> 13)); // a carry out of the fraction raises the exponent
    }

    /** The number that a half stands for, exact. */
    public static float value(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
