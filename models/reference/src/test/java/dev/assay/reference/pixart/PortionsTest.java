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
import dev.assay.reference.AttentionScores;
import dev.assay.reference.Parity;
import dev.assay.reference.Portions;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Eight images of 512 or 1024 pixels have 1.1e9 or 1.7e10 scores together. */
    @ParameterizedTest
    @ValueSource(ints = {64, 128})
    void noAttentionHoldsTheScoresOfAGroup(int side) {
        Pixart base = new Pixart(side, side, 4, 2, 1152, 1, 16, 120, 4096, 64, 1, false, true);
        PixartGroup group = new PixartGroup(base, Members.alike(8, 4, side, side), Sight.GROUP);
        List<Long> scores = AttentionScores.of(group);
        long tokens = (side / 2L) * (side / 2L);
        long all = 16 * 8 * tokens * 8 * tokens;
        long captions = 16 * tokens * 120;
        assertThat(scores).allMatch(n -> n <= 1L << 25);
        assertThat(scores.stream().filter(n -> n != captions).mapToLong(n -> n).sum())
                .isEqualTo(all);
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
