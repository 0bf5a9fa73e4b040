package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.reference.group.Members;

/** Between pictures and what a diffusion network makes: numbers [C,h,w], row by row. */
interface PictureCode {
    /** The numbers of a picture, which is brought to the size. */
    float[] numbers(Image picture, Members.Size size);

    /** The picture of numbers. */
    Image picture(float[] numbers, Members.Size size);

    /** That of networks that make pixels from -1 to 1: 255 (x + 1) / 2 rounded to nearest. */
    static PictureCode pixels() {
        return new PictureCode() {
            @Override
            public float[] numbers(Image picture, Members.Size size) {
                return TrainingEmoji.numbers(Fitted.to(picture, size.height(), size.width()));
            }

            @Override
            public Image picture(float[] numbers, Members.Size size) {
                int pixels = size.height() * size.width();
                byte[] rgb = new byte[3 * pixels];
                for (int i = 0; i < rgb.length; i++) {
                    double x = numbers[i % 3 * pixels + i / 3];
                    rgb[i] = (byte) (int) (255 * Math.min(1, Math.max(0, (x + 1) / 2)) + 0.5);
                }
                return new Image(size.height(), size.width(), rgb);
            }
        };
    }
}
