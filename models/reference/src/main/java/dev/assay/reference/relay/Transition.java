package dev.assay.reference.relay;

/**
 * A step of a relay, from one noise level to the next.
 *
 * @param sigma the noise level reached
 * @param raised the noise level that churn raises it to
 * @param next the level after the step
 * @param kept what blur keeps of each coefficient at {@code raised}, [patch,patch]; not copied, do not modify
 * @param keptNext the same at {@code next}
 */
public record Transition(double sigma, double raised, double next, double[] kept, double[] keptNext) {
    /** What an update multiplies with. */
    <X> StepNumbers<X> numbers(PatchAlgebra<X> algebra, RelayUpdate update) {
        double carried = update.undisturbed() * next / raised;
        double[] gains = new double[kept.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = keptNext[i] - carried * kept[i];
        }
        return new StepNumbers<>(
                algebra.number(carried),
                algebra.matrix(gains),
                algebra.number(raised / next),
                algebra.number(update.eta() * next));
    }
}
