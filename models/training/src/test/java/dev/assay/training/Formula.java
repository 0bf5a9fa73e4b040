package dev.assay.training;

import dev.assay.graph.Weights;

/** Numbers in (-1, 1) that look random and depend on a name and a place alone. */
final class Formula {
    static final Weights WEIGHTS = (name, shape) -> numbers(name, Math.toIntExact(shape.elements()));

    private Formula() {}

    static float number(String name, int k) {
        return (float) Math.sin(12.9898 * (k + 1) + name.hashCode() % 1000);
    }

    static float[] numbers(String name, int count) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = number(name, k);
        }
        return values;
    }
}
