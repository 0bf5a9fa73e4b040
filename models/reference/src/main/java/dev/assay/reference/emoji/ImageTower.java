package dev.assay.reference.emoji;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tower of pictures in {@link EmojiTowers}, which says what goes in and comes out. Squares of 2 x 2 pixels become
 * channels, then each level is a step to its width (of stride 2 after the first) and one residual block (He et al. 2016);
 * features are the means over places.
 *
 * @param size rows and columns of a picture
 * @param widths channels of each level
 * @param groups of all normalisations
 * @param classes of pictures
 * @param embedding numbers of an embedding
 */
public record ImageTower(int size, List<Integer> widths, int groups, int classes, int embedding) implements Network {
    private static final double EPSILON = 1e-5;

    public ImageTower {
        widths = List.copyOf(widths);
    }

    @Override
    public List<Port> inputs() {
        return List.of(new Port(EmojiTowers.IMAGE, DataType.FLOAT32, Shape.of(Shape.BATCH, 3, size, size)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope root, Map<String, Tensor> inputs) {
        Scope s = root.at("image");
        Tensor h = s.number(inputs.get(EmojiTowers.IMAGE)).pixelUnshuffle(2, Op.ChannelOrder.CHANNEL_LAST);
        for (int level = 0; level < widths.size(); level++) {
            Scope at = s.at("level" + level);
            h = Layers.conv2d(at.at("in"), h, widths.get(level), Window.square(3, level == 0 ? 1 : 2, 1), 1);
            h = block(at.at("block"), h);
        }
        Tensor features = active(s.at("norm"), h).mean(2, 3); // [N,features]
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(EmojiTowers.FEATURES, features);
        outputs.put(EmojiTowers.EMBEDDING, EmojiTowers.unit(head(s.at(EmojiTowers.EMBEDDING), features, embedding)));
        outputs.put(EmojiTowers.IDENTITY, EmojiTowers.unit(head(s.at(EmojiTowers.IDENTITY), features, embedding)));
        // As many as divide by 4, of which the first are classes.
        Tensor scores = head(s.at(EmojiTowers.LOGITS), features, (classes + 3) / 4 * 4);
        outputs.put(EmojiTowers.LOGITS, scores.slice(1, 0, classes));
        return outputs;
    }

    private Tensor block(Scope s, Tensor x) {
        int width = x.shape().dim(1);
        Tensor h = Layers.conv2d(s.at("conv0"), active(s.at("norm0"), x), width, Window.square(3, 1, 1), 1);
        return x.add(Layers.conv2d(s.at("conv1"), active(s.at("norm1"), h), width, Window.square(3, 1, 1), 1));
    }

    private Tensor active(Scope s, Tensor x) {
        return Layers.groupNorm(s, x, groups, EPSILON).silu();
    }

    private static Tensor head(Scope s, Tensor features, int out) {
        return Layers.linear(s, features, out, Init.fanIn(features.shape().dim(-1)), Init.ZEROS);
    }
}
