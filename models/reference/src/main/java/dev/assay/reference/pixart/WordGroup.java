package dev.assay.reference.pixart;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small text-to-group model, ours: {@link PixartGroup} with captions that are learnt with it, a vector for each word
 * plus one for each place.
 *
 * <p>Inputs {@code x}, {@code t} and {@code share} as {@link GroupNetwork} has them, and {@code tokens} int64 [B,n,L] as
 * {@link Words} makes them; {@link Words#PADDING} is hidden but for the first token, so that a member with padding alone has
 * no text. Output {@code out} as that of PixartGroup.
 *
 * @param tokens rows of the table of words, at least {@link Words#tokens}
 * @param group what captions are given to; L is its caption tokens, the vectors have its caption width
 */
public record WordGroup(int tokens, PixartGroup group) implements GroupNetwork {
    /** The name of the texts' input. */
    public static final String TOKENS = "tokens";

    private static final Init SMALL = new Init.Normal(0.02);
    private static final Init WORD = new Init.Normal(1);

    public WordGroup {
        if (tokens < 2 || group.base().microConditions()) {
            throw new AssayException(
                    "word-group",
                    "%d tokens%s".formatted(tokens, group.base().microConditions() ? " and micro-conditions" : ""),
                    "there are padding, unknown words and any number of known ones, and no other conditions",
                    "correct the configuration");
        }
    }

    /** Tokens of a text, L. */
    public int length() {
        return group.base().captionTokens();
    }

    /** Members of the base model's size. */
    public Members alike(int count) {
        return Members.alike(
                count,
                group.base().channels(),
                group.base().rows(),
                group.base().columns());
    }

    @Override
    public Members members() {
        return group.members();
    }

    @Override
    public WordGroup with(Members members, Sight sight) {
        return new WordGroup(tokens, group.with(members, sight));
    }

    @Override
    public List<Port> inputs() {
        return List.of(
                DiffusionNetwork.x(image()),
                time(),
                GroupNetwork.share(members()),
                new Port(TOKENS, DataType.INT64, Shape.of(Shape.BATCH, members().count(), length())));
    }

    @Override
    public boolean learnsVariance() {
        return group.learnsVariance();
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return group.prediction(outputs);
    }

    @Override
    public Tensor variance(Map<String, Tensor> outputs) {
        return group.variance(outputs);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor words = inputs.get(TOKENS);
        int width = group.base().captionWidth();
        Tensor places = s.at("words").parameter("places", Shape.of(length(), width), SMALL);
        Map<String, Tensor> rest = new LinkedHashMap<>(inputs);
        rest.remove(TOKENS);
        rest.put(
                "caption",
                Layers.embedding(s.at("words"), words, tokens, width, WORD).add(places));
        rest.put("mask", shown(words));
        return group.outputs(s, rest);
    }

    /** 1 for words and the first place, 0 for the padding after it. */
    private Tensor shown(Tensor words) {
        double[] first = new double[length()];
        first[0] = 1;
        Tensor row = words.backend().constant(first, Shape.of(1, 1, length()), DataType.FLOAT32);
        return new Op.Binary(Op.Arithmetic.MAX).on(words.cast(DataType.FLOAT32).min(1), row);
    }
}
