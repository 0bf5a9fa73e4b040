package dev.assay.reference.pixart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortionsTest {
    private static final int HEADS = 2;

    @TempDir
    private Path folder;

    /** 7 queries and 5 keys, so that 2 heads have 10 scores for each query. */
    private record Both(Portions portions) implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(
                    new Port("q", DataType.FLOAT32, Shape.of(Shape.BATCH, 7, 8)),
                    new Port("k", DataType.FLOAT32, Shape.of(Shape.BATCH, 5, 8)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> in) {
            Tensor k = in.get("k");
            return Map.of(
                    "whole", in.get("q").attention(k, k, HEADS),
                    "parts", portions.attention(in.get("q"), k, k, HEADS));
        }
    }

    /** Of 1, 3 and all queries at a time; a limit below one query takes one. */
    @ParameterizedTest
    @EnumSource
    void attentionInPortionsIsAttention(OnnxFile.Form form) throws IOException {
        Map<String, Array> inputs = Map.of(
                "q", new Array.Floats(HashFill.input("q", 2 * 7 * 8), 2, 7, 8),
                "k", new Array.Floats(HashFill.input("k", 2 * 5 * 8), 2, 5, 8));
        for (long scores : new long[] {1, 39, 70}) {
            Map<String, float[]> found =
                    new Running(folder, form, DataType.FLOAT32).outputs(new Both(new Portions(scores)), inputs);
            assertThat(Parity.distance(Parity.doubles(found.get("whole")), found.get("parts")))
                    .isLessThan(1e-6);
        }
    }
}
