package dev.assay.datasets.resize;

import dev.assay.datasets.Image;

/**
 * What transformers' image processor of CLIP does: the picture is resized by Pillow on bytes until it just covers the
 * target, the other side rounded down, then the centre is cut out, an odd remainder at the end.
 */
final class PilCrop implements Resizer {
    private final PilUint8 resizer;

    PilCrop(PilFilter filter) {
        this.resizer = new PilUint8(filter);
    }

    @Override
    public String name() {
        return resizer.name() + "-crop";
    }

    @Override
    public void resize(Image image, int height, int width, float[] out, int offset) {
        Resizers.check(height, width, out, offset);
        boolean tall = (long) image.height() * width >= (long) image.width() * height;
        int scaledHeight = tall ? scaled(image.height(), width, image.width()) : height;
        int scaledWidth = tall ? width : scaled(image.width(), height, image.height());
        // Asked for here too, since the second pass may be the larger one.
        Resizers.samples(image, scaledHeight, scaledWidth, Byte.BYTES);
        Image covering = resizer.resizeImage(image, scaledHeight, scaledWidth);
        Resizers.copy(
                CenterCrop.cut(covering, (scaledHeight - height) / 2, (scaledWidth - width) / 2, height, width),
                out,
                offset);
    }

    /** side * to / from, rounded down; bounded, so that no shape overflows. */
    private static int scaled(int side, int to, int from) {
        return (int) Math.min(Integer.MAX_VALUE, (long) side * to / from);
    }
}
