package dev.assay.reference.relay;

import static dev.assay.graph.Shape.BATCH;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.model.DenoisingNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole step of a relay as a network: denoiser, guidance, transforms and block noise, so that images stay where the
 * network is. Steps have one size of memory whatever their number, and noise levels are inputs.
 *
 * <p>Inputs, float32: {@code x} [N,C,H,W], {@code sigma} [N] and {@code next} [N], the noise levels before and after;
 * {@code kept} and {@code kept_next} [N,patch,patch], what blur keeps of each coefficient there; {@code white_0},
 * {@code white_1}, ... [N,C,H,W], the draws of white noise that {@link RelayUpdate#asked} counts; then the denoiser's
 * conditions. Output {@code stepped} float32 [N,C,H,W].
 *
 * @param denoiser the network, with guidance inside if there is any
 * @param dct the patches
 * @param update how a step is made of estimates
 */
public record RelayStep(DenoisingNetwork denoiser, BlockDct dct, RelayUpdate update) implements Network {
    /** The name of its output. */
    public static final String OUTPUT = "stepped";

    static final String NEXT = "next";
    static final String KEPT = "kept";
    static final String KEPT_NEXT = "kept_next";
    static final String WHITE = "white_";

    public RelayStep {
        Patches.check(dct, denoiser.image().dim(1), denoiser.image().dim(2));
    }

    @Override
    public List<Port> inputs() {
        Shape image = denoiser.image();
        Shape batch = Shape.of(BATCH, image.dim(0), image.dim(1), image.dim(2));
        Shape matrix = Shape.of(BATCH, dct.patch(), dct.patch());
        List<Port> inputs = new ArrayList<>();
        inputs.add(new Port(DenoisingNetwork.X, DataType.FLOAT32, batch));
        inputs.add(new Port(DenoisingNetwork.SIGMA, DataType.FLOAT32, Shape.of(BATCH)));
        inputs.add(new Port(NEXT, DataType.FLOAT32, Shape.of(BATCH)));
        inputs.add(new Port(KEPT, DataType.FLOAT32, matrix));
        inputs.add(new Port(KEPT_NEXT, DataType.FLOAT32, matrix));
        for (int draw = 0; draw < update.asked(); draw++) {
            inputs.add(new Port(WHITE + draw, DataType.FLOAT32, batch));
        }
        inputs.addAll(Conditions.of(denoiser));
        return inputs;
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor x = inputs.get(DenoisingNetwork.X);
        Tensor sigma = inputs.get(DenoisingNetwork.SIGMA);
        Tensor next = inputs.get(NEXT);
        RelayUpdate.Estimates<Tensor> estimates = new RelayUpdate.Estimates<>() {
            @Override
            public Tensor here(Tensor noisy) {
                return estimate(s, inputs, noisy, sigma);
            }

            @Override
            public Tensor there(Tensor noisy) {
                return estimate(s, inputs, noisy, next);
            }
        };
        Tensor stepped = update.next(
                new TensorPatches(s.backend(), dct),
                estimates,
                numbers(inputs),
                x,
                x,
                draw -> inputs.get(WHITE + draw));
        return Map.of(OUTPUT, stepped);
    }

    private Tensor estimate(Scope s, Map<String, Tensor> inputs, Tensor noisy, Tensor sigma) {
        Map<String, Tensor> given = new LinkedHashMap<>(inputs);
        given.put(DenoisingNetwork.X, noisy);
        given.put(DenoisingNetwork.SIGMA, sigma);
        return denoiser.outputs(s, given).get(DenoisingNetwork.DENOISED);
    }

    /** See {@link Transition#numbers}; one of each for every image. */
    private StepNumbers<Tensor> numbers(Map<String, Tensor> inputs) {
        Tensor sigma = inputs.get(DenoisingNetwork.SIGMA);
        Tensor next = inputs.get(NEXT);
        int n = sigma.shape().dim(0);
        Tensor carried = next.div(sigma).mul(update.undisturbed());
        Tensor gains = inputs.get(KEPT_NEXT).sub(carried.reshape(n, 1, 1).mul(inputs.get(KEPT)));
        return new StepNumbers<>(
                carried.reshape(n, 1, 1, 1),
                gains,
                sigma.div(next).reshape(n, 1, 1, 1),
                next.mul(update.eta()).reshape(n, 1, 1, 1));
    }
}
