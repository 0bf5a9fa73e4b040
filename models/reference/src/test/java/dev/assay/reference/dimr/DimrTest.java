package dev.assay.reference.dimr;

import static dev.assay.reference.dimr.Branch.Blocks.CONVNEXT;
import static dev.assay.reference.dimr.Branch.Blocks.TRANSFORMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DimrTest {
    private static final String TWO = "tiny2R_TDRMSN";
    private static final String THREE = "tiny3R_LN_rgb";

    private static final Map<String, Dimr> TINY = Map.of(
            TWO,
            new Dimr(
                    8,
                    4,
                    11,
                    Norm.TD_RMSN,
                    Dimr.Mlp.GLU,
                    Dimr.Cascade.ADD,
                    List.of(new Branch(TRANSFORMER, 5, 32, 64, 4, 4, 2), new Branch(CONVNEXT, 4, 16, 32, 0, 8, 1))),
            THREE,
            new Dimr(
                    16,
                    3,
                    11,
                    Norm.TD_LN,
                    Dimr.Mlp.GLU,
                    Dimr.Cascade.ADD,
                    List.of(
                            new Branch(TRANSFORMER, 3, 32, 64, 4, 4, 4),
                            new Branch(CONVNEXT, 3, 16, 32, 0, 8, 2),
                            new Branch(CONVNEXT, 2, 8, 16, 0, 16, 1))));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        TWO + ", CPU",
        TWO + ", CUDA",
        TWO + ", PORTABLE",
        THREE + ", CPU",
        THREE + ", CUDA",
        THREE + ", PORTABLE",
    })
    void theOriginalGivesTheSame(String name, OnnxFile.Form form) throws IOException {
        Dimr net = TINY.get(name);
        for (JsonNode run : Parity.golden("dimr.json").get(name).get("runs")) {
            Map<String, float[]> actual = Parity.run(new Taps(net), Parity.fill(net), form, folder, inputs(net, run));
            for (int i = 0; i < net.branches().size(); i++) {
                Parity.assertSummary("branch " + i, run.get("outputs").get(i), actual.get(Dimr.output(i)));
            }
            if (!run.get("out_last_full").isNull()) {
                Parity.assertClose(
                        "all of the last",
                        Parity.doubles(run.get("out_last_full")),
                        actual.get(Dimr.output(net.branches().size() - 1)));
            }
            JsonNode taps = run.get("taps");
            assertThat(actual.keySet()).containsAll(new TreeSet<>(names(taps)));
            for (String tap : names(taps)) {
                double norm = taps.get(tap).asDouble();
                assertThat(Parity.norm(actual.get(tap))).as(tap).isCloseTo(norm, within(Parity.TOLERANCE * norm));
            }
        }
    }

    private static Map<String, Array> inputs(Dimr net, JsonNode run) {
        return Map.of(
                "x", Parity.x(2, net.channels(), net.size(), net.size()),
                "log_snr", new Array.Floats(Parity.floats(run.get("log_snr")), 2),
                "y", new Array.Longs(Parity.longs(run.get("y")), 2));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {TWO, THREE})
    void theOriginalHasAsManyParameters(String name) {
        JsonNode golden = Parity.golden("dimr.json").get(name);
        var description = ShapeBackend.describe(TINY.get(name));
        assertThat(Model.parameters(description)).isEqualTo(golden.get("params").asLong());
        assertThat(description.parameters()).hasSize(golden.get("tensors").asInt());
    }
}
