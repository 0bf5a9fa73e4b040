package dev.assay.reference.edm;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.edm.Flavour.Gain;
import dev.assay.reference.edm.Resampler.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The way down and back up of both U-Nets. Level i has images of the size {@code resolution >> i}, which is in the names
 * of the parameters.
 *
 * @param block what it is made of
 * @param resolution rows and columns of the image
 * @param first channels after the first convolution
 * @param channels of each level
 * @param blocks of each level on the way down; there is one more on the way up
 * @param attention sizes at which blocks have attention
 * @param residual whether smaller images join at each level on the way down, as in NCSN++
 */
record Trunk(
        Block block,
        int resolution,
        int first,
        List<Integer> channels,
        int blocks,
        List<Integer> attention,
        boolean residual) {
    /** x [N,C,H,W] to [N,channels of level 0,H,W]. */
    Tensor apply(Scope s, Tensor x, Tensor noise) {
        Deque<Tensor> skips = new ArrayDeque<>();
        Tensor lowest = down(s.at("enc"), x, noise, skips);
        return up(s.at("dec"), lowest, noise, skips);
    }

    private Tensor down(Scope enc, Tensor x, Tensor noise, Deque<Tensor> skips) {
        Tensor h = block.conv(enc.at(name(0, "conv")), x, first, 3, Gain.FULL);
        skips.push(h);
        Tensor smaller = x;
        for (int level = 0; level < channels.size(); level++) {
            if (level > 0) {
                int width = h.shape().dim(1);
                h = block.apply(enc.at(name(level, "down")), h, noise, width, Change.DOWN, false);
                if (residual) {
                    Tensor joins = block.convDown(enc.at(name(level, "aux_residual")), smaller, width);
                    smaller = h.add(joins).mul(Math.sqrt(0.5));
                    h = smaller;
                }
                skips.push(h);
            }
            for (int i = 0; i < blocks; i++) {
                Scope at = enc.at(name(level, "block" + i));
                h = block.apply(at, h, noise, channels.get(level), Change.NONE, attends(level));
                skips.push(h);
            }
        }
        return h;
    }

    private Tensor up(Scope dec, Tensor lowest, Tensor noise, Deque<Tensor> skips) {
        int last = channels.size() - 1;
        int width = lowest.shape().dim(1);
        Tensor h = block.apply(dec.at(name(last, "in0")), lowest, noise, width, Change.NONE, true);
        h = block.apply(dec.at(name(last, "in1")), h, noise, width, Change.NONE, false);
        for (int level = last; level >= 0; level--) {
            if (level < last) {
                h = block.apply(dec.at(name(level, "up")), h, noise, h.shape().dim(1), Change.UP, false);
            }
            for (int i = 0; i <= blocks; i++) {
                Scope at = dec.at(name(level, "block" + i));
                boolean attends = attends(level) && (block.flavour() == Flavour.ADM || i == blocks);
                h = block.apply(at, h.concat(1, skips.pop()), noise, channels.get(level), Change.NONE, attends);
            }
        }
        return h;
    }

    private boolean attends(int level) {
        return attention.contains(resolution >> level);
    }

    /** The name of a part of a level: {@code 16x16_block0}. */
    String name(int level, String part) {
        int size = resolution >> level;
        return size + "x" + size + "_" + part;
    }
}
