package dev.assay.reference;

import dev.assay.graph.Array;
import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;

public final class HashedValues {
    private HashedValues() {}

    /** Input {@code input.x} of the parity files: root 3 times the hash. */
    public static Array.Floats x(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[(int) shape.elements()];
        long h = hash("input.x");
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.sqrt(3) * unit(h, i));
        }
        long[] sizes = shape.dims().stream().mapToLong(d -> d).toArray();
        return new Array.Floats(values, sizes);
    }

    public static Weights fill(Network network) {
        List<Parameter> parameters = ShapeBackend.describe(network).parameters();
        return (name, shape) -> {
            Parameter p = parameters.stream()
                    .filter(q -> q.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            float[] values = new float[(int) shape.elements()];
            if (p.role() == Parameter.Role.FIXED) {
                double[] given = ((Init.Given) p.init()).values().get();
                for (int i = 0; i < values.length; i++) values[i] = (float) given[i];
                return values;
            }
            double offset = 0, scale;
            String leaf = name.substring(name.lastIndexOf('.') + 1);
            if (leaf.startsWith("nodecay")) {
                scale = 0.5;
            } else if (leaf.startsWith("param")) {
                offset = name.contains(".bias.") ? 0 : 1;
                scale = 0.25;
            } else if (name.contains("class_embeds")
                    || name.contains("position_embeddings")
                    || name.contains("label_emb")
                    || name.contains("embedding_table")
                    || name.contains("pos_embed")) {
                scale = 0.5;
            } else if (shape.rank() >= 2) {
                scale = Math.sqrt(3.0 * shape.dim(0) / shape.elements());
            } else if (leaf.equals("weight") || leaf.equals("scale")) {
                offset = 1;
                scale = 0.25;
            } else scale = 0.1;
            long h = hash(name);
            for (int i = 0; i < values.length; i++) values[i] = (float) (offset + scale * unit(h, i));
            return values;
        };
    }

    private static double unit(long h, int i) {
        long z = h + (i + 1L) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return 2 * ((z >>> 40) / 0x1p24) - 1;
    }

    private static long hash(String name) {
        long h = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return h;
    }
}
