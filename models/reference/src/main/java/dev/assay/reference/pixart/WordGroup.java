package dev.assay.reference.pixart;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small text-to-group model, ours: {@link PixartGroup} with captions that are learnt with it, a vector for each word
 * plus one for each place, and if wanted between two convolutions into features of half the sides and two back, each image
 * by itself, which make neighbouring patches fit long before a transformer alone would.
 *
 * <p>Inputs {@code x}, {@code t} and {@code share} as {@link GroupNetwork} has them, and {@code tokens} int64 [B,n,L] as
 * {@link Words} makes them; {@link Words#PADDING} is hidden but for the first token, so that a member with padding alone has
 * no text. Output {@code out} as that of PixartGroup.
 *
 * @param tokens rows of the table of words, at least {@link Words#tokens}
 * @param stem channels of the first convolution of 3-channel images, twice as many of the second; 0 for no convolutions
 * @param group what captions are given to; L is its caption tokens, the vectors have its caption width
 */
public record WordGroup(int tokens, int stem, PixartGroup group) implements GroupNetwork {
    /** The name of the texts' input. */
    public static final String TOKENS = "tokens";

    private static final int COLOURS = 3;

    /** Sides of an image over those of its features. */
    private static final int HALF = 2;

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
        if (stem != 0 && (stem % 2 != 0 || stem < 0 || group.base().channels() != 2 * stem || group.learnsVariance())) {
            throw new AssayException(
                    "word-group",
                    "stem %d for %d channels".formatted(stem, group.base().channels()),
                    "it is even, half the channels of the group, whose variance is not learnt",
                    "correct the configuration");
        }
    }

    /** Tokens of a text, L. */
    public int length() {
        return group.base().captionTokens();
    }

    /** Members of the base model's size. */
    public Members alike(int count) {
        return outer(Members.alike(
                count,
                group.base().channels(),
                group.base().rows(),
                group.base().columns()));
    }

    @Override
    public Members members() {
        return outer(group.members());
    }

    @Override
    public WordGroup with(Members members, Sight sight) {
        return new WordGroup(tokens, stem, group.with(inner(members), sight));
    }

    /** Images of the features. */
    private Members outer(Members features) {
        return stem == 0 ? features : new Members(COLOURS, sized(features, HALF, 1));
    }

    /** Features of the images. */
    private Members inner(Members images) {
        return stem == 0 ? images : new Members(2 * stem, sized(images, 1, HALF));
    }

    private static List<Members.Size> sized(Members members, int times, int over) {
        return members.sizes().stream()
                .map(size -> new Members.Size(size.height() * times / over, size.width() * times / over))
                .toList();
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
        return stem == 0 ? group.outputs(s, rest) : convolved(s, rest);
    }

    /** Each member to features, those to a prediction of features together, and each to its own prediction. */
    private Map<String, Tensor> convolved(Scope s, Map<String, Tensor> inputs) {
        Members images = members();
        Tensor x = s.number(inputs.get("x"));
        List<Tensor> first = new ArrayList<>();
        List<Tensor> second = new ArrayList<>();
        for (int m = 0; m < images.count(); m++) {
            first.add(convolved(s.at("stem.0"), images.member(x, m), stem, 1).silu());
            second.add(convolved(s.at("stem.1"), first.get(m), 2 * stem, HALF).silu());
        }
        Map<String, Tensor> features = new LinkedHashMap<>(inputs);
        features.put("x", group.members().join(second));
        Tensor made = group.outputs(s, features).get("out");
        List<Tensor> out = new ArrayList<>();
        for (int m = 0; m < images.count(); m++) {
            Tensor h = group.members().member(made, m).add(second.get(m));
            h = convolved(s.at("head.0"), h, 2 * stem, 1).silu().pixelShuffle(HALF, Op.ChannelOrder.CHANNEL_LAST);
            h = convolved(s.at("head.1"), h.concat(1, first.get(m)), stem, 1).silu();
            out.add(Layers.conv2d(s.at("head.2"), h, COLOURS, Window.square(3, 1, 1), 1, Init.ZEROS, Init.ZEROS));
        }
        return Map.of("out", images.join(out));
    }

    /** He's initial values (2015), which keep the size of what passes SiLU about the same. */
    private static Tensor convolved(Scope s, Tensor x, int out, int stride) {
        Init init = new Init.Normal(Math.sqrt(2.0 / (9 * x.shape().dim(1))));
        return Layers.conv2d(s, x, out, Window.square(3, stride, 1), 1, init, Init.ZEROS);
    }

    /** 1 for words and the first place, 0 for the padding after it. */
    private Tensor shown(Tensor words) {
        double[] first = new double[length()];
        first[0] = 1;
        Tensor row = words.backend().constant(first, Shape.of(1, 1, length()), DataType.FLOAT32);
        return new Op.Binary(Op.Arithmetic.MAX).on(words.cast(DataType.FLOAT32).min(1), row);
    }
}
