package dev.assay.reference.adm;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.reference.PlaceAttention;
import dev.assay.reference.QkvOrder;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.List;
import java.util.Map;

/**
 * The classifiers of noisy images of guided-diffusion, {@code EncoderUNetModel} with attention pooling, with its parameter
 * names.
 *
 * <p>Inputs {@code x} float32 [N,C,H,W] and {@code timesteps} float32 [N], the index of a step of 1000. Output
 * {@code logits} float32 [N,classes].
 *
 * @param imageSize rows and columns of the image
 * @param inChannels channels of the image
 * @param classes at least 1
 * @param width channels that {@code channelMult} multiplies
 * @param channelMult of each level, largest images first; need not be whole
 * @param depth residual blocks of each level
 * @param attentionResolutions image sizes with attention
 * @param numHeadChannels channels of a head
 * @param qkvOrder how the joint projections of its blocks are ordered; {@code legacy} of the published ones. That of the
 *     pooling is always {@code new}.
 */
public record AdmClassifier(
        int imageSize,
        int inChannels,
        int classes,
        int width,
        List<Double> channelMult,
        int depth,
        List<Integer> attentionResolutions,
        int numHeadChannels,
        QkvOrder qkvOrder)
        implements Network {
    private static final String FAMILY = "adm-classifier";

    public AdmClassifier {
        channelMult = List.copyOf(channelMult);
        attentionResolutions = List.copyOf(attentionResolutions);
        Trunk.check(
                FAMILY,
                inChannels > 0 && classes > 0 && width > 0 && width % 2 == 0 && numHeadChannels > 0,
                "in_channels %d, classes %d, width %d, num_head_channels %d"
                        .formatted(inChannels, classes, width, numHeadChannels),
                "they are positive, the width even");
        new Trunk(
                        new Blocks(0, numHeadChannels, qkvOrder),
                        imageSize,
                        Trunk.channels(width, channelMult),
                        depth,
                        attentionResolutions)
                .check(FAMILY);
    }

    @Override
    public List<Port> inputs() {
        return List.of(
                DiffusionNetwork.x(Shape.of(inChannels, imageSize, imageSize)),
                DiffusionNetwork.each("timesteps", DataType.FLOAT32));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Blocks blocks = new Blocks(0, numHeadChannels, qkvOrder);
        List<Integer> channels = Trunk.channels(width, channelMult);
        Trunk trunk = new Trunk(blocks, imageSize, channels, depth, attentionResolutions);
        Tensor noise = Blocks.time(s, inputs.get("timesteps"), width);
        List<Tensor> downs = trunk.down(s, s.number(inputs.get("x")), noise);
        Tensor h = trunk.middle(s, downs.get(downs.size() - 1), noise);
        Tensor even = Blocks.norm(s.at("out.0"), h).silu();
        return Map.of("logits", pooled(s.at("out.2"), Layers.tokens(even), blocks));
    }

    /** Attention of the mean place to all places and itself: tokens [N,L,C] to [N,classes]. */
    private Tensor pooled(Scope s, Tensor places, Blocks blocks) {
        int channels = places.shape().dim(2);
        int count = places.shape().dim(1) + 1;
        Tensor positions = s.parameter(
                "positional_embedding", Shape.of(channels, count), new Init.Normal(1 / Math.sqrt(channels)));
        Tensor tokens = places.meanKeeping(1).concat(1, places).add(positions.transpose(1, 0));
        PlaceAttention attention = blocks.of(channels, QkvOrder.NEW, Init.fanIn(channels));
        List<Tensor> parts = attention.parts(s.at("qkv_proj"), tokens);
        Tensor first = parts.get(0).slice(1, 0, 1);
        Tensor mixed = first.attention(parts.get(1), parts.get(2), attention.heads());
        return attention
                .project(s.at("c_proj"), mixed, classes)
                .reshape(tokens.shape().dim(0), classes);
    }
}
