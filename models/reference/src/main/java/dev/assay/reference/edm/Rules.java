package dev.assay.reference.edm;

import dev.assay.reference.Rule;
import java.util.List;

/** What both U-Nets ask of their settings. */
record Rules(String family) {
    private static final int MOST_LEVELS = 16;

    void check(boolean kept, String found, String rule) {
        new Rule(family).check(kept, found, rule);
    }

    void sizes(int resolution, int in, int out, int labels, int augment) {
        check(
                resolution > 0 && in > 0 && out >= in,
                "img_resolution %d, in_channels %d, out_channels %d".formatted(resolution, in, out),
                "they are positive, with as many channels out as in or more");
        check(
                labels >= 0 && augment >= 0,
                "label_dim %d, augment_dim %d".formatted(labels, augment),
                "they are 0 or more");
    }

    void widths(int resolution, int channels, List<Integer> mult, int multEmb, int blocks) {
        check(
                channels > 0 && channels % 2 == 0 && multEmb > 0 && blocks > 0,
                "model_channels %d, channel_mult_emb %d, num_blocks %d".formatted(channels, multEmb, blocks),
                "they are positive, the channels even");
        check(
                !mult.isEmpty() && mult.size() <= MOST_LEVELS && mult.stream().allMatch(m -> m > 0),
                "channel_mult " + mult,
                "there is a positive number for each level, and 16 levels at most");
        check(
                resolution % (1 << (mult.size() - 1)) == 0,
                "img_resolution " + resolution,
                "it must halve %d times".formatted(mult.size() - 1));
    }
}
