package dev.assay.reference.pixart;

import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Members.Size;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PixArt for groups: the tokens of all members see one another in self-attention, everything else is each member's own
 * (Huang et al. 2024, section 3). The parameters are the base model's.
 *
 * <p>Inputs {@code x} float32 [B,channels,1,P], {@code t} float32 [B] and {@code share} float32 [B,n] as {@link
 * GroupNetwork} has them; then those of {@link Pixart} for each member: {@code caption} [B,n,captionTokens,captionWidth],
 * {@code mask} [B,n,captionTokens] and, with micro-conditions, {@code csize} [B,n,2] and {@code ar} [B,n,1]. Output {@code
 * out} float32 [B,channels or twice that,1,P].
 *
 * <p>Members are told apart by their captions and noise alone, as the paper adds no parameters: in another order they come
 * out in that order.
 *
 * @param base the sizes of the network; its rows and columns are those of the base alone
 * @param members of a group
 * @param sight which members attend to which
 */
public record PixartGroup(Pixart base, Members members, Sight sight) implements GroupNetwork {
    private static final Rule RULE = new Rule("pixart-group");

    public PixartGroup {
        int patch = base.patch();
        RULE.check(
                members.channels() == base.channels(),
                "members have %d channels, the base %d".formatted(members.channels(), base.channels()),
                "they are the same");
        RULE.check(
                sight != Sight.FULL,
                "its sight is " + Sight.FULL.id(),
                "texts are no tokens here: %s or %s".formatted(Sight.GROUP.id(), Sight.INDEPENDENT.id()));
        for (Size size : members.sizes()) {
            RULE.check(
                    size.height() % patch == 0 && size.width() % patch == 0,
                    "a member is %d x %d, the patch %d".formatted(size.height(), size.width(), patch),
                    "the sides must divide into patches");
        }
    }

    /**
     * Members of one size that follow one another. They are a batch of the base model.
     *
     * @param first the number of the first
     * @param count how many
     */
    private record Alike(int first, int count, Size size) {
        /** What the members have each, [B,n,...], as a batch [B count,...]. */
        Tensor batch(Tensor each) {
            Shape s = each.shape();
            List<Integer> dims = new ArrayList<>(s.dims().subList(1, s.rank()));
            dims.set(0, count * s.dim(0));
            return each.slice(1, first, first + count)
                    .reshape(dims.stream().mapToInt(Integer::intValue).toArray());
        }

        /** The members of groups [B,C,1,P] as images [B count,C,height,width]. */
        Tensor images(Tensor group, Members members) {
            int b = group.shape().dim(0);
            int channels = group.shape().dim(1);
            return group.slice(3, members.start(first), members.start(first + count))
                    .reshape(b, channels, count, size.height() * size.width())
                    .transpose(0, 2, 1, 3)
                    .reshape(b * count, channels, size.height(), size.width());
        }

        /** The reverse: images to their part of groups, [B,C,1,count height width]. */
        Tensor row(Tensor images) {
            int b = images.shape().dim(0) / count;
            int channels = images.shape().dim(1);
            return images.reshape(b, count, channels, size.height() * size.width())
                    .transpose(0, 2, 1, 3)
                    .reshape(b, channels, 1, count * size.height() * size.width());
        }
    }

    @Override
    public PixartGroup with(Members others, Sight other) {
        return new PixartGroup(base, others, other);
    }

    @Override
    public boolean hasNone(String input) {
        return GroupNetwork.super.hasNone(input) && base.hasNone(input);
    }

    @Override
    public boolean learnsVariance() {
        return base.learnsVariance();
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(List.of(DiffusionNetwork.x(image()), time(), GroupNetwork.share(members)));
        inputs.addAll(base.conditions(Shape.BATCH, members.count()));
        return inputs;
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return base.prediction(outputs);
    }

    @Override
    public Tensor variance(Map<String, Tensor> outputs) {
        return base.variance(outputs);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        List<Alike> runs = runs();
        List<Map<String, Tensor>> batches =
                runs.stream().map(run -> batch(run, inputs)).toList();
        Mixing mixing = Mixing.of(sight, runs.stream().map(Alike::count).toList());
        List<Tensor> made = new Trunk(base).outputs(s, batches, mixing);
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            rows.add(runs.get(i).row(made.get(i)));
        }
        return Map.of(
                "out",
                rows.size() == 1
                        ? rows.get(0)
                        : rows.get(0).concat(3, rows.subList(1, rows.size()).toArray(new Tensor[0])));
    }

    /** The inputs of the base model for some members. */
    private Map<String, Tensor> batch(Alike run, Map<String, Tensor> inputs) {
        Tensor t = inputs.get("t");
        Tensor times = t.reshape(t.shape().dim(0), 1).mul(inputs.get(SHARE));
        Map<String, Tensor> batch = new LinkedHashMap<>();
        batch.put("x", run.images(inputs.get("x"), members));
        batch.put("t", run.batch(times));
        for (Port port : base.conditions(Shape.BATCH)) {
            batch.put(port.name(), run.batch(inputs.get(port.name())));
        }
        return batch;
    }

    private List<Alike> runs() {
        List<Alike> runs = new ArrayList<>();
        List<Size> sizes = members.sizes();
        int first = 0;
        for (int i = 1; i <= sizes.size(); i++) {
            if (i == sizes.size() || !sizes.get(i).equals(sizes.get(first))) {
                runs.add(new Alike(first, i - first, sizes.get(first)));
                first = i;
            }
        }
        return runs;
    }
}
