package dev.assay.reference;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Self-attention among the places of an image, its projections stored as convolutions of one place: {@code weight} and
 * {@code bias} of each.
 *
 * @param order of the rows of the joint projection
 * @param heads at least 1
 * @param windowAxes axes of size 1 after [out,in] of the stored weights: 2 for a convolution of images, 1 of rows
 * @param qkv what the weight of the joint projection begins with
 * @param qkvBias and its bias
 * @param out what weight and bias of the last projection begin with
 */
public record PlaceAttention(QkvOrder order, int heads, int windowAxes, Init qkv, Init qkvBias, Init out) {
    /** x [N,C,H,W], normalised, to [N,C,H,W]. */
    public Tensor apply(Scope qkvScope, Scope outScope, Tensor x) {
        Shape s = x.shape();
        Tensor tokens = Layers.tokens(x);
        List<Tensor> parts = parts(qkvScope, tokens);
        Tensor mixed = parts.get(0).attention(parts.get(1), parts.get(2), heads);
        Tensor joined = project(outScope, mixed, s.dim(1));
        return joined.transpose(0, 2, 1).reshape(s.dim(0), s.dim(1), s.dim(2), s.dim(3));
    }

    /**
     * Queries, keys and values of tokens [N,L,C]: [N,L,C] each, head by head. Rows are reordered where the weights are,
     * which a runtime does once, when it opens the file.
     */
    public List<Tensor> parts(Scope s, Tensor tokens) {
        int channels = tokens.shape().dim(2);
        Shape stored = stored(channels, 3 * channels);
        Tensor weight = s.projection("weight", stored, qkv, heads).reshape(3 * channels, channels);
        Tensor bias = s.projection("bias", Shape.of(3 * channels), qkvBias, heads);
        Tensor ordered = order.sorted(bias.reshape(3 * channels, 1), heads).reshape(3 * channels);
        return tokens.linear(order.sorted(weight, heads), ordered).chunk(-1, 3);
    }

    /** The last projection of tokens [N,L,C] to [N,L,width]. */
    public Tensor project(Scope s, Tensor tokens, int width) {
        int in = tokens.shape().dim(2);
        Tensor weight = s.parameter("weight", stored(in, width), out).reshape(width, in);
        return tokens.linear(weight, s.parameter("bias", Shape.of(width), out));
    }

    private Shape stored(int in, int out) {
        List<Integer> sizes = new ArrayList<>(List.of(out, in));
        for (int i = 0; i < windowAxes; i++) {
            sizes.add(1);
        }
        return new Shape(sizes);
    }
}
