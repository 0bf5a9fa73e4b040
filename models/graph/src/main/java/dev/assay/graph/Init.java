package dev.assay.graph;

import java.util.function.Supplier;

/** What a parameter holds before training. */
public sealed interface Init {
    /** Nothing: its values come from a checkpoint. */
    Init NONE = new None();

    Init ZEROS = new Constant(0);
    Init ONES = new Constant(1);

    /** See {@link #NONE}. */
    record None() implements Init {}

    /** The same everywhere. */
    record Constant(double value) implements Init {}

    /** Even between -bound and bound. */
    record Uniform(double bound) implements Init {}

    /** Normal with mean 0. */
    record Normal(double deviation) implements Init {}

    /** Normal with mean 0, drawn again where it is beyond two deviations. */
    record TruncatedNormal(double deviation) implements Init {}

    /** Known values, row-major. */
    record Given(Supplier<double[]> values) implements Init {}

    /** What torch gives linear and convolution layers and their biases: even up to 1 / sqrt(inputs of an output). */
    static Init fanIn(int inputs) {
        return new Uniform(1 / Math.sqrt(inputs));
    }

    /** Even up to sqrt(6 / (in + out)) (Glorot and Bengio 2010). */
    static Init xavier(int in, int out) {
        return new Uniform(Math.sqrt(6.0 / (in + out)));
    }
}
