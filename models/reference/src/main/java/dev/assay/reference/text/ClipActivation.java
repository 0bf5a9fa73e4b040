package dev.assay.reference.text;

import dev.assay.graph.Tensor;

/** The function between the layers of CLIP's perceptrons. */
public enum ClipActivation {
    /** x (1 + erf(x / sqrt 2)) / 2. */
    GELU {
        @Override
        Tensor of(Tensor x) {
            return x.gelu();
        }
    },
    /** x sigmoid(1.702 x), OpenAI's (Hendrycks and Gimpel 2016, section 2). */
    QUICK_GELU {
        @Override
        Tensor of(Tensor x) {
            return x.mul(x.mul(1.702).sigmoid());
        }
    };

    abstract Tensor of(Tensor x);
}
