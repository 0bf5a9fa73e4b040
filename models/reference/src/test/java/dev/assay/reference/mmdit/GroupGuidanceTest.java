package dev.assay.reference.mmdit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.reference.Parity;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.Denoising;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guidance of groups: what stands for no text, and who sees whom without one. */
class GroupGuidanceTest {
    private static final int N = 3;
    private static final MmditGroup GROUP = Tiny.group(Tiny.NET, N, Sight.GROUP);
    private static final DiffusionSettings FLOW = new DiffusionSettings("rectified-flow", "flow", 1000, 0, -1);

    @TempDir
    private Path folder;

    private static Map<String, Array> inputs() {
        Map<String, Array> inputs = new LinkedHashMap<>(Tiny.inputs(
                GROUP,
                HashFill.input("input.x", N * 16 * 64),
                new float[] {1, 1, 1},
                Tiny.inputs(Tiny.NET, new float[N])));
        inputs.put("t", new Array.Floats(new float[] {741.5f}, 1));
        return inputs;
    }

    private static Map<String, Array> withoutText(Map<String, Array> inputs) {
        Map<String, Array> none = new LinkedHashMap<>(inputs);
        none.put("context", Tiny.named("input.context_null", 1, N, 5, 24));
        none.put("pooled", Tiny.named("input.pooled_null", 1, N, 32));
        return none;
    }

    private float[] run(GroupNetwork net, Map<String, Array> inputs) throws IOException {
        return Parity.run(net, Tiny.WEIGHTS, OnnxFile.Form.CPU, folder, inputs).get("out");
    }

    @Test
    void withoutTextMembersSeeEachOtherToo() throws IOException {
        Map<String, Array> inputs = inputs();
        float[] conditional = run(GROUP, inputs);
        float[] unconditional = run(GROUP, withoutText(inputs));
        double[] expected = new double[conditional.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = unconditional[i] + 5 * (conditional[i] - (double) unconditional[i]);
        }
        Map<String, Array> guided = new LinkedHashMap<>(inputs);
        guided.put("t", new Array.Floats(new float[] {0.7415f}, 1));
        guided.put("no_context", Tiny.named("input.context_null", 1, N, 5, 24));
        guided.put("no_pooled", Tiny.named("input.pooled_null", 1, N, 32));
        guided.put("guidance", new Array.Floats(new float[] {5}, 1));
        float[] found = Parity.run(
                        new Denoising(GROUP, FLOW, true, 16), Tiny.WEIGHTS, OnnxFile.Form.CPU, folder, guided)
                .get("flow");
        // 1000 times a float32 time is off by 3e-5 in its waves.
        assertThat(Parity.distance(expected, found)).isLessThan(1e-5);
    }
}
