package dev.assay.reference.inception;

import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.FrozenGraph;
import dev.assay.reference.weights.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frozen graph of 2015 ({@code classify_image_graph_def.pb} and, by the same node names,
 * {@code inceptionv1_for_inception_score.pb}) under the names and in the layout of {@link Inception}: kernels
 * [height,width,in,out] become [out,in,height,width], the classifier [2048,1008] becomes [1008,2048].
 */
final class FrozenInception implements Checkpoint {
    /** Branches of blocks by node path within the block; pairs of node path and our name. */
    private static final String[][] A = {
        {"conv", "branch1x1"},
        {"tower/conv", "branch5x5_1"},
        {"tower/conv_1", "branch5x5_2"},
        {"tower_1/conv", "branch3x3dbl_1"},
        {"tower_1/conv_1", "branch3x3dbl_2"},
        {"tower_1/conv_2", "branch3x3dbl_3"},
        {"tower_2/conv", "branch_pool"},
    };

    private static final String[][] B = {
        {"conv", "branch3x3"},
        {"tower/conv", "branch3x3dbl_1"},
        {"tower/conv_1", "branch3x3dbl_2"},
        {"tower/conv_2", "branch3x3dbl_3"},
    };

    private static final String[][] C = {
        {"conv", "branch1x1"},
        {"tower/conv", "branch7x7_1"},
        {"tower/conv_1", "branch7x7_2"},
        {"tower/conv_2", "branch7x7_3"},
        {"tower_1/conv", "branch7x7dbl_1"},
        {"tower_1/conv_1", "branch7x7dbl_2"},
        {"tower_1/conv_2", "branch7x7dbl_3"},
        {"tower_1/conv_3", "branch7x7dbl_4"},
        {"tower_1/conv_4", "branch7x7dbl_5"},
        {"tower_2/conv", "branch_pool"},
    };

    private static final String[][] D = {
        {"tower/conv", "branch3x3_1"},
        {"tower/conv_1", "branch3x3_2"},
        {"tower_1/conv", "branch7x7x3_1"},
        {"tower_1/conv_1", "branch7x7x3_2"},
        {"tower_1/conv_2", "branch7x7x3_3"},
        {"tower_1/conv_3", "branch7x7x3_4"},
    };

    private static final String[][] E = {
        {"conv", "branch1x1"},
        {"tower/conv", "branch3x3_1"},
        {"tower/mixed/conv", "branch3x3_2a"},
        {"tower/mixed/conv_1", "branch3x3_2b"},
        {"tower_1/conv", "branch3x3dbl_1"},
        {"tower_1/conv_1", "branch3x3dbl_2"},
        {"tower_1/mixed/conv", "branch3x3dbl_3a"},
        {"tower_1/mixed/conv_1", "branch3x3dbl_3b"},
        {"tower_2/conv", "branch_pool"},
    };

    private static final List<String> BLOCKS = List.of(
            "Mixed_5b",
            "Mixed_5c",
            "Mixed_5d",
            "Mixed_6a",
            "Mixed_6b",
            "Mixed_6c",
            "Mixed_6d",
            "Mixed_6e",
            "Mixed_7a",
            "Mixed_7b",
            "Mixed_7c");
    private static final List<String[][]> BRANCHES = List.of(A, A, A, B, C, C, C, C, D, E, E);
    private static final List<String> STEM =
            List.of("Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3");

    private final FrozenGraph graph;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /** Where a tensor of ours comes from: a constant, its axes in our order, and whether it counts as ones. */
    private record Source(String constant, List<Integer> axes, boolean ones) {}

    FrozenInception(FrozenGraph graph) {
        this.graph = graph;
        units().forEach(this::unit);
        source("fc.weight", new Source("softmax/weights", List.of(1, 0), false));
        source("fc.bias", new Source("softmax/biases", List.of(0), false));
    }

    /** Our name of each convolution with its normalisation, by node path. */
    static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        for (int i = 0; i < STEM.size(); i++) {
            units.put(numbered("conv", i), STEM.get(i));
        }
        for (int i = 0; i < BLOCKS.size(); i++) {
            for (String[] branch : BRANCHES.get(i)) {
                units.put(numbered("mixed", i) + "/" + branch[0], BLOCKS.get(i) + "." + branch[1]);
            }
        }
        return units;
    }

    private static String numbered(String name, int i) {
        return i == 0 ? name : name + "_" + i;
    }

    private void unit(String node, String name) {
        source(name + ".conv.weight", new Source(node + "/conv2d_params", List.of(3, 2, 0, 1), false));
        // The factor gamma is stored in any case but used only where the node says so.
        boolean scaled = graph.flag(node + "/batchnorm", "scale_after_normalization");
        source(name + ".bn.weight", new Source(node + "/batchnorm/gamma", List.of(0), !scaled));
        source(name + ".bn.bias", new Source(node + "/batchnorm/beta", List.of(0), false));
        source(name + ".bn.running_mean", new Source(node + "/batchnorm/moving_mean", List.of(0), false));
        source(name + ".bn.running_var", new Source(node + "/batchnorm/moving_variance", List.of(0), false));
    }

    private void source(String name, Source source) {
        StoredTensor stored = graph.tensors().get(source.constant());
        if (stored != null && stored.sizes().size() == source.axes().size()) {
            List<Long> sizes = new ArrayList<>();
            source.axes().forEach(axis -> sizes.add(stored.sizes().get(axis)));
            sources.put(name, source);
            tensors.put(name, new StoredTensor(stored.type(), sizes));
        }
    }

    @Override
    public String file() {
        return graph.file();
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        Source source = sources.get(name);
        float[] values = graph.floats(source.constant());
        if (source.ones()) {
            Arrays.fill(values, 1);
            return values;
        }
        return transpose(values, graph.tensors().get(source.constant()).sizes(), source.axes());
    }

    /** Values of the given sizes with axis i of the result being axis {@code axes[i]}. */
    private static float[] transpose(float[] values, List<Long> sizes, List<Integer> axes) {
        int rank = axes.size();
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.toIntExact(sizes.get(axis));
        }
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            int rest = i;
            int from = 0;
            for (int k = rank - 1; k >= 0; k--) {
                int size = Math.toIntExact(sizes.get(axes.get(k)));
                from += rest % size * strides[axes.get(k)];
                rest /= size;
            }
            out[i] = values[from];
        }
        return out;
    }

    @Override
    public void close() {
        graph.close();
    }
}
