package dev.assay.reference.mmdit;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.Portions;
import dev.assay.reference.group.Sight;
import java.util.ArrayList;
import java.util.List;

/**
 * A block with weights of their own for texts and images, joined by attention (Esser et al. 2024, figure 2b).
 *
 * <p>In a group images ask the images of all members and their own text, texts ask their own image and themselves (Huang et
 * al. 2024, section 3). Softmax over these two sets of keys is what a mask over all pairs of tokens gives, without the matrix:
 * each member asks for itself.
 *
 * @param texts the texts' side
 * @param images the images' side
 * @param sight which members attend to which
 */
record JointBlock(Side texts, Side images, Sight sight) {
    /** Tokens of all texts and of all images, [N,L,width] each. */
    record Tokens(Tensor texts, Tensor images) {}

    /** The condition is that after SiLU, [N,members,width]. */
    Tokens apply(Scope s, Tokens x, Tensor condition) {
        Scope textScope = s.at("context_block");
        Scope imageScope = s.at("x_block");
        List<Tensor> textParts = Side.modulation(textScope, condition, 6);
        List<Tensor> imageParts = Side.modulation(imageScope, condition, 6);
        Side.Projected text = project(texts, textScope, x.texts(), textParts);
        Side.Projected image = project(images, imageScope, x.images(), imageParts);
        Tensor seenByTexts = attend(text.queries(), texts, i -> keysOfText(text, image, i));
        Tensor seenByImages = attend(image.queries(), images, i -> keysOfImage(text, image, i));
        return new Tokens(
                texts.finish(textScope, x.texts(), seenByTexts, textParts),
                images.finish(imageScope, x.images(), seenByImages, imageParts));
    }

    /** The last block, of which the texts only give keys and values: to the images' tokens. */
    Tensor last(Scope s, Tokens x, Tensor condition) {
        Scope textScope = s.at("context_block");
        Scope imageScope = s.at("x_block");
        Side.Projected text = project(texts, textScope, x.texts(), Side.modulation(textScope, condition, 2));
        List<Tensor> parts = Side.modulation(imageScope, condition, 6);
        Side.Projected image = project(images, imageScope, x.images(), parts);
        Tensor seen = attend(image.queries(), images, i -> keysOfImage(text, image, i));
        return images.finish(imageScope, x.images(), seen, parts);
    }

    private static Side.Projected project(Side side, Scope s, Tensor x, List<Tensor> m) {
        return side.project(s.at("attn"), side.modulate(x, m.get(0), m.get(1)));
    }

    /** What a member's tokens are compared with, and what they then take. */
    private record Seen(Tensor keys, Tensor values) {}

    /** What a member sees. */
    private interface View {
        Seen of(int member);
    }

    private static Tensor attend(Tensor queries, Side side, View view) {
        List<Tensor> members = new ArrayList<>();
        for (int i = 0; i < side.runs().count(); i++) {
            Seen seen = view.of(i);
            members.add(
                    Portions.USUAL.attention(side.runs().part(queries, i), seen.keys(), seen.values(), side.heads()));
        }
        return Portions.joined(members);
    }

    private Seen keysOfImage(Side.Projected text, Side.Projected image, int member) {
        return switch (sight) {
            case GROUP ->
                new Seen(
                        texts.runs().part(text.keys(), member).concat(1, image.keys()),
                        texts.runs().part(text.values(), member).concat(1, image.values()));
            case INDEPENDENT -> own(text, image, member);
            case FULL -> all(text, image);
        };
    }

    private Seen keysOfText(Side.Projected text, Side.Projected image, int member) {
        return sight == Sight.FULL ? all(text, image) : own(text, image, member);
    }

    private Seen own(Side.Projected text, Side.Projected image, int member) {
        return new Seen(
                texts.runs().part(text.keys(), member).concat(1, images.runs().part(image.keys(), member)),
                texts.runs().part(text.values(), member).concat(1, images.runs().part(image.values(), member)));
    }

    private static Seen all(Side.Projected text, Side.Projected image) {
        return new Seen(text.keys().concat(1, image.keys()), text.values().concat(1, image.values()));
    }
}
