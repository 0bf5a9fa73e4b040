package dev.assay.reference.relay;

import dev.assay.graph.Port;
import dev.assay.reference.model.DenoisingNetwork;
import java.util.List;

/** What denoising networks take beside images and noise levels. */
final class Conditions {
    private Conditions() {}

    /** Those of a denoiser. */
    static List<Port> of(DenoisingNetwork denoiser) {
        return denoiser.inputs().stream()
                .filter(port ->
                        !port.name().equals(DenoisingNetwork.X) && !port.name().equals(DenoisingNetwork.SIGMA))
                .toList();
    }
}
