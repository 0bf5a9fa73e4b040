package dev.assay.reference.diffusion;

/** A network with and without its condition: what guidance works on. */
public interface ConditionalDenoiser<X> {
    /** The estimate under the condition (labels or text) alone: one network evaluation. */
    Estimate<X> conditional(X x, double t);

    /** Both estimates: two network evaluations, which an implementation may run as one batch. */
    Both<X> both(X x, double t);

    /** The two estimates of one x. */
    record Both<X>(Estimate<X> conditional, Estimate<X> unconditional) {}

    /** Two denoisers as one, called one after the other. */
    static <X> ConditionalDenoiser<X> of(Denoiser<X> conditional, Denoiser<X> unconditional) {
        return new ConditionalDenoiser<>() {
            @Override
            public Estimate<X> conditional(X x, double t) {
                return conditional.at(x, t);
            }

            @Override
            public Both<X> both(X x, double t) {
                return new Both<>(conditional.at(x, t), unconditional.at(x, t));
            }
        };
    }
}
