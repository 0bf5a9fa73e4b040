package dev.assay.reference.weights;

import dev.assay.reference.weights.NameMap.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layouts in which networks are published. U-ViT, DiMR and all others are read under their own names.
 *
 * <p>Sources: the state dict of {@code facebookresearch/DiT} against {@code DiTTransformer2DModel} of
 * {@code huggingface/diffusers} (its {@code scripts/convert_dit_to_diffusers.py} and the forward pass, which takes the
 * embedders of block 0 for the final layer and reads shift before scale); the state dict of CompVis's latent diffusion
 * against {@code AutoencoderKL} ({@code scripts/convert_vae_pt_to_diffusers.py}; attention was renamed in diffusers 0.17);
 * {@code CLIPModel} and {@code T5Model} of {@code huggingface/transformers}, whose halves networks here are;
 * the state dict of {@code PixArt-alpha} against {@code PixArtTransformer2DModel}
 * ({@code scripts/convert_pixart_alpha_to_diffusers.py}), both without the table of places, which follows from the image;
 * that of {@code Stability-AI/sd3-ref} against {@code SD3Transformer2DModel} ({@code scripts/convert_sd3_to_diffusers.py}).
 */
final class Layouts {
    private static final NameMap OWN = new NameMap("the network's own names", List.of(), List.of(), false);

    private static final Pattern DIT = Pattern.compile("blocks\\.\\d+\\.adaLN_modulation\\.1\\.weight");
    private static final Pattern AUTOENCODER = Pattern.compile("(?:en|de)coder\\.mid\\.attn_1\\.q\\.weight");
    private static final Pattern EDM = Pattern.compile("(?:model\\.)?map_layer0\\.weight");
    private static final Pattern AUGMENT = Pattern.compile("(?:model\\.)?map_augment\\.weight");
    private static final Pattern ADM = Pattern.compile("output_blocks\\.0\\.0\\.in_layers\\.0\\.weight");
    private static final Pattern MMDIT = Pattern.compile("joint_blocks\\.(\\d{1,3})\\.x_block\\.attn\\.qkv\\.weight");
    private static final Pattern LEVEL = Pattern.compile("decoder\\.up\\.(\\d{1,3})\\..*");

    private static final Pattern CLIP_TEXT = Pattern.compile("text_model\\.embeddings\\.token_embedding\\.weight");
    private static final Pattern CLIP_VISION = Pattern.compile("vision_model\\.embeddings\\.class_embedding");
    private static final Pattern T5 = Pattern.compile("encoder\\.block\\.0\\.layer\\.0\\.SelfAttention\\.q\\.weight");
    private static final String T5_TABLE = "encoder.embed_tokens.weight";
    private static final Pattern PIXART = Pattern.compile("blocks\\.\\d+\\.cross_attn\\.kv_linear\\.weight");

    private static final NameMap OFFICIAL_DIT = new NameMap("official DiT", List.of(), List.of(), false);

    private static final String EMBEDDERS = "transformer_blocks.0.norm1.emb.";

    private static final NameMap DIFFUSERS_DIT = new NameMap(
            "diffusers DiT",
            List.of(
                    Rule.of("^pos_embed$", "pos_embed.pos_embed"), // in no published file, for it can be computed
                    Rule.of("^x_embedder\\.proj\\.", "pos_embed.proj."),
                    Rule.of("^t_embedder\\.mlp\\.0\\.", EMBEDDERS + "timestep_embedder.linear_1."),
                    Rule.of("^t_embedder\\.mlp\\.2\\.", EMBEDDERS + "timestep_embedder.linear_2."),
                    Rule.of("^y_embedder\\.", EMBEDDERS + "class_embedder."),
                    Rule.of("^final_layer\\.adaLN_modulation\\.1\\.", "proj_out_1."),
                    Rule.of("^final_layer\\.linear\\.", "proj_out_2."),
                    Rule.of("^blocks\\.", "transformer_blocks."),
                    Rule.of("\\.adaLN_modulation\\.1\\.", ".norm1.linear."),
                    Rule.of("\\.attn\\.qkv\\.", ".attn1.to_q.", ".attn1.to_k.", ".attn1.to_v."),
                    Rule.of("\\.attn\\.proj\\.", ".attn1.to_out.0."),
                    Rule.of("\\.mlp\\.fc1\\.", ".ff.net.0.proj."),
                    Rule.of("\\.mlp\\.fc2\\.", ".ff.net.2.")),
            // Every block repeats the embedders of block 0.
            List.of(Pattern.compile("transformer_blocks\\.[1-9]\\d*\\.norm1\\.emb\\..*")),
            false);

