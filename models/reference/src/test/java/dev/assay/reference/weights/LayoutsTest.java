package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.reference.weights.WeightMap.Row;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts of diffusers, built here module by module, against the official state dicts. */
class LayoutsTest {
    private static final int WIDTH = 1152;

    /** Names and sizes as a module tree of PyTorch gives them. */
    private static final class Modules {
        private final Map<String, List<Integer>> sizes = new LinkedHashMap<>();

        private Modules put(String name, Integer... shape) {
            assertThat(sizes.put(name, Arrays.asList(shape))).as(name).isNull();
            return this;
        }

        private Modules linear(String name, int in, int out) {
            return put(name + ".weight", out, in).put(name + ".bias", out);
        }

        private Modules conv(String name, int in, int out, int kernel) {
            return put(name + ".weight", out, in, kernel, kernel).put(name + ".bias", out);
        }

        private Modules norm(String name, int channels) {
            return put(name + ".weight", channels).put(name + ".bias", channels);
        }

        private Modules resnet(String name, int in, int out) {
            norm(name + ".norm1", in).conv(name + ".conv1", in, out, 3);
            norm(name + ".norm2", out).conv(name + ".conv2", out, out, 3);
            return in == out ? this : conv(name + ".conv_shortcut", in, out, 1);
        }

        private Modules mid(String name, int channels, List<String> attention) {
            String block = name + ".mid_block.attentions.0.";
            norm(block + "group_norm", channels);
            attention.forEach(a -> linear(block + a, channels, channels));
            return resnet(name + ".mid_block.resnets.0", channels, channels)
                    .resnet(name + ".mid_block.resnets.1", channels, channels);
        }

        private MemoryCheckpoint file(String name) {
            MemoryCheckpoint file = new MemoryCheckpoint(name);
            sizes.forEach((tensor, shape) -> file.add(tensor, DataType.FLOAT16, shape));
            return file;
        }
    }

