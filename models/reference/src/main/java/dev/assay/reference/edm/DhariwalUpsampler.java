package dev.assay.reference.edm;

import dev.assay.graph.DataType;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A U-Net that sees a small image beside the noisy one, as ADM's {@code SuperResModel} does: both are joined along channels,
 * so that the first convolution has twice the image's. Pixels of the small image are repeated, as a relay enlarges it.
 *
 * <p>Inputs are those of {@link RawNetwork} and {@code low_res} float32 [N,C,H/factor,W/factor], which is not scaled with
 * the noise; the parameters are those of the U-Net.
 *
 * @param factor sides of the image over those of the small one, at least 2
 * @param unet whose {@code inChannels} are those of the image alone
 */
public record DhariwalUpsampler(int factor, DhariwalUnet unet) implements RawNetwork {
    /** The input of small images, around -1 ... 1. */
    public static final String LOW_RES = "low_res";

    private static final String X = "x";

    public DhariwalUpsampler {
        new Rules("dhariwal-upsampler")
                .check(
                        factor >= 2 && unet.imgResolution() % factor == 0,
                        "factor %d, img_resolution %d".formatted(factor, unet.imgResolution()),
                        "the factor is at least 2 and divides the resolution");
    }

    @Override
    public Shape image() {
        return unet.image();
    }

    @Override
    public int labelDim() {
        return unet.labelDim();
    }

    @Override
    public int augmentDim() {
        return unet.augmentDim();
    }

    @Override
    public List<Port> conditions() {
        List<Port> conditions = new ArrayList<>(unet.conditions());
        int side = unet.imgResolution() / factor;
        conditions.add(new Port(LOW_RES, DataType.FLOAT32, Shape.of(Shape.BATCH, unet.inChannels(), side, side)));
        return conditions;
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> inner = new HashMap<>(inputs);
        Tensor small = inner.remove(LOW_RES);
        Tensor large = small.resize(Op.Sampling.NEAREST, unet.imgResolution(), unet.imgResolution());
        inner.put(X, inputs.get(X).concat(1, large));
        return unet.outputs(s, inner);
    }
}
