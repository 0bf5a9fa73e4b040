package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The weights of a checkpoint that has been found to fit a network. */
public final class MatchedWeights implements Weights {
    private static final int SHOWN = 20;

    /** Whole numbers are quantised weights, whose scale is not in the tensor. */
    private static final Set<DataType> FRACTIONS =
            EnumSet.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32, DataType.FLOAT64);

    private final Checkpoint checkpoint;

    private MatchedWeights(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * Checks that a checkpoint has what a network stores and nothing else. Tensors that the network does not read may be
     * absent. The checkpoint stays open and is read while the weights are used.
     */
    public static MatchedWeights match(Checkpoint checkpoint, List<Parameter> parameters) {
        Map<String, StoredTensor> stored = checkpoint.tensors();
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> quantised = new ArrayList<>();
        Set<String> unexpected = new HashSet<>(stored.keySet());
        for (Parameter p : parameters) {
            unexpected.remove(p.name());
            StoredTensor found = stored.get(p.name());
            if (found == null) {
                if (p.role() != Parameter.Role.UNREAD) {
                    missing.add(p.name());
                }
            } else if (!found.fits(p.shape())) {
                wrong.add("%s is %s, not %s".formatted(p.name(), found, p.shape()));
            } else if (p.role() != Parameter.Role.UNREAD && !FRACTIONS.contains(found.type())) {
                quantised.add("%s is %s".formatted(p.name(), found.type()));
            }
        }
        List<String> problems = new ArrayList<>();
        describe("missing", missing, problems);
        describe(
                "unexpected",
                stored.keySet().stream().filter(unexpected::contains).toList(),
                problems);
        describe("wrongly shaped", wrong, problems);
        describe("not in floating point", quantised, problems);
        if (!problems.isEmpty()) {
            throw new AssayException(
                    checkpoint.file(),
                    "does not fit the network: " + String.join("; ", problems),
                    "names and shapes must be those of the network, values floating-point",
                    "check that the file belongs to this network");
        }
        return new MatchedWeights(checkpoint);
    }

    private static void describe(String what, List<String> names, List<String> problems) {
        if (!names.isEmpty()) {
            String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
            problems.add("%d %s (%s%s)".formatted(names.size(), what, shown, names.size() > SHOWN ? ", ..." : ""));
        }
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        return checkpoint.floats(name);
    }
}
