package dev.assay.reference.diffusion;

import static dev.assay.reference.diffusion.Integrator.phi1;
import static dev.assay.reference.diffusion.Integrator.phi2;
import static dev.assay.reference.diffusion.Integrator.phi3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * DPM-Solver++ with earlier evaluations reused (Lu et al. 2022b, algorithm 2 for order 2): one call of the denoiser per
 * step. The first steps are of the orders that there are evaluations for. No last denoising step is added: the result is
 * at time {@code end}.
 *
 * <p>Order 3 is the third-order Adams-Bashforth form of the integral. Published code of that name gives the second
 * derivative half its weight and so converges with order 2; orders 1 and 2 agree with it.
 *
 * @param steps calls of the denoiser, at least 1
 * @param order 1 (which is DDIM), 2 or 3
 * @param grid how times are spread
 * @param end where sampling stops, in (0,1)
 * @param lowerLastBelow with fewer steps than this the last ones drop to order 2 and 1; 0 for never
 * @param integrand what is taken as smooth: the noise for DPM-Solver, the image for DPM-Solver++
 */
public record MultistepDpmSolver(
        int steps, int order, TimeGrid grid, double end, int lowerLastBelow, Integrand integrand) implements Sampler {
    public MultistepDpmSolver {
        Integrator.check(steps, order, end);
    }

    /** An integrand that was evaluated, and when. */
    private record Evaluation<X>(double time, X value) {}

    @Override
    public <X> X sample(Diffusion<X> diffusion) {
        Integrator<X> integrator = Integrator.of(diffusion, integrand, end);
        double[] times = grid.between(diffusion.schedule(), 1, end, steps);
        Deque<Evaluation<X>> latest = new ArrayDeque<>(); // newest first
        X x = diffusion.noise().draw(0);
        for (int i = 0; i < steps; i++) {
            latest.addFirst(new Evaluation<>(times[i], integrator.evaluate(x, times[i])));
            if (latest.size() > order) {
                latest.removeLast();
            }
            x = step(integrator, x, times[i + 1], latest, orderOf(i));
        }
        return x;
    }

    @Override
    public int nfe() {
        return steps;
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    private int orderOf(int step) {
        int possible = Math.min(order, step + 1);
        return steps < lowerLastBelow ? Math.min(possible, steps - step) : possible;
    }

    private static <X> X step(Integrator<X> integrator, X x, double t, Deque<Evaluation<X>> latest, int order) {
        Iterator<Evaluation<X>> evaluations = latest.iterator();
        Evaluation<X> now = evaluations.next();
        double h = integrator.length(now.time(), t);
        if (order == 1) {
            return integrator.step(x, now.time(), t, new double[] {phi1(h)}, List.of(now.value()));
        }
        Evaluation<X> before = evaluations.next();
        double r0 = integrator.length(before.time(), now.time()) / h;
        if (order == 2) {
            // m' = (m - m1) / r0, and phi1 / 2 in place of phi2.
            double slope = phi1(h) / (2 * r0);
            double[] weights = {phi1(h) + slope, -slope};
            return integrator.step(x, now.time(), t, weights, List.of(now.value(), before.value()));
        }
        Evaluation<X> earlier = evaluations.next();
        double r1 = integrator.length(earlier.time(), before.time()) / h;
        double[] weights = third(phi1(h), phi2(h), phi3(h), r0, r1);
        return integrator.step(x, now.time(), t, weights, List.of(now.value(), before.value(), earlier.value()));
    }

    /**
     * The weights of m, m1, m2 at 0, -r0, -r0 - r1 in units of h, by divided differences: with d0 = (m - m1) / r0, d1 =
     * (m1 - m2) / r1 and d = (d0 - d1) / (r0 + r1) the derivatives are m' = d0 + r0 d and m'' = 2 d.
     */
    private static double[] third(double phi1, double phi2, double phi3, double r0, double r1) {
        double first = phi2 / r0;
        double second = (phi2 * r0 + 2 * phi3) / (r0 + r1);
        return new double[] {
            phi1 + first + second / r0, -first - second * (1 / r0 + 1 / r1), second / r1,
        };
    }
}
