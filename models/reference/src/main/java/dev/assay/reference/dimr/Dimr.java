package dev.assay.reference.dimr;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The multi-resolution network of DiMR, with the parameter names of the released code. Every branch sees the whole noisy
 * image through a convolution of its own; each but the first also gets all features of the branch below.
 *
 * <p>Inputs {@code x} float32 [N,channels,size,size], {@code log_snr} float32 [N] (4 tau; the released models are given
 * 8 n / 1000 - 4 for step n of 1000) and {@code y} int64 [N], 0 to classes - 1. Outputs {@code out_0, out_1, ...} float32,
 * the noise at each branch's resolution, lowest first; the last is the prediction.
 *
 * @param size rows and columns of the image
 * @param channels channels of the image
 * @param classes rows of the class table, that of no class included
 * @param norm the normalisation of the blocks
 * @param mlp the perceptrons
 * @param cascade how a branch takes up the features of the one below
 * @param branches lowest resolution first
 */
public record Dimr(int size, int channels, int classes, Norm norm, Mlp mlp, Cascade cascade, List<Branch> branches)
        implements DiffusionNetwork {
    /** What linear layers and tables begin with. */
    static final Init SMALL = new Init.TruncatedNormal(0.02);

    /** Perceptrons of the blocks. */
    public enum Mlp {
        /** W2 (GELU(W0 x) * (W1 x)), the paper's gated linear unit. */
        GLU,
        /** W2 GELU(W0 x), of its ablation. */
        PLAIN
    }

    /** How a branch takes up the features of the one below. */
    public enum Cascade {
        /** Added to its own embedding, as released. */
        ADD,
        /** Beside its own embedding and mixed by a linear layer, {@code upsample.3}; the name is ours. */
        CONCAT
    }

    public Dimr {
        branches = List.copyOf(branches);
        check(size > 0 && channels > 0 && classes > 0, "sizes", "size, channels and classes must be positive");
        check(!branches.isEmpty(), "branches", "at least one is needed");
        int below = 0;
        for (int i = 0; i < branches.size(); i++) {
            Branch b = branches.get(i);
            String where = "branch " + i;
            check(b.count() >= 1 && b.width() >= 1 && b.hidden() >= 1, where, "count, width, hidden must be positive");
            check(b.side() * b.patch() == size, where, "side times patch must be the size, " + size);
            check(
                    b.blocks() == Branch.Blocks.CONVNEXT
                            ? b.heads() == 0
                            : b.heads() >= 1 && b.width() % b.heads() == 0,
                    where,
                    "the width must divide into the heads of a transformer; convnext has 0 heads");
            check(i == 0 || b.blocks() == Branch.Blocks.CONVNEXT, where, "only the first may be a transformer");
            check(
                    i == 0 || (b.side() > below && b.side() % below == 0),
                    where,
                    "its side must be a multiple of the one below");
            below = b.side();
        }
    }

    private static void check(boolean kept, String where, String rule) {
        if (!kept) {
            throw new AssayException("dimr: " + where, "does not fit", rule, "correct the configuration");
        }
    }

    @Override
    public Shape image() {
        return Shape.of(channels, size, size);
    }

    @Override
    public Port time() {
        return DiffusionNetwork.each("log_snr", DataType.FLOAT32);
    }

    @Override
    public List<Port> inputs() {
        return List.of(DiffusionNetwork.x(image()), time(), DiffusionNetwork.each("y", DataType.INT64));
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return outputs.get(output(branches.size() - 1));
    }

    @Override
    public List<Tensor> predictions(Map<String, Tensor> outputs) {
        return IntStream.range(0, branches.size())
                .mapToObj(i -> outputs.get(output(i)))
                .toList();
    }

    @Override
    public List<Integer> sides() {
        return branches.stream().map(Branch::side).toList();
    }

    /** The name of a branch's output. */
    public static String output(int branch) {
        return "out_" + branch;
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor x = s.number(inputs.get("x"));
        Tensor logSnr = inputs.get("log_snr");
        Tensor tau = s.number(logSnr.div(4)).reshape(logSnr.shape().dim(0), 1);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        List<Tensor> below = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            Stage stage = new Stage(this, i, s.at("stages." + i), tau);
            below = stage.features(x, inputs.get("y"), below);
            outputs.put(output(i), stage.head(below.get(below.size() - 1)));
        }
        return outputs;
    }
}
