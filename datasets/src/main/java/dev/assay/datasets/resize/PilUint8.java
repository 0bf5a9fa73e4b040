package dev.assay.datasets.resize;

import dev.assay.datasets.Image;
import java.util.Arrays;

/**
 * Pillow's resize of 8-bit pictures, equal bit by bit: rows first, then columns, in fixed point with 22 bits of
 * fraction, rounded and clipped to 0..255 after each pass.
 */
public final class PilUint8 implements Resizer {
    private static final int HALF = 1 << (PilTaps.FRACTION_BITS - 1);

    private final PilFilter filter;
    private final Tables<PilTaps> tables;

    public PilUint8(PilFilter filter) {
        this.filter = filter;
        this.tables = new Tables<>((in, out) -> PilTaps.make(filter, in, out));
    }

    @Override
    public String name() {
        return "pil-uint8-" + filter.lowerName();
    }

    @Override
    public void resize(Image image, int height, int width, float[] out, int offset) {
        Resizers.check(height, width, out, offset);
        Resizers.copy(resizeImage(image, height, width), out, offset);
    }

    /**
     * The resized picture; {@code image} itself if it has that size.
     *
     * @throws dev.assay.datasets.BadImageException if an extreme shape would take too much memory
     */
    public Image resizeImage(Image image, int height, int width) {
        Image wide = image.width() == width ? image : horizontal(image, width);
        return wide.height() == height ? wide : vertical(wide, height);
    }

    private Image horizontal(Image image, int width) {
        byte[] out = new byte[Resizers.samples(image, image.height(), width, Byte.BYTES)];
        PilTaps taps = tables.of(image.width(), width);
        byte[] rgb = image.rgb();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                int r = HALF;
                int g = HALF;
                int b = HALF;
                int source = 3 * (y * image.width() + taps.first()[x]);
                int end = x * taps.stride() + taps.count()[x];
                for (int k = x * taps.stride(); k < end; k++, source += 3) {
                    int weight = taps.fixed()[k];
                    r += (rgb[source] & 0xFF) * weight;
                    g += (rgb[source + 1] & 0xFF) * weight;
                    b += (rgb[source + 2] & 0xFF) * weight;
                }
                int target = 3 * (y * width + x);
                out[target] = clip(r);
                out[target + 1] = clip(g);
                out[target + 2] = clip(b);
            }
        }
        return new Image(image.height(), width, out);
    }

    private Image vertical(Image image, int height) {
        byte[] out = new byte[Resizers.samples(image, height, image.width(), Byte.BYTES)];
        PilTaps taps = tables.of(image.height(), height);
        byte[] rgb = image.rgb();
        int row = 3 * image.width();
        int[] sum = new int[row];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sum, HALF);
            for (int j = 0; j < taps.count()[y]; j++) {
                int weight = taps.fixed()[y * taps.stride() + j];
                int source = (taps.first()[y] + j) * row;
                for (int i = 0; i < row; i++) {
                    sum[i] += (rgb[source + i] & 0xFF) * weight;
                }
            }
            for (int i = 0; i < row; i++) {
                out[y * row + i] = clip(sum[i]);
            }
        }
        return new Image(height, image.width(), out);
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PilTaps.FRACTION_BITS));
    }
}
