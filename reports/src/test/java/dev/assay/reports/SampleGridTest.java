package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reports.SampleGrid.Tile;
import dev.assay.spec.AssayException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleGridTest {
    @TempDir
    Path folder;

    @Test
    void largeTilesKeepTheirPixels() throws IOException {
        Tile tile = tile(80, 80, 10);
        BufferedImage sheet = sheet(List.of(tile, tile(80, 80, 99)), 2);
        assertThat(sheet.getWidth()).isEqualTo(162);
        assertThat(sheet.getHeight()).isEqualTo(80);
        for (int y = 0; y < 80; y++) {
            for (int x = 0; x < 80; x++) {
                int at = (y * 80 + x) * 3;
                int expected = 0xFF000000
                        | (tile.rgb()[at] & 0xFF) << 16
                        | (tile.rgb()[at + 1] & 0xFF) << 8
                        | (tile.rgb()[at + 2] & 0xFF);
                assertThat(sheet.getRGB(x, y)).isEqualTo(expected);
            }
        }
        assertThat(sheet.getRGB(80, 0) >>> 24).isZero();
        assertThat(sheet.getRGB(81, 0) >>> 24).isZero();
        assertThat(sheet.getRGB(82, 0)).isEqualTo(0xFF000000 | 99 << 16 | 100 << 8 | 101);
    }

    @Test
    void smallTilesAreEnlargedByAWholeNumber() throws IOException {
        BufferedImage sheet = sheet(List.of(tile(2, 2, 50)), 4);
        assertThat(sheet.getWidth()).isEqualTo(64);
        assertThat(sheet.getRGB(0, 0)).isEqualTo(sheet.getRGB(31, 31));
        assertThat(sheet.getRGB(32, 0)).isNotEqualTo(sheet.getRGB(31, 0));
        BufferedImage thirtyTwo = sheet(Collections.nCopies(5, tile(32, 32, 1)), 2);
        assertThat(thirtyTwo.getWidth()).isEqualTo(130);
        assertThat(thirtyTwo.getHeight()).isEqualTo(3 * 66 - 2);
    }

    @Test
    void smallerTilesKeepToTheMiddleOfTheirCell() throws IOException {
        BufferedImage sheet = sheet(List.of(tile(100, 100, 1), tile(50, 20, 7)), 2);
        assertThat(sheet.getRGB(102 + 40, 25)).isEqualTo(0xFF000000 | 7 << 16 | 8 << 8 | 9);
        assertThat(sheet.getRGB(102 + 39, 25) >>> 24).isZero();
        assertThat(sheet.getRGB(102 + 40, 24) >>> 24).isZero();
    }

    @Test
    void equalTilesGiveEqualBytes() throws IOException {
        SampleGrid.png(List.of(tile(32, 32, 3)), 1, folder.resolve("deep/a.png"));
        SampleGrid.png(List.of(tile(32, 32, 3)), 1, folder.resolve("b.png"));
        assertThat(folder.resolve("deep/a.png")).hasSameBinaryContentAs(folder.resolve("b.png"));
    }

    @Test
    void aSheetThatIsTooLargeIsRefusedBeforeItIsMade() {
        List<Tile> many = Collections.nCopies(3000, tile(128, 128, 1));
        assertThatThrownBy(() -> SampleGrid.png(many, 100, folder.resolve("a.png")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a sheet of 3898 x 12998 pixels");
    }

    @Test
    void tilesMustFitTheirSize() {
        assertThatThrownBy(() -> new Tile(2, 2, new byte[11])).hasMessage("a tile of 2 x 2 needs 12 bytes, got 11");
        assertThatThrownBy(() -> SampleGrid.png(List.of(), 2, folder.resolve("a.png")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileInTheWayOfAFolderIsOneClearError() throws IOException {
        Files.writeString(folder.resolve("taken"), "x");
        Path target = folder.resolve("taken/a.png");
        assertThatThrownBy(() -> SampleGrid.png(List.of(tile(1, 1, 1)), 1, target))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a.png: cannot be written: ")
                .hasMessageContaining("is a file, not a folder");
    }

    /** A picture whose first pixel is (first, first + 1, first + 2), and so on upwards. */
    static Tile tile(int height, int width, int first) {
        byte[] rgb = new byte[height * width * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (first + i);
        }
        return new Tile(height, width, rgb);
    }

    private BufferedImage sheet(List<Tile> tiles, int columns) throws IOException {
        Path png = folder.resolve("sheet.png");
        SampleGrid.png(tiles, columns, png);
        return ImageIO.read(png.toFile());
    }
}
