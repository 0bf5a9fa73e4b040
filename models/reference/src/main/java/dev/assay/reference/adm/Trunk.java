package dev.assay.reference.adm;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import dev.assay.reference.adm.Blocks.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * What the U-Net and the classifiers share: the way down, {@code input_blocks}, and {@code middle_block}.
 *
 * @param blocks what it is made of
 * @param imageSize rows and columns of the image
 * @param channels of each level, largest images first
 * @param numResBlocks residual blocks of each level
 * @param attention image sizes with attention
 */
record Trunk(Blocks blocks, int imageSize, List<Integer> channels, int numResBlocks, List<Integer> attention) {
    private static final int MOST_LEVELS = 16;
    private static final int GROUPS = 32;

    /** Channels of each level: a multiple of {@code base}, which need not be whole. */
    static List<Integer> channels(int base, List<Double> multiples) {
        return multiples.stream().map(m -> (int) (m * base)).toList();
    }

    /** Checks sizes; {@code family} is for messages. */
    void check(String family) {
        check(family, imageSize > 0 && numResBlocks > 0, "a size is 0 or less", "all sizes are positive");
        check(
                family,
                !channels.isEmpty() && channels.size() <= MOST_LEVELS,
                channels.size() + " levels",
                "there are 1 to " + MOST_LEVELS);
        check(
                family,
                channels.stream().allMatch(c -> c > 0 && c % GROUPS == 0),
                "levels of %s channels".formatted(channels),
                "they divide into %d groups".formatted(GROUPS));
        check(
                family,
                imageSize % (1 << (channels.size() - 1)) == 0,
                "image_size " + imageSize,
                "it must halve %d times".formatted(channels.size() - 1));
        check(
                family,
                blocks.numHeads() >= 0
                        && blocks.numHeadChannels() >= 0
                        && (blocks.numHeads() == 0) != (blocks.numHeadChannels() == 0),
                "num_heads %d, num_head_channels %d".formatted(blocks.numHeads(), blocks.numHeadChannels()),
                "one of them is 0");
        for (int level = 0; level < channels.size(); level++) {
            check(
                    family,
                    blocks.fits(channels.get(level)) || !(attends(level) || level == channels.size() - 1),
                    "%d channels with attention".formatted(channels.get(level)),
                    "they divide into heads");
        }
    }

    static void check(String family, boolean kept, String found, String rule) {
        new Rule(family).check(kept, found, rule);
    }

    /** The outputs of all input blocks, in order. */
    List<Tensor> down(Scope s, Tensor x, Tensor noise) {
        Scope in = s.at("input_blocks");
        Tensor h = Blocks.conv(in.at("0.0"), x, channels.get(0));
        List<Tensor> all = new ArrayList<>(List.of(h));
        for (int level = 0; level < channels.size(); level++) {
            for (int i = 0; i < numResBlocks; i++) {
                Scope at = in.at(Integer.toString(all.size()));
                h = Blocks.residual(at.at("0"), h, noise, channels.get(level), Change.NONE);
                h = attends(level) ? blocks.attention(at.at("1"), h) : h;
                all.add(h);
            }
            if (level < channels.size() - 1) {
                Scope at = in.at(all.size() + ".0");
                h = Blocks.residual(at, h, noise, channels.get(level), Change.DOWN);
                all.add(h);
            }
        }
        return all;
    }

    /** The lowest images with attention between two residual blocks. */
    Tensor middle(Scope s, Tensor lowest, Tensor noise) {
        Scope at = s.at("middle_block");
        int width = lowest.shape().dim(1);
        Tensor h = Blocks.residual(at.at("0"), lowest, noise, width, Change.NONE);
        h = blocks.attention(at.at("1"), h);
        return Blocks.residual(at.at("2"), h, noise, width, Change.NONE);
    }

    boolean attends(int level) {
        return attention.contains(imageSize >> level);
    }
}
