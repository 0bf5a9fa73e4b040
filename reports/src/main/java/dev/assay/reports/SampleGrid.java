package dev.assay.reports;

import dev.assay.spec.AssayException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Contact sheets of sample images. */
public final class SampleGrid {
    /** Small images are enlarged by a whole number until the next step would make them larger than this. */
    private static final int SHOWN = 64;

    private static final int GAP = 2;
    private static final long MOST_PIXELS = 32L << 20;

    private SampleGrid() {}

    /**
     * One image of a sheet: uint8 sRGB, row-major [height, width, 3], 0-255.
     *
     * @param height rows
     * @param width columns
     * @param rgb the samples; not copied, do not modify
     */
    public record Tile(int height, int width, byte[] rgb) {
        public Tile {
            if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
                throw new IllegalArgumentException("a tile of %d x %d needs %d bytes, got %d"
                        .formatted(height, width, 3L * height * width, rgb.length));
            }
        }
    }

    /**
     * Writes the tiles row by row as one PNG with a transparent gap of two pixels between them. Images up to 32 pixels
     * are enlarged by a whole number, each pixel to a square; all by the same. Smaller tiles keep to the middle of
     * their cell.
     *
     * @param tiles at least one
     * @param columns cells a row, at least 1; a single short row is cut to its tiles
     * @param png the file, replaced if it exists
     */
    public static void png(List<Tile> tiles, int columns, Path png) {
        if (tiles.isEmpty() || columns < 1) {
            throw new IllegalArgumentException(
                    "a sheet needs a tile and a column, got %d tiles and %d columns".formatted(tiles.size(), columns));
        }
        int cell = tiles.stream()
                .mapToInt(t -> Math.max(t.height(), t.width()))
                .max()
                .orElseThrow();
        int zoom = Math.max(1, SHOWN / cell);
        int across = Math.min(columns, tiles.size());
        int down = (tiles.size() + across - 1) / across;
        long width = across * ((long) cell * zoom + GAP) - GAP;
        long height = down * ((long) cell * zoom + GAP) - GAP;
        if (width > MOST_PIXELS / height) {
            throw new AssayException(
                    png.toString(),
                    "a sheet of %d x %d pixels".formatted(height, width),
                    "it may have " + MOST_PIXELS + " pixels",
                    "choose fewer or smaller images");
        }
        BufferedImage sheet = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < tiles.size(); i++) {
            int left = i % across * (cell * zoom + GAP);
            int top = i / across * (cell * zoom + GAP);
            Tile tile = tiles.get(i);
            draw(tile, zoom, sheet, left + (cell - tile.width()) * zoom / 2, top + (cell - tile.height()) * zoom / 2);
        }
        ReportFile.write(png, encode(sheet));
    }

    /** One image as a PNG file. */
    public static byte[] png(Tile tile) {
        BufferedImage image = new BufferedImage(tile.width(), tile.height(), BufferedImage.TYPE_INT_RGB);
        draw(tile, 1, image, 0, 0);
        return encode(image);
    }

    private static void draw(Tile tile, int zoom, BufferedImage sheet, int left, int top) {
        byte[] rgb = tile.rgb();
        int width = tile.width() * zoom;
        int[] line = new int[width];
        for (int y = 0; y < tile.height(); y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * tile.width() + x / zoom) * 3;
                line[x] = 0xFF << 24 | (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
            }
            for (int row = 0; row < zoom; row++) {
                sheet.setRGB(left, top + y * zoom + row, width, 1, line, 0, width);
            }
        }
    }

    private static byte[] encode(BufferedImage sheet) {
        ImageIO.setUseCache(false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(sheet, "png", bytes)) {
                throw new IllegalStateException("this Java has no PNG writer");
            }
        } catch (IOException e) {
            throw new IllegalStateException("a PNG could not be made in memory", e);
        }
        return bytes.toByteArray();
    }
}
