package dev.assay.reference.diffusion;

/**
 * What a solver of the DPM-Solver family takes as smooth between evaluations, and the parts of the exact solution of the
 * diffusion ODE that go with it; see {@link Integrator}.
 */
public enum Integrand {
    /** The noise: DPM-Solver (Lu et al. 2022, eq. 3.4). */
    NOISE {
        @Override
        double carry(NoiseSchedule schedule, double s, double t) {
            return StrictMath.exp(schedule.logAlpha(t) - schedule.logAlpha(s));
        }

        @Override
        double scale(NoiseSchedule schedule, double t) {
            return schedule.sigma(t);
        }

        @Override
        double length(NoiseSchedule schedule, double s, double t) {
            return schedule.lambda(t) - schedule.lambda(s);
        }

        @Override
        <X> X of(Algebra<X> algebra, NoiseSchedule schedule, X noise, X x, double t) {
            return noise;
        }
    },
    /** The image: DPM-Solver++ (Lu et al. 2022b, eq. 8). */
    IMAGE {
        @Override
        double carry(NoiseSchedule schedule, double s, double t) {
            return schedule.sigma(t) / schedule.sigma(s);
        }

        @Override
        double scale(NoiseSchedule schedule, double t) {
            return schedule.alpha(t);
        }

        @Override
        double length(NoiseSchedule schedule, double s, double t) {
            return schedule.lambda(s) - schedule.lambda(t);
        }

        @Override
        <X> X of(Algebra<X> algebra, NoiseSchedule schedule, X noise, X x, double t) {
            double alpha = schedule.alpha(t);
            return algebra.sum(1 / alpha, x, -schedule.sigma(t) / alpha, noise);
        }
    };

    /** What x is multiplied with on the way from s to t. */
    abstract double carry(NoiseSchedule schedule, double s, double t);

    /** What the integral up to t is multiplied with. */
    abstract double scale(NoiseSchedule schedule, double t);

    /** The length h of the way from s to t. */
    abstract double length(NoiseSchedule schedule, double s, double t);

    /** The integrand from the noise in x at t. */
    abstract <X> X of(Algebra<X> algebra, NoiseSchedule schedule, X noise, X x, double t);
}
