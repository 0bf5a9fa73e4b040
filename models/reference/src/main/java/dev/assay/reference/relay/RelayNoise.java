package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Choice;
import dev.assay.reference.diffusion.Noise;
import java.util.function.IntFunction;

/**
 * White noise with block noise in it: white + alpha blocks (Teng et al. 2023, eq. 8).
 *
 * @param alpha the weight of block noise; 0 for white noise alone
 * @param blocks the block noise
 * @param form whether the sum is brought back to variance 1
 */
public record RelayNoise(double alpha, BlockNoise blocks, Form form) {
    /** White noise alone. */
    public static final RelayNoise WHITE = new RelayNoise(0, new BlockNoise(1), Form.RELEASED);

    /** Two forms of the same noise. */
    public enum Form implements Choice {
        /** The sum as it is, with variance 1 + alpha^2: what the released code trains and samples with. */
        RELEASED("released"),
        /** The sum over sqrt(1 + alpha^2), with variance 1: what the paper writes. */
        PAPER("paper");

        private final String id;

        Form(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    public RelayNoise {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha must be a number from 0, got " + alpha);
        }
    }

    /** How many draws of white noise one draw of this takes. */
    public int draws() {
        return alpha > 0 ? 2 : 1;
    }

    /** The standard deviation of each pixel. */
    public double deviation() {
        return form == Form.PAPER ? 1 : StrictMath.sqrt(1 + alpha * alpha);
    }

    /** This noise from draws 0 to {@link #draws} - 1 of white noise. */
    public <X> X of(PatchAlgebra<X> algebra, IntFunction<X> white) {
        X first = white.apply(0);
        if (draws() == 1) {
            return first;
        }
        double scale = deviation() / StrictMath.sqrt(1 + alpha * alpha);
        return algebra.images().sum(scale, first, scale * alpha, algebra.blocks(blocks, white.apply(1)));
    }

    /**
     * The same as a source of noise for any sampler, so that a model of pixels that was trained with block noise from the
     * start can be sampled with it.
     */
    public <X> Noise<X> from(PatchAlgebra<X> algebra, Noise<X> white) {
        return draw -> of(algebra, k -> white.draw(draw * draws() + k));
    }
}
