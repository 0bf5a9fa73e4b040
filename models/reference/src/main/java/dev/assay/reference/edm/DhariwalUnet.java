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
 * The U-Net of ADM (Dhariwal and Nichol 2021) as EDM has it, with EDM's parameter names; inputs and output as
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
 * @param attnResolutions image sizes with attention, where there are 64 channels or more
 */
public record DhariwalUnet(
        int imgResolution,
        int inChannels,
        int outChannels,
        int labelDim,
        int augmentDim,
        int modelChannels,
        List<Integer> channelMult,
        int channelMultEmb,
        int numBlocks,
        List<Integer> attnResolutions)
        implements RawNetwork {
    private static final Resampler PAIR = new Resampler(List.of(1, 1));

    public DhariwalUnet {
        channelMult = List.copyOf(channelMult);
        attnResolutions = List.copyOf(attnResolutions);
        Rules rules = new Rules("dhariwal-unet");
        rules.sizes(imgResolution, inChannels, outChannels, labelDim, augmentDim);
        rules.widths(imgResolution, modelChannels, channelMult, channelMultEmb, numBlocks);
    }

    @Override
    public Shape image() {
        return Shape.of(inChannels, imgResolution, imgResolution);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Block block = new Block(Flavour.ADM, PAIR);
        List<Integer> channels =
                channelMult.stream().map(m -> m * modelChannels).toList();
        Trunk trunk = new Trunk(block, imgResolution, channels.get(0), channels, numBlocks, attnResolutions, false);
        Tensor h = trunk.apply(s, s.number(inputs.get("x")), embedding(s, block, inputs));
        Tensor even = block.norm(s.at("out_norm"), h).silu();
        return Map.of(OUTPUT, block.conv(s.at("out_conv"), even, outChannels, 3, Gain.LAST));
    }

    /** What the blocks are told: [N,modelChannels channelMultEmb]. */
    private Tensor embedding(Scope s, Block block, Map<String, Tensor> inputs) {
        int width = modelChannels * channelMultEmb;
        Tensor e = s.number(Layers.sinusoid(inputs.get(NOISE_LABELS), modelChannels));
        if (augmentDim > 0) {
            Tensor labels = s.number(inputs.get(AUGMENT_LABELS));
            e = e.add(Layers.project(s.at("map_augment"), labels, modelChannels, Init.ZEROS));
        }
        e = block.linear(s.at("map_layer0"), e, width).silu();
        e = block.linear(s.at("map_layer1"), e, width);
        if (labelDim > 0) {
            Tensor labels = s.number(inputs.get(CLASS_LABELS));
            e = e.add(Layers.project(s.at("map_label"), labels, width, new Init.Normal(1)));
        }
        return e.silu();
    }
}
