package dev.assay.reference.diffusion;

/** What a network of a variance preserving schedule predicts, and how the noise follows from it. */
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
    /** v = alpha noise - sigma image (Salimans and Ho 2022). */
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

    /** The noise in x that a network's output at time t stands for. */
    public <X> X noise(Algebra<X> algebra, NoiseSchedule schedule, X output, X x, double t) {
        return noise(algebra, schedule.alpha(t), schedule.sigma(t), output, x);
    }

    /** What a network that knows everything would give at time t for alpha image + sigma noise. */
    public <X> X target(Algebra<X> algebra, NoiseSchedule schedule, X image, X noise, double t) {
        return target(algebra, schedule.alpha(t), schedule.sigma(t), image, noise);
    }
}
