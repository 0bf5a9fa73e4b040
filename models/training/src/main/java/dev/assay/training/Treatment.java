package dev.assay.training;

import dev.assay.reference.diffusion.ImageShape;

/** What is made of a picture before it is shown, and the word for it. */
enum Treatment {
    PLAIN(""),
    /** Luma of Rec. 601 in all channels. */
    GREY("grey"),
    /** Dark lines where the luma changes: white less half the sum of Sobel's two absolute differences. */
    EDGES("sketch");

    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final String word;

    Treatment(String word) {
        this.word = word;
    }

    /** As descriptions say it; empty where nothing was done. */
    String word() {
        return word;
    }

    /** A picture of three channels from -1 to 1, treated. */
    double[] of(double[] image, ImageShape shape) {
        return switch (this) {
            case PLAIN -> image;
            case GREY -> repeated(luma(image));
            case EDGES -> repeated(edges(luma(image), shape));
        };
    }

    private static double[] luma(double[] image) {
        int plane = image.length / LUMA.length;
        double[] luma = new double[plane];
        for (int c = 0; c < LUMA.length; c++) {
            for (int i = 0; i < plane; i++) {
                luma[i] += LUMA[c] * image[c * plane + i];
            }
        }
        return luma;
    }

    private static double[] edges(double[] luma, ImageShape shape) {
        double[] edges = new double[luma.length];
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                double across = 0;
                double down = 0;
                for (int k = -1; k <= 1; k++) {
                    int weight = 2 - Math.abs(k);
                    across += weight * (at(luma, shape, y + k, x + 1) - at(luma, shape, y + k, x - 1));
                    down += weight * (at(luma, shape, y + 1, x + k) - at(luma, shape, y - 1, x + k));
                }
                edges[y * shape.width() + x] = Math.max(-1, 1 - (Math.abs(across) + Math.abs(down)) / 2);
            }
        }
        return edges;
    }

    /** The border repeats outside. */
    private static double at(double[] plane, ImageShape shape, int y, int x) {
        int row = Math.min(Math.max(y, 0), shape.height() - 1);
        int column = Math.min(Math.max(x, 0), shape.width() - 1);
        return plane[row * shape.width() + column];
    }

    private static double[] repeated(double[] plane) {
        double[] image = new double[LUMA.length * plane.length];
        for (int c = 0; c < LUMA.length; c++) {
            System.arraycopy(plane, 0, image, c * plane.length, plane.length);
        }
        return image;
    }
}
