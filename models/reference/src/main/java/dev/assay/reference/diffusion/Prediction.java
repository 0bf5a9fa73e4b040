package dev.assay.reference.diffusion;

/** What a network predicts, and how the noise follows from it. */
public enum Prediction implements Choice {
    /** The noise (Ho et al. 2020). */
    NOISE("eps") {
        @Override
        <X> X noise(Algebra<X> algebra, double alpha, double sigma, X output, X x) {
            return output;
        }

        @Override
        <X> X target(Algebra<X> algebra, double alpha, double sigma, X image, X noise) {
            return noise;
        }
    },
    /** v = alpha noise - sigma image (Salimans and Ho 2022), of a schedule that keeps the variance. */
    VELOCITY("v") {
        @Override
        <X> X noise(Algebra<X> algebra, double alpha, double sigma, X output, X x) {
            return algebra.sum(alpha, output, sigma, x);
        }

        @Override
        <X> X target(Algebra<X> algebra, double alpha, double sigma, X image, X noise) {
            return algebra.sum(alpha, noise, -sigma, image);
        }
    },
    /** The clean image. */
    IMAGE("x0") {
        @Override
        <X> X noise(Algebra<X> algebra, double alpha, double sigma, X output, X x) {
            return algebra.sum(1 / sigma, x, -alpha / sigma, output);
        }

        @Override
        <X> X target(Algebra<X> algebra, double alpha, double sigma, X image, X noise) {
            return image;
        }
    },
    /** noise - image, the derivative by time along a {@link RectifiedFlow} (Esser et al. 2024, eq. 13). */
    FLOW("flow") {
        @Override
        <X> X noise(Algebra<X> algebra, double alpha, double sigma, X output, X x) {
            return algebra.sum(1 / (alpha + sigma), x, alpha / (alpha + sigma), output);
        }

        @Override
        <X> X target(Algebra<X> algebra, double alpha, double sigma, X image, X noise) {
            return algebra.sum(1, noise, -1, image);
        }

        @Override
        <X> Estimate<X> estimate(X noise, X output) {
            return new Estimate.WithVelocity<>(noise, output);
        }
    };

    private final String id;

    Prediction(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    abstract <X> X noise(Algebra<X> algebra, double alpha, double sigma, X output, X x);

    abstract <X> X target(Algebra<X> algebra, double alpha, double sigma, X image, X noise);

    <X> Estimate<X> estimate(X noise, X output) {
        return Estimate.of(noise);
    }

    /** What a network's output at time t says about x. */
    public <X> Estimate<X> estimate(Algebra<X> algebra, NoiseSchedule schedule, X output, X x, double t) {
        return estimate(noise(algebra, schedule, output, x, t), output);
    }

    /** The noise in x that a network's output at time t stands for. */
    public <X> X noise(Algebra<X> algebra, NoiseSchedule schedule, X output, X x, double t) {
        return noise(algebra, schedule.alpha(t), schedule.sigma(t), output, x);
    }

    /** What a network that knows everything would give at time t for alpha image + sigma noise. */
    public <X> X target(Algebra<X> algebra, NoiseSchedule schedule, X image, X noise, double t) {
        return target(algebra, schedule.alpha(t), schedule.sigma(t), image, noise);
    }
}
