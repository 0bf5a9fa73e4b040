package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.array.NpzImageWriter;
import dev.assay.datasets.emoji.Emoji;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
    @TempDir
    private Path folder;

    private Path grey(String name, int... levels) {
        Path file = folder.resolve(name);
        try (NpzImageWriter writer = NpzImageWriter.create(file, 4, 4)) {
            for (int level : levels) {
                byte[] rgb = new byte[48];
                Arrays.fill(rgb, (byte) level);
                writer.add(rgb);
            }
            writer.finish();
        }
        return file;
    }

    @Test
    void aSelectionIsExportedWithItsClasses() {
        Path file = folder.resolve("real.npz");
        Assay.Ran ran = Assay.run(
                "data", "export", "emoji-32", "--where", "split=validation", "--where", "vendor=google", "--out", file);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("702 images");
        JsonNode same = Assay.run("data", "compare", "--reference", file, file, "--json")
                .json()
                .get(0);
        assertThat(same.get("pictures").asInt()).isEqualTo(702);
        assertThat(same.get("error").get("high").asDouble()).isZero();
        assertThat(Emoji.load("emoji-32").size()).isEqualTo(32);
    }

    /** 51 levels are 0.4 and 102 are 0.8. */
    @Test
    void picturesAreComparedInPairs() {
        Path real = grey("real.npz", 0, 51, 102);
        Path near = grey("near.npz", 51, 51, 51);
        Path far = grey("far.npz", 102, 153, 204);
        JsonNode rows = Assay.run("data", "compare", "--reference", real, near, far, "--json")
                .json();
        assertThat(rows.get(0).get("error").get("value").asDouble()).isCloseTo(0.32 / 3, within(1e-12));
        assertThat(rows.get(1).get("error").get("value").asDouble()).isCloseTo(0.64, within(1e-12));
        assertThat(rows.get(1).get("error").get("low").asDouble()).isCloseTo(0.64, within(1e-12));
        assertThat(rows.get(1).get("more").get("value").asDouble()).isCloseTo(0.64 - 0.32 / 3, within(1e-12));
        assertThat(rows.get(0).get("more").get("high").asDouble()).isZero();
        assertThat(rows.get(0).get("error").get("low").asDouble()).isBetween(0.0, 0.32 / 3);
    }

    @Test
    void setsThatDoNotPairAreErrors() {
        Path real = grey("real.npz", 0, 51);
        Path more = grey("more.npz", 0, 51, 3);
        Path fewer = grey("fewer.npz", 0);
        assertThat(Assay.run("data", "compare", "--reference", real, more).err())
                .contains("more than 2 pictures");
        assertThat(Assay.run("data", "compare", "--reference", real, real, fewer)
                        .err())
                .contains("the first set holds 2");
    }
}
