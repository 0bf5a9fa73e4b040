package dev.assay.datasets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The orientation tag of EXIF (CIPA DC-008, tag 0x0112): 1 upright, 2-8 the other turns and mirrors. */
final class Orientation {
    static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    private Orientation() {}

    /** Orientation in a TIFF block of {@code length} bytes; upright where there is none or the block makes no sense. */
    static int ofExif(byte[] bytes, int offset, int length) {
        if (length < 14) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(bytes, offset, length).slice();
        short order = tiff.getShort(0);
        if (order == 0x4949) {
            tiff.order(ByteOrder.LITTLE_ENDIAN);
        } else if (order != 0x4D4D) {
            return UPRIGHT;
        }
        int directory = tiff.getInt(4);
        if (tiff.getShort(2) != 42 || directory < 8 || directory > length - 2) {
            return UPRIGHT;
        }
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries && directory + 14 + 12 * i <= length; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xFFFF) == TAG && tiff.getShort(entry + 2) == SHORT) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The picture as it is meant to be seen. */
    static Image apply(Image image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean transposed = orientation >= 5;
        int height = transposed ? image.width() : image.height();
        int width = transposed ? image.height() : image.width();
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        byte[] rgb = new byte[image.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = transposed ? y : x;
                int row = transposed ? x : y;
                column = fromRight ? image.width() - 1 - column : column;
                row = fromBottom ? image.height() - 1 - row : row;
                System.arraycopy(image.rgb(), 3 * (row * image.width() + column), rgb, 3 * (y * width + x), 3);
            }
        }
        return new Image(height, width, rgb);
    }
}
