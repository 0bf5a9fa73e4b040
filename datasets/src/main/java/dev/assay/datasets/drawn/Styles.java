package dev.assay.datasets.drawn;

import dev.assay.datasets.Image;
import dev.assay.spec.Names;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Manners of showing a picture, made of its pixels. */
final class Styles {
    private static final int SIZE = Raster.SIZE;

    private static final Map<String, UnaryOperator<Image>> BY_NAME = new TreeMap<>(Map.of(
            "pixels", Styles::pixels,
            "dots", Styles::dots,
            "engraving", Styles::engraving,
            "stained glass", Styles::stainedGlass,
            "cross stitch", Styles::crossStitch,
            "poster", Styles::poster));

    private Styles() {}

    /** The picture in a style; {@code blueprint} is drawn and not made of pixels, see {@link Drawings}. */
    static Image apply(String style, Image image) {
        UnaryOperator<Image> named = BY_NAME.get(style);
        if (named == null) {
            throw Names.unknown("style", style, BY_NAME.keySet());
        }
        return named.apply(image);
    }

    /** The mean colour of the pixels in a square, cut at the edges. */
    private static int mean(Image image, int x0, int y0, int size) {
        long red = 0;
        long green = 0;
        long blue = 0;
        int count = 0;
        for (int y = Math.max(0, y0); y < Math.min(SIZE, y0 + size); y++) {
            for (int x = Math.max(0, x0); x < Math.min(SIZE, x0 + size); x++) {
                red += image.at(y, x, 0);
                green += image.at(y, x, 1);
                blue += image.at(y, x, 2);
                count++;
            }
        }
        return (int) (red / count) << 16 | (int) (green / count) << 8 | (int) (blue / count);
    }

    private static int luma(int colour) {
        return (299 * (colour >> 16 & 0xFF) + 587 * (colour >> 8 & 0xFF) + 114 * (colour & 0xFF)) / 1000;
    }

    private static Image each(ColourAt colourAt) {
        byte[] rgb = new byte[3 * SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int colour = colourAt.at(x, y);
                int at = 3 * (y * SIZE + x);
                rgb[at] = (byte) (colour >> 16);
                rgb[at + 1] = (byte) (colour >> 8);
                rgb[at + 2] = (byte) colour;
            }
        }
        return new Image(SIZE, SIZE, rgb);
    }

    @FunctionalInterface
    private interface ColourAt {
        int at(int x, int y);
    }

    /** Large even squares with few levels of colour. */
    private static Image pixels(Image image) {
        int cell = 16;
        int[][] colours = cells(image, cell);
        return each((x, y) -> {
            int c = colours[y / cell][x / cell];
            return level(c >> 16 & 0xFF) << 16 | level(c >> 8 & 0xFF) << 8 | level(c & 0xFF);
        });
    }

    private static int level(int channel) {
        return (channel * 5 + 127) / 255 * 51;
    }

    private static int[][] cells(Image image, int cell) {
        int count = (SIZE + cell - 1) / cell;
        int[][] colours = new int[count][count];
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < count; i++) {
                colours[j][i] = mean(image, i * cell, j * cell, cell);
            }
        }
        return colours;
    }

    /** Round dots of pure colour on dark paper. */
    private static Image dots(Image image) {
        int cell = 12;
        int[][] colours = cells(image, cell);
        Raster raster = new Raster();
        raster.fill(new Raster.Even(0x2A2630), Curves.box(0, 0, SIZE, SIZE, 0));
        for (int j = 0; j < colours.length; j++) {
            for (int i = 0; i < colours.length; i++) {
                int colour = colours[j][i];
                double r = 3.2 + 2.6 * luma(colour) / 255;
                raster.fill(new Raster.Even(colour), Curves.oval(cell * (i + 0.5), cell * (j + 0.5), r, r, 0));
            }
        }
        return raster.image();
    }

    /** Black lines on cream, the closer and thicker the darker. */
    private static Image engraving(Image image) {
        return each((x, y) -> {
            int dark = 255 - luma(mean(image, x - 1, y - 1, 3));
            int first = Math.floorMod(x + y, 9);
            int second = Math.floorMod(x - y, 9);
            boolean line = first * 255 < (dark - 20) * 9 || (dark > 150 && second * 255 < (dark - 120) * 9);
            return line ? 0x221C18 : 0xF7EFD9;
        });
    }

    /** Panes of one colour each between black leads; a pane is all that is nearest to one of many scattered points. */
    private static Image stainedGlass(Image image) {
        int cell = 36;
        return each((x, y) -> {
            int i = x / cell;
            int j = y / cell;
            int nearest = Integer.MAX_VALUE;
            int next = Integer.MAX_VALUE;
            int px = 0;
            int py = 0;
            for (int b = j - 1; b <= j + 1; b++) {
                for (int a = i - 1; a <= i + 1; a++) {
                    int cx = a * cell + Math.floorMod(a * 7919 + b * 104729 + a * b * 31, cell);
                    int cy = b * cell + Math.floorMod(a * 15485863 + b * 6151 + a * b * 17, cell);
                    int distance = (x - cx) * (x - cx) + (y - cy) * (y - cy);
                    if (distance < nearest) {
                        next = nearest;
                        nearest = distance;
                        px = cx;
                        py = cy;
                    } else {
                        next = Math.min(next, distance);
                    }
                }
            }
            if (Math.sqrt((double) next) - Math.sqrt((double) nearest) < 4.5) {
                return 0x17141A;
            }
            int cx = Math.max(0, Math.min(SIZE - 1, px));
            int cy = Math.max(0, Math.min(SIZE - 1, py));
            return vivid(mean(image, cx - 5, cy - 5, 11));
        });
    }

    /** The colour further from grey. */
    private static int vivid(int colour) {
        int grey = luma(colour);
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int channel = colour >> shift & 0xFF;
            result |= Math.max(0, Math.min(255, grey + (channel - grey) * 3 / 2)) << shift;
        }
        return result;
    }

    /** Crosses of thread on linen. */
    private static Image crossStitch(Image image) {
        int cell = 12;
        int[][] colours = cells(image, cell);
        Raster raster = new Raster();
        raster.fill(new Raster.Even(0xEFE6D2), Curves.box(0, 0, SIZE, SIZE, 0));
        for (int j = 0; j < colours.length; j++) {
            for (int i = 0; i < colours.length; i++) {
                int colour = colours[j][i];
                double x0 = cell * i + 2;
                double y0 = cell * j + 2;
                double x1 = cell * (i + 1) - 2;
                double y1 = cell * (j + 1) - 2;
                raster.stroke((x, y) -> Colours.mix(colour, Colours.BLACK, 0.15), 3.6, false, x0, y1, x1, y0);
                raster.stroke(new Raster.Even(colour), 3.6, false, x0, y0, x1, y1);
            }
        }
        return raster.image();
    }

    /** Four even tones from dark violet to cream. */
    private static Image poster(Image image) {
        int[] tones = {0x2B1B4A, 0xB33A5B, 0xF2994A, 0xFFF1D0};
        return each((x, y) -> tones[Math.min(3, luma(mean(image, x - 1, y - 1, 3)) / 64)]);
    }
}
