package dev.assay.datasets.distort;

import dev.assay.datasets.Image;
import dev.assay.spec.AssayException;
import java.util.List;

/**
 * Turns the colour of each pixel about the grey axis of the RGB cube, which keeps its sum, then adds to the channels;
 * rounded and limited to 0..255.
 *
 * @param hue angle in degrees, -360 to 360; 120 brings red to green, green to blue and blue to red
 * @param offset grey levels added to red, green and blue, -255 to 255
 */
public record ColourShift(double hue, List<Double> offset) implements PixelDistortion {
    public ColourShift {
        Grade.check("colour-shift", "hue", hue, -360, 360);
        if (offset.size() != 3) {
            throw new AssayException(
                    "distortion colour-shift",
                    "offset has " + offset.size() + " values",
                    "it has one each for red, green and blue",
                    "write it as [0, 0, 0]");
        }
        offset = List.copyOf(offset);
        offset.forEach(value -> Grade.check("colour-shift", "offset", value, -255, 255));
    }

    @Override
    public Image distort(Image image, long index) {
        // Rodrigues' rotation about (1, 1, 1) / sqrt(3): a circulant matrix.
        double angle = StrictMath.toRadians(hue);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle) / StrictMath.sqrt(3);
        double same = cos + (1 - cos) / 3;
        double before = (1 - cos) / 3 + sin; // from red to green, green to blue, blue to red
        double after = (1 - cos) / 3 - sin;
        byte[] rgb = new byte[image.rgb().length];
        for (int i = 0; i < rgb.length; i += 3) {
            double r = image.rgb()[i] & 0xFF;
            double g = image.rgb()[i + 1] & 0xFF;
            double b = image.rgb()[i + 2] & 0xFF;
            rgb[i] = Grade.level(same * r + before * b + after * g + offset.get(0));
            rgb[i + 1] = Grade.level(same * g + before * r + after * b + offset.get(1));
            rgb[i + 2] = Grade.level(same * b + before * g + after * r + offset.get(2));
        }
        return new Image(image.height(), image.width(), rgb);
    }
}
