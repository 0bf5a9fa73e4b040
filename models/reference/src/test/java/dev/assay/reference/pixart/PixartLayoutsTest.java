package dev.assay.reference.pixart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.MemoryCheckpoint;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.CheckpointView;
import dev.assay.reference.weights.HashFill;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.reference.weights.StoredTensor;
import dev.assay.reference.weights.WeightMap;
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

/** The released files and those of diffusers, whose names are those of the sheet's table. */
class PixartLayoutsTest {
    /** Names of diffusers for those of a network, in the order of the rows that they hold; nothing where it has none. */
    private static final Map<String, List<String>> OUTSIDE = Map.ofEntries(
            Map.entry("x_embedder.proj", List.of("pos_embed.proj")),
            Map.entry("t_embedder.mlp.0", List.of("adaln_single.emb.timestep_embedder.linear_1")),
            Map.entry("t_embedder.mlp.2", List.of("adaln_single.emb.timestep_embedder.linear_2")),
            Map.entry("csize_embedder.mlp.0", List.of("adaln_single.emb.resolution_embedder.linear_1")),
            Map.entry("csize_embedder.mlp.2", List.of("adaln_single.emb.resolution_embedder.linear_2")),
            Map.entry("ar_embedder.mlp.0", List.of("adaln_single.emb.aspect_ratio_embedder.linear_1")),
            Map.entry("ar_embedder.mlp.2", List.of("adaln_single.emb.aspect_ratio_embedder.linear_2")),
            Map.entry("t_block.1", List.of("adaln_single.linear")),
            Map.entry("y_embedder.y_proj.fc1", List.of("caption_projection.linear_1")),
            Map.entry("y_embedder.y_proj.fc2", List.of("caption_projection.linear_2")),
            Map.entry("y_embedder", List.of()),
            Map.entry("final_layer.linear", List.of("proj_out")),
            Map.entry("final_layer", List.of("")));

    private static final Map<String, List<String>> IN_BLOCKS = Map.of(
            "", List.of(""),
            ".attn.qkv", List.of(".attn1.to_q", ".attn1.to_k", ".attn1.to_v"),
            ".attn.proj", List.of(".attn1.to_out.0"),
            ".cross_attn.q_linear", List.of(".attn2.to_q"),
            ".cross_attn.kv_linear", List.of(".attn2.to_k", ".attn2.to_v"),
            ".cross_attn.proj", List.of(".attn2.to_out.0"),
            ".mlp.fc1", List.of(".ff.net.0.proj"),
            ".mlp.fc2", List.of(".ff.net.2"));

    @TempDir
    private Path folder;

    private static List<String> diffusers(String name) {
        int dot = name.lastIndexOf('.');
        String layer = name.substring(0, dot);
        String leaf = name.substring(dot);
        if (!layer.startsWith("blocks.")) {
            return OUTSIDE.get(layer).stream()
                    .map(l -> l.isEmpty() ? leaf.substring(1) : l + leaf)
                    .toList();
        }
        String[] words = layer.split("\\.", 3);
        String rest = words.length > 2 ? "." + words[2] : "";
        return IN_BLOCKS.get(rest).stream()
                .map(l -> "transformer_blocks." + words[1] + l + leaf)
                .toList();
    }

    private static List<Parameter> parameters(Pixart net) {
        return ShapeBackend.describe(net).parameters();
    }

    /** A file of diffusers with the weights of the parity files. */
    private static MemoryCheckpoint diffusersFile(List<Parameter> parameters) {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            List<String> names = diffusers(p.name());
            float[] all = new HashFill().tensor(p.name(), p.shape());
            List<Long> sizes = p.shape().dims().stream().map(Integer::longValue).toList();
            for (int i = 0; i < names.size(); i++) {
                int part = all.length / names.size();
                values.put(names.get(i), Arrays.copyOfRange(all, i * part, (i + 1) * part));
                List<Long> own = new ArrayList<>(sizes);
                own.set(0, sizes.get(0) / names.size());
                tensors.put(names.get(i), new StoredTensor(DataType.FLOAT32, own));
            }
        }
        return new MemoryCheckpoint(values, tensors);
    }

    /** A released file, with the table of places that it has of its own size. */
    private static MemoryCheckpoint officialFile(List<Parameter> parameters) {
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters, new HashFill());
        file.values().put("pos_embed", new float[7 * 32]);
        file.tensors().put("pos_embed", new StoredTensor(DataType.FLOAT32, List.of(1L, 7L, 32L)));
        return file;
    }

    private float[] run(Pixart net, MemoryCheckpoint file, String layout) throws IOException {
        List<Parameter> parameters = parameters(net);
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            assertThat(view.notes()).contains("read as " + layout);
            Weights weights = MatchedWeights.match(view, parameters);
            Map<String, Array> inputs = Member.images(List.of(Member.alike(0, 3, 4), Member.alike(1, 741.5f, 6)));
            inputs.keySet().retainAll(net.inputs().stream().map(p -> p.name()).toList());
            return Parity.run(net, weights, OnnxFile.Form.CPU, folder, inputs).get("out");
        }
    }

    @Test
    void bothLayoutsGiveTheSameImages() throws IOException {
        for (Pixart net : List.of(Running.TINY, Running.SIZED)) {
            List<Parameter> parameters = parameters(net);
            float[] expected =
                    Running.single(folder).images(net, List.of(Member.alike(0, 3, 4), Member.alike(1, 741.5f, 6)));
            assertThat(run(net, officialFile(parameters), "official PixArt")).containsExactly(expected);
            assertThat(run(net, diffusersFile(parameters), "diffusers PixArt")).containsExactly(expected);
        }
    }

    @Test
    void aFileOfDiffusersMayHoldItsTables() throws IOException {
        MemoryCheckpoint file = diffusersFile(parameters(Running.TINY));
        file.values().put("pos_embed.pos_embed", new float[32]);
        file.tensors().put("pos_embed.pos_embed", new StoredTensor(DataType.FLOAT32, List.of(1L, 1L, 32L)));
        file.values().put("caption_projection.y_embedding", new float[6 * 16]);
        file.tensors().put("caption_projection.y_embedding", new StoredTensor(DataType.FLOAT32, List.of(6L, 16L)));
        assertThat(run(Running.TINY, file, "diffusers PixArt")).isNotEmpty();
    }

    /** Sizes of the largest model's tensors alone, no values. */
    @Test
    void theLargestModelIsCoveredNameByName() {
        List<Parameter> parameters =
                parameters((Pixart) Models.named("pixart-xl-2-1024").network());
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            List<String> names = diffusers(p.name());
            List<Long> sizes = new ArrayList<>(
                    p.shape().dims().stream().map(Integer::longValue).toList());
            sizes.set(0, sizes.get(0) / Math.max(1, names.size()));
            names.forEach(n -> tensors.put(n, new StoredTensor(DataType.FLOAT16, sizes)));
        }
        MemoryCheckpoint file = new MemoryCheckpoint(Map.of(), tensors);
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            WeightMap map = WeightMap.of(view, parameters, Set.of());
            assertThat(map.fits()).as(map.text()).isTrue();
            assertThat(map.rows()).hasSize(parameters.size() - 1); // without the null caption
            long numbers = tensors.values().stream()
                    .mapToLong(t -> t.sizes().stream().reduce(1L, Math::multiplyExact))
                    .sum();
            assertThat(numbers).isEqualTo(611_349_152);
        }
    }
}
