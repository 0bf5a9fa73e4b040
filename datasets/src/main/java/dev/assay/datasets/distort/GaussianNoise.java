package dev.assay.datasets.distort;

import dev.assay.datasets.Image;

/**
 * Independent normal noise on each sample, rounded and limited to 0..255. Sample j of picture i has noise by (seed, i, j)
 * alone (Box and Muller 1958); another sigma scales the same noise.
 *
 * @param sigma standard deviation in grey levels, 0 to 1000; 0 changes nothing
 * @param seed of the noise
 */
public record GaussianNoise(double sigma, long seed) implements PixelDistortion {
    public GaussianNoise {
        Grade.check("gaussian-noise", "sigma", sigma, 0, 1000);
    }

    @Override
    public Image distort(Image image, long index) {
        byte[] rgb = image.rgb().clone();
        for (int j = 0; j < rgb.length; j += 2) {
            // StrictMath, so that every platform draws the same.
            double radius = sigma * StrictMath.sqrt(-2 * StrictMath.log(Draw.uniform(seed, index, j)));
            double angle = 2 * Math.PI * Draw.uniform(seed, index, j + 1L);
            rgb[j] = Grade.level((rgb[j] & 0xFF) + radius * StrictMath.cos(angle));
            if (j + 1 < rgb.length) {
                rgb[j + 1] = Grade.level((rgb[j + 1] & 0xFF) + radius * StrictMath.sin(angle));
            }
        }
        return new Image(image.height(), image.width(), rgb);
    }
}
