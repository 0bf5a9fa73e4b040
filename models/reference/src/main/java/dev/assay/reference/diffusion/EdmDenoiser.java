package dev.assay.reference.diffusion;

/** A denoiser in the form of Karras et al. 2022: x = image + sigma noise to an estimate of the image, D(x; sigma). */
@FunctionalInterface
public interface EdmDenoiser<X> {
    /** x, a batch of noisy images that share sigma, to the estimate of the images. */
    X denoised(X x, double sigma);

    /** The noise level that it takes a level for: the nearest that it was trained with, where there are only some. */
    default double nearest(double sigma) {
        return sigma;
    }

    /**
     * A denoiser of a schedule in this form: x is scaled by alpha at the time whose sigma / alpha is the sigma asked for
     * (Karras et al. 2022, appendix C.3).
     */
    static <X> EdmDenoiser<X> of(Algebra<X> algebra, Denoiser<X> denoiser, NoiseSchedule schedule) {
        return (x, sigma) -> {
            double t = schedule.inverseLambda(-StrictMath.log(sigma));
            X scaled = algebra.affine(x, schedule.alpha(t), 0);
            return algebra.sum(1, x, -sigma, denoiser.at(scaled, t).noise());
        };
    }
}