    private static final NameMap OFFICIAL_PIXART =
            new NameMap("official PixArt", List.of(), List.of(Pattern.compile("pos_embed")), false);

    private static final NameMap DIFFUSERS_PIXART = new NameMap(
            "diffusers PixArt",
            List.of(
                    Rule.of("^x_embedder\\.proj\\.", "pos_embed.proj."),
                    Rule.of("^t_embedder\\.mlp\\.", "adaln_single.emb.timestep_embedder.mlp."),
                    Rule.of("^csize_embedder\\.mlp\\.", "adaln_single.emb.resolution_embedder.mlp."),
                    Rule.of("^ar_embedder\\.mlp\\.", "adaln_single.emb.aspect_ratio_embedder.mlp."),
                    Rule.of("_embedder\\.mlp\\.0\\.", "_embedder.linear_1."),
                    Rule.of("_embedder\\.mlp\\.2\\.", "_embedder.linear_2."),
                    Rule.of("^t_block\\.1\\.", "adaln_single.linear."),
                    Rule.of("^y_embedder\\.y_proj\\.fc([12])\\.", "caption_projection.linear_$1."),
                    Rule.of("^y_embedder\\.y_embedding$", "caption_projection.y_embedding"), // dropped in 2023
                    Rule.of("^final_layer\\.scale_shift_table$", "scale_shift_table"),
                    Rule.of("^final_layer\\.linear\\.", "proj_out."),
                    Rule.of("^blocks\\.", "transformer_blocks."),
                    Rule.of("\\.attn\\.qkv\\.", ".attn1.to_q.", ".attn1.to_k.", ".attn1.to_v."),
                    Rule.of("\\.attn\\.proj\\.", ".attn1.to_out.0."),
                    Rule.of("\\.cross_attn\\.q_linear\\.", ".attn2.to_q."),
                    Rule.of("\\.cross_attn\\.kv_linear\\.", ".attn2.to_k.", ".attn2.to_v."),
                    Rule.of("\\.cross_attn\\.proj\\.", ".attn2.to_out.0."),
                    Rule.of("\\.mlp\\.fc1\\.", ".ff.net.0.proj."),
                    Rule.of("\\.mlp\\.fc2\\.", ".ff.net.2.")),
            List.of(Pattern.compile("pos_embed\\.pos_embed")),
            false);

    private Layouts() {}

    /** The layouts that a network with these tensors may be found in; {@code file} are the names in the file. */
    static List<NameMap> of(Set<String> network, Set<String> file) {
        if (any(network, DIT)) {
            return List.of(OFFICIAL_DIT, DIFFUSERS_DIT);
        }
        if (any(network, PIXART)) {
            return List.of(OFFICIAL_PIXART, DIFFUSERS_PIXART);
        }
        if (any(network, EDM)) {
            return edm(network);
        }
        if (any(network, MMDIT)) {
            return List.of(
                    new NameMap("Stable Diffusion 3", List.of(), List.of(), false),
                    diffusersMmdit(highest(MMDIT, network)));
        }
        if (any(network, ADM)) {
            List<NameMap> maps = new ArrayList<>(List.of(OWN));
            maps.addAll(AdmNames.forAdm(file));
            return maps;
        }
        if (any(network, CLIP_TEXT) || any(network, CLIP_VISION)) {
            return List.of(new NameMap("transformers CLIP", List.of(), otherTower(network), false));
        }
        if (any(network, T5)) {
            return List.of(t5(file));
        }
        if (any(network, AUTOENCODER)) {
            List<Pattern> unasked = unasked(network);
            return List.of(
                    new NameMap("Stable Diffusion VAE", List.of(), unasked, true),
                    diffusersAutoencoder("diffusers VAE", List.of("to_q", "to_k", "to_v", "to_out.0"), network),
                    diffusersAutoencoder(
                            "diffusers VAE before 0.17", List.of("query", "key", "value", "proj_attn"), network));
        }
        return List.of(OWN);
    }

