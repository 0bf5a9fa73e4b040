package dev.assay.reference.model;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import java.util.List;
import java.util.Map;

/**
 * The decoder of a model that makes pixels: {@code z} float32 [N,C,H,W], -1 to 1, to {@code image} uint8 [N,H,W,C]. It has
 * no parameters.
 *
 * @param picture [C,H,W]
 */
public record PixelDecoder(Shape picture) implements Network {
    @Override
    public List<Port> inputs() {
        Shape images = Shape.of(Shape.BATCH, picture.dim(0), picture.dim(1), picture.dim(2));
        return List.of(new Port("z", DataType.FLOAT32, images));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        return Map.of("image", Layers.pixels(inputs.get("z")));
    }
}