    /** AutoencoderKL with block_out_channels 128, 256, 512, 512 and two layers in each block. */
    private static Modules autoencoder(List<String> attention) {
        int[] channels = {128, 256, 512, 512};
        Modules m = new Modules().conv("encoder.conv_in", 3, 128, 3);
        int at = 128;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 2; j++) {
                m.resnet("encoder.down_blocks." + i + ".resnets." + j, at, channels[i]);
                at = channels[i];
            }
            if (i < 3) {
                m.conv("encoder.down_blocks." + i + ".downsamplers.0.conv", at, at, 3);
            }
        }
        m.mid("encoder", 512, attention).norm("encoder.conv_norm_out", 512).conv("encoder.conv_out", 512, 8, 3);
        m.conv("decoder.conv_in", 4, 512, 3).mid("decoder", 512, attention);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                m.resnet("decoder.up_blocks." + i + ".resnets." + j, at, channels[3 - i]);
                at = channels[3 - i];
            }
            if (i < 3) {
                m.conv("decoder.up_blocks." + i + ".upsamplers.0.conv", at, at, 3);
            }
        }
        m.norm("decoder.conv_norm_out", 128).conv("decoder.conv_out", 128, 3, 3);
        return m.conv("quant_conv", 8, 8, 1).conv("post_quant_conv", 4, 4, 1);
    }

    private static Modules diffusersDit(int depth) {
        Modules m = new Modules().conv("pos_embed.proj", 4, WIDTH, 2);
        for (int i = 0; i < depth; i++) {
            String block = "transformer_blocks." + i + ".";
            m.linear(block + "norm1.emb.timestep_embedder.linear_1", 256, WIDTH);
            m.linear(block + "norm1.emb.timestep_embedder.linear_2", WIDTH, WIDTH);
            m.put(block + "norm1.emb.class_embedder.embedding_table.weight", 1001, WIDTH);
            m.linear(block + "norm1.linear", WIDTH, 6 * WIDTH);
            for (String a : List.of("to_q", "to_k", "to_v", "to_out.0")) {
                m.linear(block + "attn1." + a, WIDTH, WIDTH);
            }
            m.linear(block + "ff.net.0.proj", WIDTH, 4 * WIDTH).linear(block + "ff.net.2", 4 * WIDTH, WIDTH);
        }
        return m.linear("proj_out_1", WIDTH, 2 * WIDTH).linear("proj_out_2", WIDTH, 32);
    }

    @ParameterizedTest
    @CsvSource({"to_q to_k to_v to_out.0, diffusers VAE", "query key value proj_attn, diffusers VAE before 0.17"})
    void theAutoencoderOfDiffusersCoversTheOfficialOne(String attention, String layout) throws IOException {
        List<Parameter> parameters = StateDicts.golden("state_dict_sd_vae.txt");
        MemoryCheckpoint file = autoencoder(List.of(attention.split(" "))).file("vae");
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            WeightMap map = WeightMap.of(view, parameters, Set.of());
            assertThat(map.fits()).as(map.text()).isTrue();
            assertThat(map.notes()).containsExactly("read as " + layout);
            assertThat(map.rows()).hasSize(248);
            assertThat(map.rows().stream().filter(r -> r.how().equals("reshaped")))
                    .hasSize(8)
                    .allMatch(r -> r.name().matches(".*\\.attn_1\\.(q|k|v|proj_out)\\.weight"));
            assertThat(sourcesOf(map, "decoder.up.0.block.0.nin_shortcut.weight"))
                    .containsExactly("decoder.up_blocks.3.resnets.0.conv_shortcut.weight");
            assertThat(sourcesOf(map, "decoder.up.3.upsample.conv.bias"))
                    .containsExactly("decoder.up_blocks.0.upsamplers.0.conv.bias");
            MatchedWeights.match(view, parameters);
        }
    }

    private static List<String> sourcesOf(WeightMap map, String name) {
        return map.rows().stream()
                .filter(r -> r.name().equals(name))
                .map(Row::sources)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStableDiffusionCheckpointHoldsTheAutoencoderUnderItsPrefix() throws IOException {
        List<Parameter> parameters = StateDicts.golden("state_dict_sd_vae.txt");
        MemoryCheckpoint file = new MemoryCheckpoint("sd.ckpt");
        file.add("state_dict.betas", DataType.FLOAT32, List.of(1000));
        file.add("state_dict.model.diffusion_model.time_embed.0.weight", DataType.FLOAT32, List.of(1280, 320));
        file.add("state_dict.model_ema.decay", DataType.FLOAT32, List.of());
        parameters.forEach(p -> file.add(
                "state_dict.first_stage_model." + p.name(),
                DataType.FLOAT32,
                p.shape().dims()));
        file.add("state_dict.first_stage_model.loss.logvar", DataType.FLOAT32, List.of());
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            assertThat(WeightMap.of(view, parameters, Set.of()).fits()).isTrue();
            assertThat(view.notes())
                    .containsExactly(
                            "read as Stable Diffusion VAE",
                            "taken from 'state_dict.first_stage_model'",
                            "left out: state_dict (3 tensors), state_dict.first_stage_model.loss (1 tensors)");
        }
    }

    /** A converter of 2023 wrote biases as [512,1,1] (diffusers issue 6226). */
    @Test
    void attentionOfTheAutoencoderMayHaveAxesOfSizeOneTooMany() {
        List<Parameter> parameters = List.of(
                new Parameter("decoder.mid.attn_1.q.weight", Shape.of(4, 4, 1, 1), Parameter.Role.TRAINED, Init.NONE),
                new Parameter("decoder.mid.attn_1.q.bias", Shape.of(4), Parameter.Role.TRAINED, Init.NONE));
        MemoryCheckpoint file = new MemoryCheckpoint("vae")
                .add("decoder.mid.attn_1.q.weight", new float[16], 4, 4)
                .add("decoder.mid.attn_1.q.bias", new float[] {1, 2, 3, 4}, 4, 1, 1);
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            assertThat(MatchedWeights.match(view, parameters).tensor("decoder.mid.attn_1.q.bias", Shape.of(4)))
                    .containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void halfAnAutoencoderIsReadFromAWholeOne() throws IOException {
        List<Parameter> decoder = StateDicts.golden("state_dict_sd_vae.txt").stream()
                .filter(p -> p.name().matches("(decoder|post_quant_conv)\\..*"))
                .toList();
        MemoryCheckpoint file =
                autoencoder(List.of("to_q", "to_k", "to_v", "to_out.0")).file("vae");
        try (CheckpointView view = CheckpointView.of(file, decoder, Set.of(), Optional.empty())) {
            assertThat(WeightMap.of(view, decoder, Set.of()).fits()).isTrue();
            assertThat(view.notes())
                    .containsExactly(
                            "read as diffusers VAE", "left out: encoder (106 tensors), quant_conv (2 tensors)");
        }
    }

    @Test
    void theDitOfDiffusersCoversTheOfficialOneButForItsPositions() throws IOException {
        List<Parameter> parameters = StateDicts.golden("state_dict_DiT-XL-2.txt");
        MemoryCheckpoint file = diffusersDit(28).file("dit");
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of("pos_embed"), Optional.empty())) {
            WeightMap map = WeightMap.of(view, parameters, Set.of("pos_embed"));
            assertThat(map.fits()).as(map.text()).isTrue();
            assertThat(map.rows()).hasSize(291);
            assertThat(map.notes())
                    .containsExactly("read as diffusers DiT", "left out: transformer_blocks (135 tensors)");
            assertThat(sourcesOf(map, "blocks.27.attn.qkv.bias"))
                    .containsExactly(
                            "transformer_blocks.27.attn1.to_q.bias",
                            "transformer_blocks.27.attn1.to_k.bias",
                            "transformer_blocks.27.attn1.to_v.bias");
            MatchedWeights weights =
                    MatchedWeights.match(view, parameters, Set.of("pos_embed"), (name, shape) -> new float[] {42});
            assertThat(weights.tensor("pos_embed", Shape.of(1, 256, WIDTH))).containsExactly(42);
        }
    }

    private static List<Parameter> attention() {
        return List.of(
                new Parameter("pos_embed", Shape.of(1, 2, 2), Parameter.Role.TRAINED, Init.NONE),
                new Parameter("blocks.0.attn.qkv.weight", Shape.of(6, 2), Parameter.Role.TRAINED, Init.NONE),
                new Parameter(
                        "blocks.0.adaLN_modulation.1.weight", Shape.of(12, 2), Parameter.Role.TRAINED, Init.NONE));
    }

    private static MemoryCheckpoint splitAttention() {
        return new MemoryCheckpoint("split")
                .add("transformer_blocks.0.attn1.to_v.weight", new float[] {9, 10, 11, 12}, 2, 2)
                .add("transformer_blocks.0.attn1.to_q.weight", new float[] {1, 2, 3, 4}, 2, 2)
                .add("transformer_blocks.0.attn1.to_k.weight", new float[] {5, 6, 7, 8}, 2, 2)
                .add("transformer_blocks.0.norm1.linear.weight", new float[24], 12, 2);
    }

    @Test
    void splitMatricesAreJoinedInTheOrderQueryKeyValue() {
        MemoryCheckpoint file = splitAttention().add("pos_embed.pos_embed", new float[] {1, 2, 3, 4}, 1, 2, 2);
        try (CheckpointView view = CheckpointView.of(file, attention(), Set.of("pos_embed"), Optional.empty())) {
            MatchedWeights weights = MatchedWeights.match(view, attention());
            assertThat(weights.tensor("blocks.0.attn.qkv.weight", Shape.of(6, 2)))
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            assertThat(weights.tensor("pos_embed", Shape.of(1, 2, 2))).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aPartThatIsMissingOrDoesNotJoinLeavesTheOthersOver() {
        for (MemoryCheckpoint file : List.of(
                new MemoryCheckpoint("partial")
                        .add("transformer_blocks.0.attn1.to_q.weight", new float[4], 2, 2)
                        .add("transformer_blocks.0.norm1.linear.weight", new float[24], 12, 2),
                new MemoryCheckpoint("uneven")
                        .add("transformer_blocks.0.attn1.to_q.weight", new float[12], 6, 2)
                        .add("transformer_blocks.0.attn1.to_k.weight", new float[6], 2, 3)
                        .add("transformer_blocks.0.attn1.to_v.weight", new float[4], 2, 2)
                        .add("transformer_blocks.0.norm1.linear.weight", new float[24], 12, 2))) {
            try (CheckpointView view = CheckpointView.of(file, attention(), Set.of("pos_embed"), Optional.empty())) {
                assertThatThrownBy(() -> MatchedWeights.match(view, attention(), Set.of("pos_embed"), (n, s) -> null))
                        .isInstanceOf(AssayException.class)
                        .hasMessageContaining("1 missing (blocks.0.attn.qkv.weight)")
                        .hasMessageContaining("unexpected (transformer_blocks.0.attn1.to_q.weight");
            }
        }
    }

    @Test
    void officialNamesAreReadAsTheyAre() throws IOException {
        List<Parameter> parameters = StateDicts.golden("state_dict_DiT-XL-2.txt");
        MemoryCheckpoint file = new MemoryCheckpoint("official");
        List<Parameter> reversed = new ArrayList<>(parameters);
        IntStream.range(0, parameters.size())
                .mapToObj(i -> reversed.get(parameters.size() - 1 - i))
                .forEach(p -> file.add(p.name(), DataType.FLOAT32, p.shape().dims()));
        try (CheckpointView view = CheckpointView.of(file, parameters, Set.of(), Optional.empty())) {
            assertThat(view.notes()).containsExactly("read as official DiT");
            assertThat(WeightMap.of(view, parameters, Set.of()).rows())
                    .extracting(Row::name)
                    .containsExactlyElementsOf(
                            parameters.stream().map(Parameter::name).toList());
        }
    }

    @Test
    void theMapIsShownAsTextAndJson() {
        MemoryCheckpoint file = splitAttention().add("extra", new float[1], 1);
        try (CheckpointView view = CheckpointView.of(file, attention(), Set.of(), Optional.empty())) {
            WeightMap map = WeightMap.of(view, attention(), Set.of());
            assertThat(map.fits()).isFalse();
            assertThat(map.missing()).containsExactly("pos_embed");
            assertThat(map.unexpected()).containsExactly("extra");
            assertThat(map.text()).isEqualTo("""
                            split
                              read as diffusers DiT
                            blocks.0.attn.qkv.weight            [6,2]   <- transformer_blocks.0.attn1.to_q.weight \
                            + transformer_blocks.0.attn1.to_k.weight + transformer_blocks.0.attn1.to_v.weight (float32, joined)
                            blocks.0.adaLN_modulation.1.weight  [12,2]  <- transformer_blocks.0.norm1.linear.weight (float32, as is)
                            1 missing
                              pos_embed
                            1 unexpected
                              extra
                            2 of 3 tensors have a source
                            """);
            assertThat(map.json())
                    .contains("\"how\" : \"joined\"")
                    .contains("\"shape\" : [ 6, 2 ]")
                    .contains("\"missing\" : [ \"pos_embed\" ]")
                    .contains("\"file\" : \"split\"");
        }
    }
}