    private static boolean any(Set<String> names, Pattern pattern) {
        return names.stream().anyMatch(n -> pattern.matcher(n).matches());
    }

    /** Augmentation labels are zeros when images are made, so that a network need not have what they pass through. */
    private static List<NameMap> edm(Set<String> network) {
        List<Pattern> ignored = any(network, AUGMENT) ? List.of() : List.of(AUGMENT);
        List<NameMap> maps = new ArrayList<>(List.of(new NameMap("EDM", List.of(), ignored, false)));
        maps.addAll(AdmNames.forEdm(network));
        return maps;
    }

    /** What a file of both towers has beside one of them, and the buffer that counts places. */
    private static List<Pattern> otherTower(Set<String> network) {
        List<Pattern> others = new ArrayList<>();
        others.add(Pattern.compile("logit_scale|(?:text|vision)_model\\.embeddings\\.position_ids"));
        for (String module : List.of("text_model", "text_projection", "vision_model", "visual_projection")) {
            if (network.stream().noneMatch(n -> n.startsWith(module + "."))) {
                others.add(Pattern.compile(module + "\\..*"));
            }
        }
        return others;
    }

    /** Files have the token table of encoder and decoder once, as {@code shared}, or under the encoder's name. */
    private static NameMap t5(Set<String> file) {
        boolean own = file.stream().anyMatch(n -> n.equals(T5_TABLE) || n.endsWith("." + T5_TABLE));
        List<Rule> rules = own ? List.of() : List.of(Rule.of("^encoder\\.embed_tokens\\.", "shared."));
        return new NameMap(
                "transformers T5", rules, List.of(Pattern.compile("(?:decoder|lm_head|shared)\\..*")), false);
    }

    /** The loss of training, and the half of an autoencoder that a network leaves out. */
    private static List<Pattern> unasked(Set<String> network) {
        List<Pattern> unasked = new ArrayList<>(List.of(Pattern.compile("loss\\..*")));
        if (network.stream().noneMatch(n -> n.startsWith("encoder."))) {
            unasked.add(Pattern.compile("(?:encoder|quant_conv)\\..*"));
        }
        if (network.stream().noneMatch(n -> n.startsWith("decoder."))) {
            unasked.add(Pattern.compile("(?:decoder|post_quant_conv)\\..*"));
        }
        return unasked;
    }

