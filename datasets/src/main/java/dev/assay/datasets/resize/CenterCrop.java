package dev.assay.datasets.resize;

import dev.assay.datasets.Image;

/** Square pictures out of any, as the published reference sets were cut. The two rules are not interchangeable. */
public final class CenterCrop {
    private static final PilUint8 BOX = new PilUint8(PilFilter.BOX);
    private static final PilUint8 BICUBIC = new PilUint8(PilFilter.BICUBIC);
    private static final PilUint8 LANCZOS = new PilUint8(PilFilter.LANCZOS);

    private CenterCrop() {}

    /**
     * ADM's rule (Dhariwal and Nichol 2021; EDM calls it center-crop-dhariwal): the picture is halved by a box filter
     * while its short side is at least twice {@code size}, then resized by bicubic to that short side, then the centre is
     * cut out.
     *
     * @return [size, size, 3]
     */
    public static Image adm(Image image, int size) {
        check(size);
        Image scaled = image;
        while (Math.min(scaled.height(), scaled.width()) >= 2 * size) {
            scaled = BOX.resizeImage(scaled, scaled.height() / 2, scaled.width() / 2);
        }
        double scale = (double) size / Math.min(scaled.height(), scaled.width());
        // Python rounds halves to even, as rint does.
        int height = (int) Math.rint(scaled.height() * scale);
        int width = (int) Math.rint(scaled.width() * scale);
        scaled = BICUBIC.resizeImage(scaled, height, width);
        return cut(scaled, (height - size) / 2, (width - size) / 2, size, size);
    }

    /**
     * EDM's center-crop (Karras et al. 2022, dataset_tool): the centre square of the short side is cut out, then resized
     * by Lanczos.
     *
     * @return [size, size, 3]
     */
    public static Image edm(Image image, int size) {
        check(size);
        int side = Math.min(image.height(), image.width());
        Image square = cut(image, (image.height() - side) / 2, (image.width() - side) / 2, side, side);
        return LANCZOS.resizeImage(square, size, size);
    }

    /** A part of a picture: [height, width, 3]. */
    static Image cut(Image image, int top, int left, int height, int width) {
        byte[] rgb = new byte[3 * height * width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(image.rgb(), 3 * ((top + y) * image.width() + left), rgb, 3 * y * width, 3 * width);
        }
        return new Image(height, width, rgb);
    }

    private static void check(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a crop must be at least 1 pixel wide, got " + size);
        }
    }
}
