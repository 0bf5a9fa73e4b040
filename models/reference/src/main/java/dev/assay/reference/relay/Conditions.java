package dev.assay.reference.relay;

import dev.assay.graph.Port;
import dev.assay.reference.model.DenoisingNetwork;
import java.util.List;

/** The names that denoising networks have in common. */
final class Conditions {
    static final String X = "x";
    static final String SIGMA = "sigma";
    static final String DENOISED = "denoised";

    private Conditions() {}

    /** What a denoiser takes beside images and noise levels. */
    static List<Port> of(DenoisingNetwork denoiser) {
        return denoiser.inputs().stream()
                .filter(port -> !port.name().equals(X) && !port.name().equals(SIGMA))
                .toList();
    }
}
