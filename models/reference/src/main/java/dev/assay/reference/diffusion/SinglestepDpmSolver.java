package dev.assay.reference.diffusion;

import static dev.assay.reference.diffusion.Integrator.phi1;
import static dev.assay.reference.diffusion.Integrator.phi2;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver (Lu et al. 2022, algorithms 1 and 2, appendix D) and DPM-Solver++ in single
 * steps (Lu et al. 2022b): each step of order k calls the denoiser k times. Steps are of the given order, with lower
 * orders at the end so that exactly {@code evaluations} calls are made. No last denoising step is added: the result is
 * at time {@code end}.
 *
 * @param evaluations calls of the denoiser, at least 1
 * @param order 1 (which is DDIM), 2 or 3
 * @param grid how times are spread
 * @param end where sampling stops, in (0,1)
 * @param integrand what is taken as smooth: the noise for DPM-Solver, the image for DPM-Solver++
 */
public record SinglestepDpmSolver(int evaluations, int order, TimeGrid grid, double end, Integrand integrand)
        implements Sampler {
    public SinglestepDpmSolver {
        Integrator.check(evaluations, order, end);
    }

    @Override
    public <X> X sample(Diffusion<X> diffusion) {
        Integrator<X> integrator = Integrator.of(diffusion, integrand, end);
        X x = diffusion.noise().draw(0);
        for (double[] times : grid.strides(diffusion.schedule(), end, orders())) {
            x = switch (times.length) {
                case 2 -> first(integrator, x, times);
                case 3 -> second(integrator, x, times);
                default -> third(integrator, x, times);
            };
        }
        return x;
    }

    @Override
    public int nfe() {
        return evaluations;
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    /** The order of each step; they sum to the evaluations. */
    List<Integer> orders() {
        List<Integer> orders = new ArrayList<>();
        int left = evaluations;
        // Order 3 ends on [2, 1], [1] or [2], so that the last step is never of order 3.
        while (left > (order == 3 ? 3 : 0)) {
            int next = Math.min(order, left);
            orders.add(next);
            left -= next;
        }
        if (order == 3) {
            orders.addAll(left == 3 ? List.of(2, 1) : List.of(left));
        }
        return orders;
    }

    private static <X> X first(Integrator<X> integrator, X x, double[] t) {
        X m = integrator.evaluate(x, t[0]);
        return integrator.step(x, t[0], t[1], new double[] {phi1(integrator.length(t[0], t[1]))}, List.of(m));
    }

    /** m' = (m1 - m) / r1, and phi1 / 2 in place of phi2. */
    private static <X> X second(Integrator<X> integrator, X x, double[] t) {
        double h = integrator.length(t[0], t[2]);
        double h1 = integrator.length(t[0], t[1]);
        X m = integrator.evaluate(x, t[0]);
        X x1 = integrator.step(x, t[0], t[1], new double[] {phi1(h1)}, List.of(m));
        X m1 = integrator.evaluate(x1, t[1]);
        double slope = phi1(h) / (2 * h1 / h);
        return integrator.step(x, t[0], t[2], new double[] {phi1(h) - slope, slope}, List.of(m, m1));
    }

    /** m' = (m2 - m) / r2, which is right to the order that counts where r2 is near 2/3. */
    private static <X> X third(Integrator<X> integrator, X x, double[] t) {
        double h = integrator.length(t[0], t[3]);
        double h1 = integrator.length(t[0], t[1]);
        double h2 = integrator.length(t[0], t[2]);
        X m = integrator.evaluate(x, t[0]);
        X x1 = integrator.step(x, t[0], t[1], new double[] {phi1(h1)}, List.of(m));
        X m1 = integrator.evaluate(x1, t[1]);
        double slope1 = phi2(h2) * h2 / h1;
        X x2 = integrator.step(x, t[0], t[2], new double[] {phi1(h2) - slope1, slope1}, List.of(m, m1));
        X m2 = integrator.evaluate(x2, t[2]);
        double slope2 = phi2(h) * h / h2;
        return integrator.step(x, t[0], t[3], new double[] {phi1(h) - slope2, slope2}, List.of(m, m2));
    }
}
