package dev.assay.datasets.distort;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import java.util.OptionalLong;

/** A distortion of each picture by itself. */
public sealed interface PixelDistortion extends Distortion permits GaussianBlur, GaussianNoise, Jpeg, ColourShift {
    /** The distorted picture, of the same size; {@code index} is its place in its set, from 0. */
    Image distort(Image image, long index);

    @Override
    default ImageSource apply(ImageSource images) {
        return new DistortedImages(images, this);
    }

    /** Distorts when a picture is decoded, so by the thread that decodes. */
    record DistortedImages(ImageSource images, PixelDistortion distortion) implements ImageSource {
        @Override
        public String name() {
            return images.name() + " " + distortion;
        }

        @Override
        public OptionalLong count() {
            return images.count();
        }

        @Override
        public Reader open() {
            Reader reader = images.open();
            return new Reader() {
                private long read;

                @Override
                public boolean hasNext() {
                    return reader.hasNext();
                }

                @Override
                public EncodedImage next() {
                    EncodedImage image = reader.next();
                    long index = read++;
                    return new EncodedImage(image.id(), image.label(), () -> distortion.distort(image.decode(), index));
                }

                @Override
                public void close() {
                    reader.close();
                }
            };
        }
    }
}