    private static NameMap diffusersAutoencoder(String name, List<String> attention, Set<String> network) {
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.of("^encoder\\.down\\.", "encoder.down_blocks."));
        int levels = levels(network);
        for (int i = 0; i < levels; i++) { // diffusers counts the decoder's levels from the lowest resolution
            rules.add(Rule.of("^decoder\\.up\\." + i + "\\.", "decoder.up_blocks." + (levels - 1 - i) + "."));
        }
        rules.add(Rule.of("\\.downsample\\.", ".downsamplers.0."));
        rules.add(Rule.of("\\.upsample\\.", ".upsamplers.0."));
        rules.add(Rule.of("\\.mid\\.block_1\\.", ".mid_block.resnets.0."));
        rules.add(Rule.of("\\.mid\\.block_2\\.", ".mid_block.resnets.1."));
        rules.add(Rule.of("\\.block\\.", ".resnets."));
        rules.add(Rule.of("\\.nin_shortcut\\.", ".conv_shortcut."));
        rules.add(Rule.of("\\.norm_out\\.", ".conv_norm_out."));
        List<String> ours = List.of("q", "k", "v", "proj_out");
        for (int i = 0; i < ours.size(); i++) {
            rules.add(Rule.of("\\.attn_1\\." + ours.get(i) + "\\.", ".attn_1." + attention.get(i) + "."));
        }
        rules.add(Rule.of("\\.attn_1\\.norm\\.", ".attn_1.group_norm."));
        rules.add(Rule.of("\\.mid\\.attn_1\\.", ".mid_block.attentions.0."));
        return new NameMap(name, rules, unasked(network), true);
    }

    /** Diffusers reads scale before shift where there is no gate: in the head, and for the texts of the last block. */
    private static NameMap diffusersMmdit(int last) {
        List<Rule> rules = new ArrayList<>(List.of(
                Rule.of("^pos_embed$", "pos_embed.pos_embed"),
                Rule.of("^x_embedder\\.proj\\.", "pos_embed.proj."),
                Rule.of("^t_embedder\\.mlp\\.0\\.", "time_text_embed.timestep_embedder.linear_1."),
                Rule.of("^t_embedder\\.mlp\\.2\\.", "time_text_embed.timestep_embedder.linear_2."),
                Rule.of("^y_embedder\\.mlp\\.0\\.", "time_text_embed.text_embedder.linear_1."),
                Rule.of("^y_embedder\\.mlp\\.2\\.", "time_text_embed.text_embedder.linear_2."),
                Rule.of("^final_layer\\.adaLN_modulation\\.1\\.", "norm_out.linear."),
                Rule.of("^final_layer\\.linear\\.", "proj_out."),
                Rule.of("^joint_blocks\\.", "transformer_blocks.")));
        rules.addAll(side("x_block", "attn.to_q attn.to_k attn.to_v", "attn.to_out.0", "norm", "norm1", "ff"));
        rules.addAll(side(
                "context_block",
                "attn.add_q_proj attn.add_k_proj attn.add_v_proj",
                "attn.to_add_out",
                "norm_added",
                "norm1_context",
                "ff_context"));
        List<NameMap.Changed> swapped = List.of(
                new NameMap.Changed(Pattern.compile("^final_layer\\.adaLN_modulation\\."), new Change.HalvesSwapped()),
                new NameMap.Changed(
                        Pattern.compile("^joint_blocks\\.%d\\.context_block\\.adaLN_modulation\\.".formatted(last)),
                        new Change.HalvesSwapped()));
        return new NameMap("diffusers Stable Diffusion 3", rules, List.of(), false, swapped);
    }

    private static List<Rule> side(
            String ours, String projections, String out, String norms, String modulation, String perceptron) {
        String side = "\\." + ours + "\\.";
        String[] parts = projections.split(" ", -1);
        return List.of(
                Rule.of(side + "attn\\.qkv\\.", "." + parts[0] + ".", "." + parts[1] + ".", "." + parts[2] + "."),
                Rule.of(side + "attn\\.proj\\.", "." + out + "."),
                Rule.of(side + "attn\\.ln_([qk])\\.", ".attn." + norms + "_$1."),
                Rule.of(side + "adaLN_modulation\\.1\\.", "." + modulation + ".linear."),
                Rule.of(side + "mlp\\.fc1\\.", "." + perceptron + ".net.0.proj."),
                Rule.of(side + "mlp\\.fc2\\.", "." + perceptron + ".net.2."));
    }

    private static int levels(Set<String> network) {
        return highest(LEVEL, network) + 1;
    }

    /** The largest number that a pattern's first group has among names; -1 without any. */
    private static int highest(Pattern pattern, Set<String> names) {
        int highest = -1;
        for (String name : names) {
            Matcher found = pattern.matcher(name);
            highest = found.matches() ? Math.max(highest, Integer.parseInt(found.group(1))) : highest;
        }
        return highest;
    }
}
