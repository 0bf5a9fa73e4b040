package dev.assay.training;

import dev.assay.graph.Shape;

/** Class 0 is bright, class 1 dark. */
record TwoColours(int count) implements TrainingImages {
    @Override
    public String name() {
        return "two colours";
    }

    @Override
    public Shape image() {
        return Shape.of(3, 8, 8);
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public void read(int i, float[] into, int from) {
        for (int k = 0; k < 192; k++) {
            into[from + k] = (label(i) == 0 ? 0.8f : -0.8f) + 0.1f * (i % 5 - 2);
        }
    }

    @Override
    public int label(int i) {
        return i % 2;
    }
}
