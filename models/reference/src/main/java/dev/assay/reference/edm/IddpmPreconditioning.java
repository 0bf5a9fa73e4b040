package dev.assay.reference.edm;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;

/**
 * For networks of the cosine schedule's discrete steps (Nichol and Dhariwal 2021). F knows the noise levels
 * u_0 > u_1 > ... > u_steps = 0 and is told steps - 1 - j for the nearest.
 *
 * <p>The nearest is found within the network: it is as far down as there are midpoints of neighbours above sigma. The table
 * is stored as {@code u} [steps + 1]; a checkpoint that has it is believed.
 *
 * @param steps of the schedule
 * @param c1 the least ratio of neighbouring signal levels
 * @param c2 the schedule's offset
 */
public record IddpmPreconditioning(int steps, double c1, double c2) implements Preconditioning {
    /** So great that a difference of float32 numbers times it is beyond 1, and within float32. */
    private static final double STEEP = 1e30;

    private static final int MOST_STEPS = 100_000;

    public IddpmPreconditioning {
        Preconditionings.check(
                steps >= 2 && steps <= MOST_STEPS, "iddpm", "steps " + steps, "there are 2 to " + MOST_STEPS);
        Preconditionings.check(
                c1 > 0 && c1 < 1 && c2 > 0, "iddpm", "c1 %s, c2 %s".formatted(c1, c2), "0 < c1 < 1 and 0 < c2");
    }

    /** The noise levels, largest first; the last is 0. */
    double[] levels() {
        double[] u = new double[steps + 1];
        for (int j = steps; j > 0; j--) {
            double ratio = Math.max(signal(j - 1) / signal(j), c1);
            u[j - 1] = StrictMath.sqrt((u[j] * u[j] + 1) / ratio - 1);
        }
        return u;
    }

    private double signal(int j) {
        double sine = StrictMath.sin(0.5 * Math.PI * j / steps / (c2 + 1));
        return sine * sine;
    }

    @Override
    public double sigmaMin() {
        return levels()[steps - 1];
    }

    @Override
    public double sigmaMax() {
        return levels()[0];
    }

    @Override
    public double nearest(double sigma) {
        double[] u = levels();
        int j = 0;
        while (j < steps && Math.abs(u[j + 1] - sigma) < Math.abs(u[j] - sigma)) {
            j++;
        }
        return u[j];
    }

    @Override
    public Factors factors(Scope s, Tensor sigma) {
        Tensor one = Preconditionings.number(sigma, 1);
        Tensor u =
                s.buffer("u", Shape.of(steps + 1), new Init.Given(this::levels)).cast(sigma.type());
        Tensor midpoints = u.slice(0, 0, steps).add(u.slice(0, 1, steps + 1)).div(2);
        Tensor above = midpoints.sub(sigma.reshape(sigma.shape().dim(0), 1)); // [N,steps]
        Tensor index = above.mul(STEEP).max(0).min(1).sum(1);
        Tensor deviation = sigma.square().add(1).sqrt();
        return new Factors(one, sigma.mul(-1), one.div(deviation), index.mul(-1).add(steps - 1));
    }
}
