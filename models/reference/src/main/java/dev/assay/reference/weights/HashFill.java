package dev.assay.reference.weights;

import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Weights that follow from the names of the tensors alone, without a random generator, so that any program can make them
 * again: for tests against other implementations and for measuring speed. With h the 64-bit FNV-1a hash of the name and
 * mix the finaliser of splitmix64,
 *
 * <pre>
 *     r_i = 2 (mix(h + (i+1) 0x9E3779B97F4A7C15) >>> 40) / 2^24 - 1,   value_i = offset + scale r_i,   i row-major,
 * </pre>
 *
 * in double and then rounded. Offset and scale keep activations near unit size: those of norms are around 1, those of
 * matrices have variance 1 / fan-in.
 */
public final class HashFill implements Weights {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private static final Set<String> TIME_SLOPES = Set.of("nodecay_weight", "nodecay_bias");
    private static final Set<String> TIME_ENDS = Set.of("param0", "param1");
    private static final Set<String> GAINS = Set.of("weight", "scale");
    private static final Set<String> TABLES =
            Set.of("class_embeds", "position_embeddings", "label_emb", "embedding_table", "pos_embed");

    /** Values uniform in (offset - scale, offset + scale). */
    private record Range(double offset, double scale) {}

    @Override
    public float[] tensor(String name, Shape shape) {
        return fill(name, Math.toIntExact(shape.elements()), range(name, shape));
    }

    /** An input of a network with mean 0 and variance 1, row-major; a longer one begins with a shorter one. */
    public static float[] input(String name, int count) {
        return fill(name, count, new Range(0, Math.sqrt(3)));
    }

    private static float[] fill(String name, int count, Range range) {
        float[] values = new float[count];
        long state = hash(name);
        for (int i = 0; i < count; i++) {
            state += STEP;
            double r = 2 * ((mix(state) >>> 40) * 0x1p-24) - 1;
            values[i] = (float) (range.offset() + range.scale() * r);
        }
        return values;
    }

    private static long hash(String name) {
        long hash = FNV_START;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static Range range(String name, Shape shape) {
        List<String> words = List.of(name.split("\\.", -1));
        String leaf = words.get(words.size() - 1);
        String parent = words.size() > 1 ? words.get(words.size() - 2) : "";
        if (TIME_SLOPES.contains(leaf)) {
            return new Range(0, 0.5);
        }
        if (TIME_ENDS.contains(leaf) && (GAINS.contains(parent) || parent.equals("bias"))) {
            return new Range(parent.equals("bias") ? 0 : 1, 0.25);
        }
        if (TABLES.contains(leaf.equals("weight") ? parent : leaf)) {
            return new Range(0, 0.5);
        }
        if (shape.rank() >= 2) {
            double fanIn = shape.elements() / (double) shape.dim(0);
            return new Range(0, Math.sqrt(3 / fanIn));
        }
        return shape.rank() == 1 && GAINS.contains(leaf) ? new Range(1, 0.25) : new Range(0, 0.1);
    }
}
