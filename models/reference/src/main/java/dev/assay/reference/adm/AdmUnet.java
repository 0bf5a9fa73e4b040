package dev.assay.reference.adm;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.reference.QkvOrder;
import dev.assay.reference.adm.Blocks.Change;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The U-Net of guided-diffusion, {@code UNetModel} and {@code SuperResModel}, with its parameter names and the flags of
 * all published models: residual blocks that change the size, scale and shift from the noise. Dropout, which only training
 * knows, is no part of it.
 *
 * <p>Inputs {@code x} float32 [N,C,H,W], {@code timesteps} float32 [N], the index of a step of 1000, {@code low_res}
 * float32 [N,C,lowRes,lowRes] where there is one, and {@code y} int64 [N] where there are classes. Output {@code out}
 * float32: the noise [N,C,H,W] or, with {@code learnSigma}, [N,2 C,H,W] with the place of the log-variance after it.
 *
 * @param imageSize rows and columns of the image
 * @param lowRes rows and columns of the small image that it enlarges; 0 without
 * @param inChannels channels of the image
 * @param learnSigma whether it learns variances
 * @param classes 0 without
 * @param numChannels channels that {@code channelMult} multiplies
 * @param channelMult of each level, largest images first; need not be whole
 * @param numResBlocks residual blocks of each level on the way down
 * @param attentionResolutions image sizes with attention
 * @param numHeads of each attention; 0 if the channels of a head are given
 * @param numHeadChannels channels of a head; 0 if their number is given
 * @param qkvOrder how its joint projections are ordered, which a checkpoint does not say: {@code new} of the model for 64
 *     pixels, {@code legacy} of the others
 */
public record AdmUnet(
        int imageSize,
        int lowRes,
        int inChannels,
        boolean learnSigma,
        int classes,
        int numChannels,
        List<Double> channelMult,
        int numResBlocks,
        List<Integer> attentionResolutions,
        int numHeads,
        int numHeadChannels,
        QkvOrder qkvOrder)
        implements DiffusionNetwork {
    private static final String FAMILY = "adm-unet";

    public AdmUnet {
        channelMult = List.copyOf(channelMult);
        attentionResolutions = List.copyOf(attentionResolutions);
        Trunk.check(
                FAMILY,
                inChannels > 0 && lowRes >= 0 && classes >= 0 && numChannels > 0 && numChannels % 2 == 0,
                "in_channels %d, low_res %d, classes %d, num_channels %d"
                        .formatted(inChannels, lowRes, classes, numChannels),
                "channels are positive, num_channels even, the others 0 or more");
        new Trunk(
                        new Blocks(numHeads, numHeadChannels, qkvOrder),
                        imageSize,
                        Trunk.channels(numChannels, channelMult),
                        numResBlocks,
                        attentionResolutions)
                .check(FAMILY);
    }

    @Override
    public Shape image() {
        return Shape.of(inChannels, imageSize, imageSize);
    }

    @Override
    public Port time() {
        return DiffusionNetwork.each("timesteps", DataType.FLOAT32);
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(List.of(DiffusionNetwork.x(image()), time()));
        if (lowRes > 0) {
            Shape small = Shape.of(Shape.BATCH, inChannels, lowRes, lowRes);
            inputs.add(new Port("low_res", DataType.FLOAT32, small));
        }
        if (classes > 0) {
            inputs.add(DiffusionNetwork.each("y", DataType.INT64));
        }
        return inputs;
    }

    @Override
    public boolean learnsVariance() {
        return learnSigma;
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        Tensor out = outputs.get("out");
        return learnSigma ? out.slice(1, 0, inChannels) : out;
    }

    @Override
    public Tensor variance(Map<String, Tensor> outputs) {
        if (!learnSigma) {
            return DiffusionNetwork.super.variance(outputs);
        }
        return outputs.get("out").slice(1, inChannels, 2 * inChannels);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Blocks blocks = new Blocks(numHeads, numHeadChannels, qkvOrder);
        List<Integer> channels = Trunk.channels(numChannels, channelMult);
        Trunk trunk = new Trunk(blocks, imageSize, channels, numResBlocks, attentionResolutions);
        Tensor noise = Blocks.time(s, inputs.get("timesteps"), numChannels);
        if (classes > 0) {
            Scope table = s.at("label_emb");
            noise = noise.add(Layers.embedding(table, inputs.get("y"), classes, 4 * numChannels, new Init.Normal(1)));
        }
        List<Tensor> downs = trunk.down(s, image(s, inputs), noise);
        Tensor h = trunk.middle(s, downs.get(downs.size() - 1), noise);
        h = Blocks.norm(s.at("out.0"), up(s, trunk, h, noise, downs)).silu();
        return Map.of("out", Blocks.lastConv(s.at("out.2"), h, learnSigma ? 2 * inChannels : inChannels));
    }

    /** The noisy image, and after it the small one in its size. */
    private Tensor image(Scope s, Map<String, Tensor> inputs) {
        Tensor x = s.number(inputs.get("x"));
        if (lowRes == 0) {
            return x;
        }
        Tensor small = inputs.get("low_res").resize(Op.Sampling.BILINEAR, imageSize, imageSize);
        return x.concat(1, s.number(small));
    }

    private Tensor up(Scope s, Trunk trunk, Tensor middle, Tensor noise, List<Tensor> downs) {
        Deque<Tensor> skips = new ArrayDeque<>(downs);
        Tensor h = middle;
        int block = 0;
        for (int level = channelMult.size() - 1; level >= 0; level--) {
            int width = trunk.channels().get(level);
            for (int i = 0; i <= numResBlocks; i++) {
                Scope at = s.at("output_blocks." + block);
                block++;
                h = Blocks.residual(at.at("0"), h.concat(1, skips.removeLast()), noise, width, Change.NONE);
                h = trunk.attends(level) ? trunk.blocks().attention(at.at("1"), h) : h;
                if (level > 0 && i == numResBlocks) {
                    h = Blocks.residual(at.at(trunk.attends(level) ? "2" : "1"), h, noise, width, Change.UP);
                }
            }
        }
        return h;
    }
}
