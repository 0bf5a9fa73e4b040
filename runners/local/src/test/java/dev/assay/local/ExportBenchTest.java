package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.pixart.PixartGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportBenchTest {
    @TempDir
    private Path folder;

    /** What is measured is the whole model but for 27 blocks of 21,255,552 parameters. */
    @Test
    void oneBlockOfTheGroupIsOfItsFullWidth() throws IOException {
        Path file = Files.writeString(folder.resolve("block.yaml"), ExportBench.oneBlock());
        PixartGroup block = (PixartGroup) Models.find(file.toString()).network();
        PixartGroup whole = (PixartGroup) Models.named("gdt-pixart-512").network();
        assertThat(block.base().depth()).isEqualTo(1);
        assertThat(block.members()).isEqualTo(whole.members());
        assertThat(block.members().count()).isEqualTo(4);
        long left = ShapeBackend.describe(whole).count(Parameter.Role.TRAINED)
                - ShapeBackend.describe(block).count(Parameter.Role.TRAINED);
        assertThat(left).isEqualTo(27 * 21_255_552L);
    }
}
