package dev.assay.reference.text;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.AssayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Stable Diffusion 3 makes of its three text encoders (Esser et al. 2024, arXiv 2403.03206, appendix B.2): both CLIP
 * towers side by side, zeros up to the width of T5, and the tokens of T5 after them. It has no parameters.
 *
 * <p>Inputs, all float32: {@code clip_l} [N,clipTokens,clipL] and {@code clip_g} [N,clipTokens,clipG], the penultimate
 * hidden states; {@code t5} [N,t5Tokens,t5]; {@code pooled_l} [N,clipL], not projected, and {@code pooled_g} [N,clipG],
 * projected. Outputs {@code context} float32 [N,clipTokens + t5Tokens,t5] and {@code pooled} float32 [N,clipL + clipG].
 *
 * @param clipTokens tokens of both CLIP towers, 77
 * @param clipL width of the first, 768
 * @param clipG width of the second, 1280
 * @param t5Tokens tokens of T5: 77 or more in the original, 256 in diffusers
 * @param t5 width of T5, 4096
 */
public record Sd3Conditioning(int clipTokens, int clipL, int clipG, int t5Tokens, int t5) implements Network {
    public Sd3Conditioning {
        if (clipTokens < 1 || clipL < 1 || clipG < 1 || t5Tokens < 1 || t5 < clipL + clipG) {
            throw new AssayException(
                    "sd3-conditioning",
                    "%d tokens of %d + %d and %d of %d".formatted(clipTokens, clipL, clipG, t5Tokens, t5),
                    "all are positive and T5 is as wide as both CLIP towers together",
                    "correct the sizes");
        }
    }

    @Override
    public List<Port> inputs() {
        return List.of(
                port("clip_l", clipTokens, clipL),
                port("clip_g", clipTokens, clipG),
                port("t5", t5Tokens, t5),
                port("pooled_l", clipL),
                port("pooled_g", clipG));
    }

    private static Port port(String name, int... sizes) {
        int[] dims = new int[sizes.length + 1];
        dims[0] = Shape.BATCH;
        System.arraycopy(sizes, 0, dims, 1, sizes.length);
        return new Port(name, DataType.FLOAT32, Shape.of(dims));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor clip = inputs.get("clip_l").concat(-1, inputs.get("clip_g"));
        int missing = t5 - clipL - clipG;
        if (missing > 0) {
            Tensor zeros = clip.backend()
                    .constant(new double[clipTokens * missing], Shape.of(1, clipTokens, missing), clip.type());
            clip = clip.concat(-1, clip.slice(-1, 0, 1).mul(0).add(zeros));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("context", clip.concat(1, inputs.get("t5")));
        outputs.put("pooled", inputs.get("pooled_l").concat(-1, inputs.get("pooled_g")));
        return outputs;
    }
}
