package dev.assay.datasets.distort;

import dev.assay.datasets.ImageSource;

/** Nothing done. */
public record Unchanged() implements Distortion {
    @Override
    public ImageSource apply(ImageSource images) {
        return images;
    }
}
