package dev.assay.datasets;

/** The textured test pictures that the golden files were made with: image(k, h, w) of their formula. */
public final class FormulaImage {
    private FormulaImage() {}

    /** Blocks of 8 pixels, noise and a diagonal ramp; uint8 [height, width, 3]. */
    public static Image of(int k, int height, int width) {
        byte[] rgb = new byte[3 * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double block = 127 * uniform(61, k, 3L * ((y / 8) * 64 + x / 8) + c);
                    double noise = 64 * uniform(62, k, 3L * (y * width + x) + c);
                    int ramp = (y + x + 31 * c + 17 * k) % 64;
                    rgb[3 * (y * width + x) + c] = (byte) Math.min(255, (int) Math.floor(block + noise + ramp));
                }
            }
        }
        return new Image(height, width, rgb);
    }

    private static double uniform(long a, long b, long c) {
        return (mix(mix(mix(a) ^ b) ^ c) >>> 11) * 0x1p-53;
    }

    private static long mix(long value) {
        long x = value + 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
