package dev.assay.reference.mmdit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.MemoryCheckpoint;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.CheckpointView;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.reference.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout of diffusers, built here module by module, gives what the original gives. */
class MmditLayoutsTest {
    private static final int WIDTH = 128;
    private static final int DEPTH = 3;

    @TempDir
    private Path folder;

    /** Tensors of the original under diffusers' names. */
    private static final class Diffusers {
        private final Map<String, float[]> values = new LinkedHashMap<>();
        private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        private final Map<String, Parameter> original = new LinkedHashMap<>();

        private Diffusers(Mmdit net) {
            ShapeBackend.describe(net).parameters().forEach(p -> original.put(p.name(), p));
        }

        private float[] original(String name) {
            return Tiny.WEIGHTS.tensor(name, original.get(name).shape());
        }

        private void put(String name, float[] numbers, List<Long> sizes) {
            assertThat(values.put(name, numbers)).as(name).isNull();
            tensors.put(name, new StoredTensor(DataType.FLOAT32, sizes));
        }

        private void rows(String name, String from, int first, int count) {
            List<Long> sizes = new ArrayList<>(original.get(from).shape().dims().stream()
                    .map(Integer::longValue)
                    .toList());
            float[] all = original(from);
            int each = all.length / Math.toIntExact(sizes.get(0));
            sizes.set(0, (long) count);
            put(name, Arrays.copyOfRange(all, first * each, (first + count) * each), sizes);
        }

        private void same(String name, String from) {
            for (String leaf : List.of(".weight", ".bias")) {
                rows(
                        name + leaf,
                        from + leaf,
                        0,
                        original.get(from + leaf).shape().dim(0));
            }
        }

        /** Scale before shift. */
        private void swapped(String name, String from) {
            for (String leaf : List.of(".weight", ".bias")) {
                float[] all = original(from + leaf);
                float[] turned = new float[all.length];
                System.arraycopy(all, all.length / 2, turned, 0, all.length / 2);
                System.arraycopy(all, 0, turned, all.length / 2, all.length / 2);
                put(
                        name + leaf,
                        turned,
                        original.get(from + leaf).shape().dims().stream()
                                .map(Integer::longValue)
                                .toList());
            }
        }

        private void thirds(String from, String... names) {
            for (int i = 0; i < 3; i++) {
                rows(names[i] + ".weight", from + ".weight", i * WIDTH, WIDTH);
                rows(names[i] + ".bias", from + ".bias", i * WIDTH, WIDTH);
            }
        }

        private void norm(String name, String from) {
            rows(name + ".weight", from + ".weight", 0, WIDTH / 2);
        }

        private void block(int i, boolean qkNorm) {
            String to = "transformer_blocks." + i + ".";
            String x = "joint_blocks." + i + ".x_block.";
            String context = "joint_blocks." + i + ".context_block.";
            same(to + "norm1.linear", x + "adaLN_modulation.1");
            thirds(x + "attn.qkv", to + "attn.to_q", to + "attn.to_k", to + "attn.to_v");
            thirds(context + "attn.qkv", to + "attn.add_q_proj", to + "attn.add_k_proj", to + "attn.add_v_proj");
            same(to + "attn.to_out.0", x + "attn.proj");
            same(to + "ff.net.0.proj", x + "mlp.fc1");
            same(to + "ff.net.2", x + "mlp.fc2");
            if (qkNorm) {
                norm(to + "attn.norm_q", x + "attn.ln_q");
                norm(to + "attn.norm_k", x + "attn.ln_k");
                norm(to + "attn.norm_added_q", context + "attn.ln_q");
                norm(to + "attn.norm_added_k", context + "attn.ln_k");
            }
            if (i == DEPTH - 1) {
                swapped(to + "norm1_context.linear", context + "adaLN_modulation.1");
            } else {
                same(to + "norm1_context.linear", context + "adaLN_modulation.1");
                same(to + "attn.to_add_out", context + "attn.proj");
                same(to + "ff_context.net.0.proj", context + "mlp.fc1");
                same(to + "ff_context.net.2", context + "mlp.fc2");
            }
        }

        private MemoryCheckpoint file(boolean qkNorm) {
            put("pos_embed.pos_embed", original("pos_embed"), List.of(1L, 64L, (long) WIDTH));
            same("pos_embed.proj", "x_embedder.proj");
            same("time_text_embed.timestep_embedder.linear_1", "t_embedder.mlp.0");
            same("time_text_embed.timestep_embedder.linear_2", "t_embedder.mlp.2");
            same("time_text_embed.text_embedder.linear_1", "y_embedder.mlp.0");
            same("time_text_embed.text_embedder.linear_2", "y_embedder.mlp.2");
            same("context_embedder", "context_embedder");
            for (int i = 0; i < DEPTH; i++) {
                block(i, qkNorm);
            }
            swapped("norm_out.linear", "final_layer.adaLN_modulation.1");
            same("proj_out", "final_layer.linear");
            return new MemoryCheckpoint(values, tensors);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void diffusersFilesGiveTheOriginalsOutput(boolean qkNorm) throws IOException {
        Mmdit net = Tiny.net(8, 8, DEPTH, qkNorm);
        List<Parameter> parameters = ShapeBackend.describe(net).parameters();
        MemoryCheckpoint file = new Diffusers(net).file(qkNorm);
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            assertThat(view.notes()).containsExactly("read as diffusers Stable Diffusion 3");
            Weights weights = MatchedWeights.match(view, parameters);
            for (Parameter p : parameters) {
                assertThat(weights.tensor(p.name(), p.shape()))
                        .as(p.name())
                        .isEqualTo(Tiny.WEIGHTS.tensor(p.name(), p.shape()));
            }
            Map<String, Array> inputs = Tiny.inputs(net, 3, 741.5f);
            float[] expected = Parity.run(net, Tiny.WEIGHTS, OnnxFile.Form.CPU, folder, inputs)
                    .get("out");
            assertThat(Parity.run(net, weights, OnnxFile.Form.CPU, folder, inputs)
                            .get("out"))
                    .isEqualTo(expected);
        }
    }

    /** As in the single file that is published, beside the autoencoder, and without the table of places, which is known. */
    @Test
    void theOriginalIsFoundInItsFile() {
        Mmdit net = Tiny.net(8, 8, DEPTH, false);
        List<Parameter> parameters = ShapeBackend.describe(net).parameters();
        MemoryCheckpoint plain = MemoryCheckpoint.of(parameters, Tiny.WEIGHTS);
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        plain.values().forEach((name, v) -> values.put("model.diffusion_model." + name, v));
        plain.tensors().forEach((name, v) -> tensors.put("model.diffusion_model." + name, v));
        values.put("first_stage_model.decoder.conv_in.bias", new float[512]);
        tensors.put("first_stage_model.decoder.conv_in.bias", new StoredTensor(DataType.FLOAT32, List.of(512L)));
        MemoryCheckpoint file = new MemoryCheckpoint(values, tensors);
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            assertThat(view.notes()).contains("read as Stable Diffusion 3", "taken from 'model.diffusion_model'");
            Weights weights = MatchedWeights.match(view, parameters);
            float[] table = weights.tensor("pos_embed", Shape.of(1, 64, WIDTH));
            assertThat(table).isEqualTo(floats(Positions.table(WIDTH, 8, 8)));
        }
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
