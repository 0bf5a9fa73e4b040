package dev.assay.datasets.emoji.groups;

import dev.assay.datasets.Image;

/** How a picture is shown. All arithmetic is in integers, so that a look is the same on every machine. */
public enum Look {
    /** As it is. */
    COLOUR("") {
        @Override
        public Image of(Image picture) {
            return picture;
        }
    },
    /** Its luma (ITU-R BT.601) in all channels. */
    GREY("grey") {
        @Override
        public Image of(Image picture) {
            return grey(picture.height(), picture.width(), luma(picture));
        }
    },
    /** Dark lines where the luma changes: 255 less half the sum of Sobel's two absolute differences, at least 0. */
    EDGES("sketch") {
        @Override
        public Image of(Image picture) {
            return grey(picture.height(), picture.width(), edges(picture));
        }
    };

    private static final int WHITE = 255;

    private final String word;

    Look(String word) {
        this.word = word;
    }

    /** What a prompt calls it; empty for pictures as they are. */
    public String word() {
        return word;
    }

    /** A picture shown so. */
    public abstract Image of(Image picture);

    private static Image grey(int height, int width, int[] values) {
        byte[] rgb = new byte[3 * values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3];
        }
        return new Image(height, width, rgb);
    }

    private static int[] luma(Image picture) {
        int[] luma = new int[picture.height() * picture.width()];
        for (int i = 0; i < luma.length; i++) {
            int y = i / picture.width();
            int x = i % picture.width();
            luma[i] = (299 * picture.at(y, x, 0) + 587 * picture.at(y, x, 1) + 114 * picture.at(y, x, 2) + 500) / 1000;
        }
        return luma;
    }

    private static int[] edges(Image picture) {
        int[] luma = luma(picture);
        int height = picture.height();
        int width = picture.width();
        int[] lines = new int[luma.length];
        for (int i = 0; i < lines.length; i++) {
            int up = Math.max(0, i / width - 1) * width;
            int row = i / width * width;
            int down = Math.min(height - 1, i / width + 1) * width;
            int left = Math.max(0, i % width - 1);
            int middle = i % width;
            int right = Math.min(width - 1, i % width + 1);
            int across = luma[up + right]
                    + 2 * luma[row + right]
                    + luma[down + right]
                    - luma[up + left]
                    - 2 * luma[row + left]
                    - luma[down + left];
            int along = luma[down + left]
                    + 2 * luma[down + middle]
                    + luma[down + right]
                    - luma[up + left]
                    - 2 * luma[up + middle]
                    - luma[up + right];
            lines[i] = Math.max(0, WHITE - (Math.abs(across) + Math.abs(along)) / 2);
        }
        return lines;
    }
}
