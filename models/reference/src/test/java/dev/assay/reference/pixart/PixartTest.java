package dev.assay.reference.pixart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixartTest {
    static final Pixart TINY = new Pixart(8, 8, 4, 2, 32, 2, 4, 6, 16, 8, 1, false, true);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        JsonNode golden = Parity.golden("pixart.json").get("cases").get("pixart_masked");
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", Parity.x(2, 4, 8, 8));
        inputs.put("t", new Array.Floats(new float[] {3, 741.5f}, 2));
        inputs.put("caption", new Array.Floats(HashFill.input("input.y", 2 * 6 * 16), 2, 6, 16));
        inputs.put("mask", new Array.Floats(new float[] {1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1}, 2, 6));
        float[] out = Parity.run(TINY, Parity.fill(TINY), form, folder, inputs).get("out");
        Parity.assertSummary("out", golden.get("out"), out);
    }
}
