package dev.assay.reference.inception;

/** The hash formulas that golden values were made with: uniform numbers, images and Inception weights. */
public final class Formula {
    private Formula() {}

    static long mix(long x) {
        x += 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    /** Uniform in [0,1). */
    public static double u(long a, long b, long c) {
        return (mix(mix(mix(a) ^ b) ^ c) >>> 11) * 0x1p-53;
    }

    /** Image k as float32 [3,height,width], grey levels 0-255. */
    public static float[] image(int k, int height, int width) {
        float[] chw = new float[3 * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double coarse = 127 * u(61, k, 3L * ((y / 8) * 64 + x / 8) + c);
                    double fine = 64 * u(62, k, 3L * (y * width + x) + c);
                    double value = Math.floor(coarse + fine + ((y + x + 31 * c + 17 * k) % 64));
                    chw[(c * height + y) * width + x] = (float) Math.min(255, value);
                }
            }
        }
        return chw;
    }
}
