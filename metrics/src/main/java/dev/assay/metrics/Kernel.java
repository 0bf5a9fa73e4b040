package dev.assay.metrics;

/** A positive definite kernel as a function of an inner product and two squared lengths. */
@FunctionalInterface
interface Kernel {
    double value(double inner, double squaredLength, double otherSquaredLength);

    /** (x.y / d + 1)^3, Binkowski et al. 2018, section 4. */
    static Kernel cubic(int dimension) {
        return (inner, a, b) -> {
            double base = inner / dimension + 1;
            return base * base * base;
        };
    }

    /** exp(-|x - y|^2 / (2 sigma^2)). */
    static Kernel gaussian(double sigma) {
        return (inner, a, b) -> Math.exp(-Math.max(0, a + b - 2 * inner) / (2 * sigma * sigma));
    }
}
