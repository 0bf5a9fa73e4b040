package dev.assay.reference.weights;

import dev.assay.reference.QkvOrder;
import dev.assay.reference.weights.NameMap.Changed;
import dev.assay.reference.weights.NameMap.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The U-Net of ADM as EDM and as guided-diffusion call its parts. EDM's names hold image sizes, guided-diffusion's count
 * blocks, so that the map follows from EDM's names: those of the network, or those of the file.
 *
 * <p>The two also order the rows of joint projections otherwise, and guided-diffusion in two ways that its files do not
 * tell apart: there is a map for each, and the right one must be named.
 *
 * <p>Heads are EDM's: one for each 64 channels. A network of guided-diffusion with others is refused; a file of
 * guided-diffusion does not tell its heads, so that the model of EDM must be one of the same heads.
 */
final class AdmNames {
    private static final int HEAD_CHANNELS = 64;
    private static final int MOST_LEVELS = 16;
    private static final int MOST_BLOCKS = 64;

    /** Before EDM's names in a denoiser's checkpoint. */
    private static final String OPTIONAL_MODEL = "^(?:model\\.)?";

    private static final Pattern BLOCK =
            Pattern.compile("(?:.*\\.)?enc\\.(\\d{1,5})x\\1_block(\\d{1,2})\\.norm0\\.weight");
    private static final Pattern ATTENTION =
            Pattern.compile("(?:.*\\.)?((?:enc|dec)\\.\\d{1,5}x\\d{1,5}_\\w+)\\.qkv\\.weight");

    /** Members of residual and attention blocks, EDM's and guided-diffusion's. */
    private static final List<List<String>> MEMBERS = List.of(
            List.of("norm0", "in_layers.0"),
            List.of("conv0", "in_layers.2"),
            List.of("affine", "emb_layers.1"),
            List.of("norm1", "out_layers.0"),
            List.of("conv1", "out_layers.3"),
            List.of("skip", "skip_connection"),
            List.of("norm2", "norm"),
            List.of("proj", "proj_out"));

    /** A part in both. {@code attention} is where guided-diffusion has the attention of it; empty where there is none. */
    private record Part(String edm, String adm, String attention) {}

    /** Blocks of each image size, and which parts have attention. */
    private final TreeMap<Integer, Integer> blocks = new TreeMap<>(Collections.reverseOrder());

    private final Set<String> attention = new HashSet<>();

    private AdmNames(Collection<String> edmNames) {
        for (String name : edmNames) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                blocks.merge(Integer.parseInt(block.group(1)), Integer.parseInt(block.group(2)) + 1, Math::max);
            }
            Matcher attends = ATTENTION.matcher(name);
            if (attends.matches()) {
                attention.add(attends.group(1));
            }
        }
    }

    /** Files of guided-diffusion for a network of EDM. */
    static List<NameMap> forEdm(Collection<String> network) {
        AdmNames names = new AdmNames(network);
        if (!names.sane()) {
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        for (Part part : names.parts()) {
            String found = OPTIONAL_MODEL + Pattern.quote(part.edm()) + "\\.";
            if (!part.attention().isEmpty()) {
                rules.add(Rule.of(found + "(norm2|qkv|proj)\\.", part.attention() + ".$1."));
            }
            rules.add(Rule.of(found, part.adm() + "."));
        }
        MEMBERS.forEach(m -> rules.add(Rule.of("\\." + m.get(0) + "\\.", "." + m.get(1) + ".")));
        return List.of(
                map(
                        "guided-diffusion (legacy attention order)",
                        rules,
                        List.of(),
                        QkvOrder.LEGACY,
                        QkvOrder.INTERLEAVED),
                map("guided-diffusion (new attention order)", rules, List.of(), QkvOrder.NEW, QkvOrder.INTERLEAVED));
    }

    /** Files of EDM for a network of guided-diffusion. */
    static List<NameMap> forAdm(Collection<String> file) {
        AdmNames names = new AdmNames(file);
        if (!names.sane()) {
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        MEMBERS.forEach(m -> rules.add(Rule.of("\\." + Pattern.quote(m.get(1)) + "\\.", "." + m.get(0) + ".")));
        for (Part part : names.parts()) {
            rules.add(Rule.of("^" + Pattern.quote(part.adm()) + "\\.", part.edm() + "."));
            if (!part.attention().isEmpty()) {
                rules.add(Rule.of("^" + Pattern.quote(part.attention()) + "\\.", part.edm() + "."));
            }
        }
        List<Pattern> ignored =
                List.of(Pattern.compile("(?:.*\\.)?resample_filter"), Pattern.compile("map_augment\\.weight"));
        return List.of(
                map("EDM (for the legacy attention order)", rules, ignored, QkvOrder.INTERLEAVED, QkvOrder.LEGACY),
                map("EDM (for the new attention order)", rules, ignored, QkvOrder.INTERLEAVED, QkvOrder.NEW));
    }

    private static NameMap map(String name, List<Rule> rules, List<Pattern> ignored, QkvOrder from, QkvOrder to) {
        List<Changed> changes = List.of(
                new Changed(Pattern.compile("(?:^|\\.)(?:map_label|label_emb)\\.weight$"), new Change.Transposed()),
                new Changed(
                        Pattern.compile("\\.qkv\\.(?:weight|bias)$"), new Change.Reordered(from, to, HEAD_CHANNELS)));
        return new NameMap(name, rules, ignored, true, changes);
    }

    private boolean sane() {
        return !blocks.isEmpty()
                && blocks.size() <= MOST_LEVELS
                && blocks.values().stream().allMatch(count -> count <= MOST_BLOCKS);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(
                new Part("map_layer0", "time_embed.0", ""),
                new Part("map_layer1", "time_embed.2", ""),
                new Part("map_label", "label_emb", ""),
                new Part("out_norm", "out.0", ""),
                new Part("out_conv", "out.2", "")));
        down(parts);
        up(parts);
        return parts;
    }

    private void down(List<Part> parts) {
        int block = 0;
        for (Map.Entry<Integer, Integer> level : blocks.entrySet()) {
            String at = "enc." + size(level.getKey());
            parts.add(new Part(at + (block == 0 ? "conv" : "down"), "input_blocks." + block + ".0", ""));
            block++;
            for (int i = 0; i < level.getValue(); i++) {
                parts.add(part(at + "block" + i, "input_blocks." + block));
                block++;
            }
        }
    }

    /** A block with its attention, if it has any, after it. */
    private Part part(String edm, String adm) {
        return new Part(edm, adm + ".0", attention.contains(edm) ? adm + ".1" : "");
    }

    private void up(List<Part> parts) {
        List<Integer> sizes = new ArrayList<>(blocks.descendingKeySet()); // smallest first
        String lowest = "dec." + size(sizes.get(0));
        parts.add(part(lowest + "in0", "middle_block"));
        parts.add(new Part(lowest + "in1", "middle_block.2", ""));
        int block = 0;
        for (int level = 0; level < sizes.size(); level++) {
            String at = "dec." + size(sizes.get(level));
            int last = blocks.get(sizes.get(level));
            for (int i = 0; i <= last; i++) {
                Part part = part(at + "block" + i, "output_blocks." + block);
                parts.add(part);
                if (i == last && level < sizes.size() - 1) {
                    String up = "output_blocks." + block + (part.attention().isEmpty() ? ".1" : ".2");
                    parts.add(new Part("dec." + size(sizes.get(level + 1)) + "up", up, ""));
                }
                block++;
            }
        }
    }

    private static String size(int pixels) {
        return pixels + "x" + pixels + "_";
    }
}
