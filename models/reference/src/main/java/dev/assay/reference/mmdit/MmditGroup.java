package dev.assay.reference.mmdit;

import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The multimodal diffusion transformer for groups (Huang et al. 2024, section 3): the same parameters, with images that see
 * the images of all members. The paper names no settings; it gives every member the places of a single image, and nothing
 * tells members apart but their texts and their noise.
 *
 * <p>Inputs, float32, as {@link GroupNetwork} has them: {@code x} [B,C,1,P], {@code t} [B], {@code share} [B,n], then
 * {@code context} [B,n,L,contextWidth], where L is the longest text's length and of member i the first
 * {@code contextTokens[i]} tokens count, and {@code pooled} [B,n,pooledWidth]. Output {@code out} like {@code x}.
 *
 * @param base the network; the sizes of its image and its text stand for nothing here
 * @param members the images
 * @param contextTokens tokens of each member's text
 * @param sight which members attend to which
 */
public record MmditGroup(Mmdit base, Members members, List<Integer> contextTokens, Sight sight)
        implements GroupNetwork {
    private static final Rule RULE = new Rule("mmdit-group");

    public MmditGroup {
        contextTokens = List.copyOf(contextTokens);
        RULE.check(
                members.channels() == base.channels(),
                "members have %d channels".formatted(members.channels()),
                "the network has " + base.channels());
        RULE.check(
                contextTokens.size() == members.count()
                        && contextTokens.stream().allMatch(c -> c > 0),
                "context tokens " + contextTokens,
                "one number above 0 for each of %d members is needed".formatted(members.count()));
        for (Members.Size member : members.sizes()) {
            Mmdit.checkImage(base.patch(), base.positions(), member.height(), member.width());
        }
    }

    /** Where the number of members changes, all texts are as long as the longest. */
    @Override
    public MmditGroup with(Members others, Sight another) {
        List<Integer> tokens =
                others.count() == members.count() ? contextTokens : Collections.nCopies(others.count(), longest());
        return new MmditGroup(base, others, tokens, another);
    }

    private int longest() {
        return Collections.max(contextTokens);
    }

    @Override
    public List<Port> inputs() {
        int n = members.count();
        return List.of(
                DiffusionNetwork.x(image()),
                time(),
                GroupNetwork.share(members),
                new Port("context", DataType.FLOAT32, Shape.of(Shape.BATCH, n, longest(), base.contextWidth())),
                new Port("pooled", DataType.FLOAT32, Shape.of(Shape.BATCH, n, base.pooledWidth())));
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return outputs.get("out");
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor t = inputs.get("t");
        Tensor times = t.reshape(t.shape().dim(0), 1).mul(inputs.get(SHARE));
        return Map.of(
                "out",
                new Transformer(base, members, contextTokens, sight)
                        .apply(s, inputs.get("x"), times, inputs.get("context"), inputs.get("pooled")));
    }
}
