package dev.assay.reference.edm;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.reference.edm.Flavour.Gain;
import java.util.List;
import java.util.Map;

/**
 * DDPM++ and NCSN++ (Song et al. 2021) as EDM has them, with EDM's parameter names; inputs and output as
 * {@link RawNetwork} says. Dropout, which only training knows, is no part of it.
 *
 * @param imgResolution rows and columns of the image
 * @param inChannels channels of the image
 * @param outChannels channels of the output
 * @param labelDim classes; 0 without
 * @param augmentDim width of the augmentation labels; 0 without
 * @param modelChannels channels that {@code channelMult} multiplies, even
 * @param channelMult of each level, largest images first
 * @param channelMultEmb width of the embedding over {@code modelChannels}
 * @param numBlocks blocks of each level on the way down
 * @param attnResolutions image sizes with attention: in each block on the way down, in the last on the way up
 * @param embeddingType how the noise is embedded
 * @param channelMultNoise width of that embedding over {@code modelChannels}
 * @param encoderType whether smaller images join on the way down
 * @param resampleFilter weights of the filter for images of twice and half the size, an even number of them
 */
public record SongUnet(
        int imgResolution,
        int inChannels,
        int outChannels,
        int labelDim,
        int augmentDim,
        int modelChannels,
        List<Integer> channelMult,
        int channelMultEmb,
        int numBlocks,
        List<Integer> attnResolutions,
        Embedding embeddingType,
        int channelMultNoise,
        Encoder encoderType,
        List<Integer> resampleFilter)
        implements RawNetwork {
    /** Embeddings of the noise. */
    public enum Embedding {
        /** Sines and cosines of fixed frequencies, 1 to 1/10000. */
        POSITIONAL,
        /** Of random frequencies, {@code map_noise.freqs}. */
        FOURIER
    }

    /** Ways down. */
    public enum Encoder {
        /** DDPM++. */
        STANDARD,
        /** NCSN++: a smaller image joins at each level. */
        RESIDUAL
    }

    private static final double FOURIER_DEVIATION = 16;

    public SongUnet {
        channelMult = List.copyOf(channelMult);
        attnResolutions = List.copyOf(attnResolutions);
        resampleFilter = List.copyOf(resampleFilter);
        Rules rules = new Rules("song-unet");
        rules.sizes(imgResolution, inChannels, outChannels, labelDim, augmentDim);
        rules.widths(imgResolution, modelChannels, channelMult, channelMultEmb, numBlocks);
        rules.check(channelMultNoise > 0, "channel_mult_noise " + channelMultNoise, "it is positive");
        rules.check(
                embeddingType == Embedding.FOURIER || modelChannels * channelMultNoise >= 4,
                "model_channels " + modelChannels,
                "a positional embedding has two frequencies or more");
        int sum = resampleFilter.stream().mapToInt(Integer::intValue).sum();
        rules.check(
                !resampleFilter.isEmpty() && resampleFilter.size() % 2 == 0 && sum > 0,
                "resample_filter " + resampleFilter,
                "it has an even number of weights, with a sum above 0");
    }

    @Override
    public Shape image() {
        return Shape.of(inChannels, imgResolution, imgResolution);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Block block = new Block(Flavour.SONG, new Resampler(resampleFilter));
        List<Integer> channels =
                channelMult.stream().map(m -> m * modelChannels).toList();
        boolean residual = encoderType == Encoder.RESIDUAL;
        Trunk trunk = new Trunk(block, imgResolution, modelChannels, channels, numBlocks, attnResolutions, residual);
        Tensor h = trunk.apply(s, s.number(inputs.get("x")), embedding(s, block, inputs));
        Scope top = s.at("dec");
        Tensor even = block.norm(top.at(trunk.name(0, "aux_norm")), h).silu();
        return Map.of(OUTPUT, block.conv(top.at(trunk.name(0, "aux_conv")), even, outChannels, 3, Gain.LAST));
    }

    /** What the blocks are told: [N,modelChannels channelMultEmb]. */
    private Tensor embedding(Scope s, Block block, Map<String, Tensor> inputs) {
        int width = modelChannels * channelMultEmb;
        Tensor e = s.number(noise(s, inputs.get(NOISE_LABELS)));
        int waves = e.shape().dim(1);
        if (labelDim > 0) {
            Tensor labels = s.number(inputs.get(CLASS_LABELS)).mul(Math.sqrt(labelDim));
            e = e.add(block.linear(s.at("map_label"), labels, waves));
        }
        if (augmentDim > 0) {
            Init init = Flavour.SONG.weight(Gain.FULL, augmentDim, waves, 1);
            e = e.add(Layers.project(s.at("map_augment"), s.number(inputs.get(AUGMENT_LABELS)), waves, init));
        }
        e = block.linear(s.at("map_layer0"), e, width).silu();
        return block.linear(s.at("map_layer1"), e, width).silu();
    }

    /** Noise [N] as sines, then cosines. */
    private Tensor noise(Scope s, Tensor noise) {
        int half = modelChannels * channelMultNoise / 2;
        Tensor angles = noise.reshape(noise.shape().dim(0), 1).mul(frequencies(s, noise, half));
        return angles.sin().concat(-1, angles.cos());
    }

    private Tensor frequencies(Scope s, Tensor noise, int half) {
        if (embeddingType == Embedding.FOURIER) {
            Init random = new Init.Normal(FOURIER_DEVIATION);
            return s.at("map_noise")
                    .buffer("freqs", Shape.of(half), random)
                    .cast(noise.type())
                    .mul(2 * Math.PI);
        }
        double[] frequencies = new double[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = StrictMath.pow(10000, -(double) i / (half - 1));
        }
        return noise.backend().constant(frequencies, Shape.of(half), noise.type());
    }
}
