package dev.assay.reference.edm;

import dev.assay.graph.Init;

/** What the blocks of EDM's two U-Nets differ in. */
enum Flavour {
    /** Of Dhariwal and Nichol 2021: scale and shift from the noise, heads of 64 channels. */
    ADM(1e-5, 1) {
        @Override
        int heads(int channels) {
            return channels / HEAD_CHANNELS;
        }

        @Override
        Init weight(Gain gain, int in, int out, int places) {
            return gain == Gain.LAST ? Init.ZEROS : Init.fanIn(in * places);
        }

        @Override
        Init bias(Gain gain, int in, int places) {
            return gain == Gain.LAST ? Init.ZEROS : Init.fanIn(in * places);
        }
    },
    /** Of Song et al. 2021: a shift from the noise, one head, every sum over the root of two. */
    SONG(1e-6, Math.sqrt(0.5)) {
        @Override
        int heads(int channels) {
            return 1;
        }

        @Override
        Init weight(Gain gain, int in, int out, int places) {
            double factor =
                    switch (gain) {
                        case FULL -> 1;
                        case ATTENTION -> Math.sqrt(0.2);
                        case LAST -> 1e-5;
                    };
            return new Init.Uniform(factor * Math.sqrt(6.0 / ((in + out) * places)));
        }

        @Override
        Init bias(Gain gain, int in, int places) {
            return Init.ZEROS;
        }
    };

    private static final int HEAD_CHANNELS = 64;

    private final double epsilon;
    private final double sumScale;

    Flavour(double epsilon, double sumScale) {
        this.epsilon = epsilon;
        this.sumScale = sumScale;
    }

    /** How large the first weights of a layer are. */
    enum Gain {
        FULL,
        /** Of the joint projection of an attention. */
        ATTENTION,
        /** Of the last layer of a branch, which begins as nothing or close to it. */
        LAST
    }

    /** Attention heads for so many channels; 0 stands for no attention, not even its parameters. */
    abstract int heads(int channels);

    /** What a weight begins with; {@code places} is the area of its window. */
    abstract Init weight(Gain gain, int in, int out, int places);

    abstract Init bias(Gain gain, int in, int places);

    /** Of the normalisations. */
    double epsilon() {
        return epsilon;
    }

    /** What each sum of a block and its input is multiplied by. */
    double sumScale() {
        return sumScale;
    }
}
