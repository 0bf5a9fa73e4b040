package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The exponential integrator that all solvers of the DPM-Solver family share. The solution of the diffusion ODE from time
 * s to t is
 *
 * <pre>  x_t = carry x_s - scale (phi1(h) m + phi2(h) m' + phi3(h) m'' + ...)</pre>
 *
 * with m, m', m'' the integrand at s and its derivatives in units of h, phi1(h) = e^h - 1, phi2(h) = phi1(h) / h - 1 and
 * phi3(h) = phi2(h) / h - 1/2.
 */
record Integrator<X>(Diffusion<X> diffusion, Integrand integrand) {
    /** From the diffusion to be sampled down to a time that its schedule has. */
    static <X> Integrator<X> of(Diffusion<X> diffusion, Integrand integrand, double end) {
        double first = diffusion.schedule().firstTime();
        if (end < first) {
            throw new AssayException(
                    "end", "it is " + end, "the schedule begins at " + first, "choose an end from there on");
        }
        if (diffusion.schedule().alpha(1) == 0) {
            throw new AssayException(
                    "dpm-solver",
                    "the schedule begins with noise alone",
                    "solvers in log(alpha / sigma) need some of the image",
                    "choose the sampler euler");
        }
        return new Integrator<>(diffusion, integrand);
    }

    /** m at x and t: one call of the denoiser. */
    X evaluate(X x, double t) {
        X noise = diffusion.denoiser().at(x, t).noise();
        return integrand.of(diffusion.algebra(), diffusion.schedule(), noise, x, t);
    }

    /** The length h of the way from s to t. */
    double length(double s, double t) {
        return integrand.length(diffusion.schedule(), s, t);
    }

    /** carry x - scale (weights[0] values[0] + weights[1] values[1] + ...). */
    X step(X x, double s, double t, double[] weights, List<X> values) {
        double scale = integrand.scale(diffusion.schedule(), t);
        double[] all = new double[weights.length + 1];
        all[0] = integrand.carry(diffusion.schedule(), s, t);
        for (int i = 0; i < weights.length; i++) {
            all[i + 1] = -scale * weights[i];
        }
        List<X> terms = new ArrayList<>(Collections.singletonList(x));
        terms.addAll(values);
        return diffusion.algebra().sum(all, terms);
    }

    static double phi1(double h) {
        return StrictMath.expm1(h);
    }

    static double phi2(double h) {
        return phi1(h) / h - 1;
    }

    static double phi3(double h) {
        return phi2(h) / h - 0.5;
    }

    static void check(int evaluations, int order, double end) {
        if (evaluations < 1 || order < 1 || order > 3 || !(end > 0 && end < 1)) {
            throw new IllegalArgumentException("evaluations at least 1, order 1 to 3, end in (0,1); got %d, %d, %s"
                    .formatted(evaluations, order, end));
        }
    }
}
