package dev.assay.reference;

import static dev.assay.graph.Shape.BATCH;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Small pictures as features: needs no weights. Output {@code pixels} float32 [N,3*side*side] in the order channel, row,
 * column, in the range 0-1.
 *
 * <p>Input {@code x} float32 [N,3,H,W]: of any size in grey levels 0-255 where the resize is inside, otherwise [N,3,side,
 * side] in the range 0-1.
 *
 * @param side rows and columns of the small picture
 * @param resizeInside whether the network resizes (antialiased bilinear) and scales by 255, or the caller has
 */
public record Pixels(int side, boolean resizeInside) implements Network {
    @Override
    public List<Port> inputs() {
        int size = resizeInside ? Shape.ANY : side;
        return List.of(new Port("x", DataType.FLOAT32, Shape.of(BATCH, 3, size, size)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
        Tensor x = inputs.get("x");
        if (resizeInside) {
            x = x.resize(Op.Sampling.ANTIALIASED_BILINEAR, side, side).div(255);
        }
        return Map.of("pixels", x.reshape(BATCH, 3 * side * side));
    }

    /** Writes the extractor {@code pixels-<side>} into a folder and gives the descriptor's path. */
    public static Path export(int side, Path folder) {
        return new Extractor(
                        "pixels-" + side,
                        new Pixels(side, false),
                        side,
                        side,
                        "antialias-bilinear",
                        List.of(0.0, 0.0, 0.0),
                        List.of(255.0, 255.0, 255.0),
                        Map.of("features", "pixels"),
                        "antialiased %1$dx%1$d pixels, 0-1, order channel, row, column; no weights".formatted(side))
                .export(
                        (name, shape) -> {
                            throw new IllegalStateException("pixels have no parameters, asked for " + name);
                        },
                        folder);
    }
}
