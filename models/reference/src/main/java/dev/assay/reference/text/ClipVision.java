package dev.assay.reference.text;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Extractor;
import dev.assay.reference.Layers;
import dev.assay.spec.AssayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The image tower of CLIP (Radford et al. 2021, arXiv 2103.00020), a vision transformer, with the parameter names of
 * transformers' {@code CLIPVisionModelWithProjection}.
 *
 * <p>Input {@code x} float32 [N,3,size,size], channels less {@link #MEAN} over {@link #DEVIATION}. Outputs, all float32:
 * {@code last_hidden_state} [N,1 + (size/patch)^2,width], the class token and the patches row by row, not normalised;
 * {@code pooler_output} [N,width], the class token normalised; {@code image_embeds} [N,projection], that projected to where
 * the text tower's embeddings are; not normalised.
 *
 * @param size rows and columns of the image
 * @param patch rows and columns that make a token
 * @param width of the tokens
 * @param mlp width of the perceptrons
 * @param depth blocks
 * @param heads attention heads
 * @param activation of the perceptrons: {@code quick_gelu} of OpenAI's towers, {@code gelu} of OpenCLIP's
 * @param projection width of the embedding
 */
public record ClipVision(
        int size, int patch, int width, int mlp, int depth, int heads, ClipActivation activation, int projection)
        implements Network {
    /** Means of the channels of CLIP's training images, of pixels from 0 to 1. */
    public static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);

    /** Their standard deviations. */
    public static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

    /** The name of the input. */
    public static final String X = "x";

    /** The name of the output of all tokens. */
    public static final String HIDDEN = "last_hidden_state";

    /** The name of the output of one token for the image. */
    public static final String POOLED = "pooler_output";

    /** The name of the output beside the text tower's. */
    public static final String EMBEDDING = "image_embeds";

    private static final int CHANNELS = 3;

    public ClipVision {
        new ClipBlock(width, mlp, heads, activation).check("clip-vision", size, patch, depth, projection);
        if (size % patch != 0) {
            throw new AssayException(
                    "clip-vision",
                    "size %d and patch %d".formatted(size, patch),
                    "the size must divide into patches",
                    "correct the configuration");
        }
    }

    /** This as a feature extractor: images come as CLIP's own processor brings them, {@code features} are embeddings. */
    public Extractor extractor(String name, String about) {
        return new Extractor(
                name,
                this,
                size,
                size,
                "pil-uint8-bicubic-crop",
                MEAN.stream().map(v -> 255 * v).toList(),
                DEVIATION.stream().map(v -> 255 * v).toList(),
                Map.of("features", EMBEDDING),
                about);
    }

    @Override
    public List<Port> inputs() {
        return List.of(new Port(X, DataType.FLOAT32, Shape.of(Shape.BATCH, CHANNELS, size, size)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope root, Map<String, Tensor> inputs) {
        Scope s = root.at("vision_model");
        Tensor x = tokens(s.at("embeddings"), s.number(inputs.get(X)));
        x = Layers.layerNorm(s.at("pre_layrnorm"), x, ClipBlock.EPSILON); // the released spelling
        ClipBlock block = new ClipBlock(width, mlp, heads, activation);
        for (int i = 0; i < depth; i++) {
            x = block.apply(s.at("encoder.layers." + i), x);
        }
        Tensor first = x.slice(1, 0, 1).reshape(x.shape().dim(0), width);
        Tensor pooled = Layers.layerNorm(s.at("post_layernorm"), first, ClipBlock.EPSILON);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(HIDDEN, x);
        outputs.put(POOLED, pooled);
        outputs.put(EMBEDDING, Layers.project(root.at("visual_projection"), pooled, projection, ClipBlock.SMALL));
        return outputs;
    }

    /** The class token and the patches with their places added: [N,1 + patches,width]. */
    private Tensor tokens(Scope s, Tensor image) {
        Window window = Window.square(patch, patch, 0);
        Tensor kernel =
                s.at("patch_embedding").parameter("weight", Shape.of(width, CHANNELS, patch, patch), ClipBlock.SMALL);
        Tensor patches = Layers.tokens(
                image.conv2d(kernel, new Op.Conv(window.strideHeight(), window.strideWidth(), window.padding(), 1)));
        Tensor token =
                s.parameter("class_embedding", Shape.of(width), ClipBlock.SMALL).reshape(1, 1, width);
        Tensor each = patches.slice(1, 0, 1).mul(0).add(token); // one for each image
        int count = 1 + (size / patch) * (size / patch);
        Tensor places = s.at("position_embedding").parameter("weight", Shape.of(count, width), ClipBlock.SMALL);
        return each.concat(1, patches).add(places.reshape(1, count, width));
    }
}
