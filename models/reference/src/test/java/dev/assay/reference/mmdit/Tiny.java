package dev.assay.reference.mmdit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.Port;
import dev.assay.graph.Weights;
import dev.assay.reference.Parity;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.weights.HashFill;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tiny network of the parity files, alone and in groups, with its weights and inputs. */
final class Tiny {
    static final Mmdit NET = net(8, 8, 2, false);

    /** The table of places is filled too, so that the middle of it counts. */
    static final Weights WEIGHTS = new HashFill();

    private Tiny() {}

    static Mmdit net(int rows, int columns, int depth, boolean qkNorm) {
        return new Mmdit(rows, columns, 16, 2, 128, depth, 2, 8, 8, 5, 24, 32, qkNorm);
    }

    /** The network that the parity file describes. */
    static Mmdit of(JsonNode model, int rows, int columns) {
        JsonNode config = model.get("config");
        JsonNode context = config.get("context_embedder_config").get("params");
        return new Mmdit(
                rows,
                columns,
                config.get("in_channels").asInt(),
                config.get("patch_size").asInt(),
                model.get("hidden").asInt(),
                config.get("depth").asInt(),
                model.get("heads").asInt(),
                config.get("pos_embed_max_size").asInt(),
                config.get("pos_embed_max_size").asInt(),
                5,
                context.get("in_features").asInt(),
                config.get("adm_in_channels").asInt(),
                !config.get("qk_norm").isNull());
    }

    /** The inputs of a batch. */
    static Map<String, Array> inputs(Mmdit net, float... t) {
        int n = t.length;
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", Parity.x(n, net.channels(), net.rows(), net.columns()));
        inputs.put("t", new Array.Floats(t, n));
        inputs.put("context", named("input.context", n, net.contextTokens(), net.contextWidth()));
        inputs.put("pooled", named("input.pooled", n, net.pooledWidth()));
        return inputs;
    }

    static Array.Floats named(String name, int... sizes) {
        long count = Arrays.stream(sizes).asLongStream().reduce(1, Math::multiplyExact);
        return new Array.Floats(
                HashFill.input(name, Math.toIntExact(count)),
                Arrays.stream(sizes).asLongStream().toArray());
    }

    /** Several of the network's images as a group. */
    static MmditGroup group(Mmdit net, int members, Sight sight) {
        return new MmditGroup(
                net,
                Members.alike(members, net.channels(), net.rows(), net.columns()),
                Collections.nCopies(members, net.contextTokens()),
                sight);
    }

    /**
     * The inputs of one group whose members' parts are given one after the other, as of a batch of the base network.
     *
     * @param x images [channels,height,width] of the members in turn
     * @param times of the members
     */
    static Map<String, Array> inputs(MmditGroup group, float[] x, float[] times, Map<String, Array> texts) {
        int n = group.members().count();
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put(
                "x",
                new Array.Floats(
                        joined(group.members(), x),
                        1,
                        group.image().dim(0),
                        1,
                        group.image().dim(2)));
        inputs.put("t", new Array.Floats(new float[] {1}, 1));
        inputs.put("share", new Array.Floats(times, 1, n));
        for (Port port : group.inputs()) {
            if (texts.get(port.name()) instanceof Array.Floats text && !inputs.containsKey(port.name())) {
                long[] sizes = port.shape().dims().stream().mapToLong(Math::abs).toArray();
                inputs.put(port.name(), new Array.Floats(text.values(), sizes));
            }
        }
        return inputs;
    }

    /** Images [C,height,width] of members in turn as a group [C,1,P]. */
    static float[] joined(Members members, float[] images) {
        float[] group = new float[images.length];
        move(members, images, group, true);
        return group;
    }

    /** The reverse: one image of a group. */
    static float[] member(Members members, float[] group, int member) {
        float[] images = new float[group.length];
        move(members, images, group, false);
        int c = members.channels();
        return Arrays.copyOfRange(images, c * members.start(member), c * members.start(member + 1));
    }

    private static void move(Members members, float[] images, float[] group, boolean join) {
        int all = members.start(members.count());
        for (int i = 0; i < members.count(); i++) {
            int start = members.start(i);
            int own = members.start(i + 1) - start;
            for (int c = 0; c < members.channels(); c++) {
                int inImages = members.channels() * start + c * own;
                int inGroup = c * all + start;
                if (join) {
                    System.arraycopy(images, inImages, group, inGroup, own);
                } else {
                    System.arraycopy(group, inGroup, images, inImages, own);
                }
            }
        }
    }

    /** Parts in another order. */
    static float[] reordered(float[] parts, List<Integer> order) {
        int each = parts.length / order.size();
        float[] moved = new float[parts.length];
        for (int i = 0; i < order.size(); i++) {
            System.arraycopy(parts, order.get(i) * each, moved, i * each, each);
        }
        return moved;
    }
}
