package dev.assay.metrics;

/** Rounding to IEEE half precision, nearest even. */
final class Half {
    /** Adding and subtracting this rounds to a multiple of 2^-24, the spacing of subnormal halves. */
    private static final float SUBNORMAL = 0x1.8p-1f;

    private static final float SMALLEST_NORMAL = 0x1p-14f;

    /** Values of this size and above round to infinity. */
    static final float OVERFLOW = 65520f;

    private Half() {}

    /** The half nearest to a float, as a float. */
    static float round(float value) {
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return value;
        }
        if (size >= OVERFLOW) {
            return Math.copySign(Float.POSITIVE_INFINITY, value);
        }
        if (size < SMALLEST_NORMAL) {
            return (value + SUBNORMAL) - SUBNORMAL;
        }
        int bits = Float.floatToRawIntBits(value);
        int odd = (bits >>> 13) & 1;
        return Float.intBitsToFloat((bits + 0xFFF + odd) & ~0x1FFF);
    }
}
