package dev.assay.reports;

import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;

class SuitePageTest {
    @Test
    void look() throws Exception {
        Map<String, Path> grids = new HashMap<>();
        Path dir = Path.of(System.getProperty("look", "/tmp/f/look"));
        var suite = MadeUp.brokenSuite();
        int seed = 1;
        List<String> names = new ArrayList<>(suite.results().stream().map(r -> r.system()).toList());
        names.add("reference");
        for (String s : names) {
            Random random = new Random(seed++);
            List<SampleGrid.Tile> tiles = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                byte[] rgb = new byte[32 * 32 * 3];
                int r = random.nextInt(256), g = random.nextInt(256), b = random.nextInt(256);
                for (int y = 0; y < 32; y++) for (int x = 0; x < 32; x++) {
                    boolean in = (x - 16) * (x - 16) + (y - 16) * (y - 16) < 180;
                    int at = (y * 32 + x) * 3;
                    rgb[at] = (byte) (in ? r : 255); rgb[at + 1] = (byte) (in ? g : 255); rgb[at + 2] = (byte) (in ? b : 255);
                }
                tiles.add(new SampleGrid.Tile(32, 32, rgb));
            }
            SampleGrid.png(tiles, 8, dir.resolve("grid-" + s + ".png"));
            grids.put(s, dir.resolve("grid-" + s + ".png"));
        }
        SuitePage.write(suite, dir.resolve("broken.html"), grids);
        SuitePage.write(MadeUp.suite(), dir.resolve("good.html"), Map.of());
    }
}
