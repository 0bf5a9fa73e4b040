package dev.assay.local;

import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.relay.CascadeStage;
import dev.assay.reference.relay.RelayStep;
import dev.assay.reference.relay.SessionDenoiser;
import dev.assay.reference.relay.SessionSteps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A stage of a system with its networks in ONNX Runtime: the denoiser, and whole steps where the stage is a relay. Several
 * threads may use it at once.
 *
 * @param stage what is computed
 * @param denoiser the network with guidance inside
 * @param steps of a relay
 * @param busy nanoseconds of all threads on the stage's images
 */
record RunningStage(CascadeStage stage, OnnxSession denoiser, Optional<OnnxSession> steps, LongAdder busy)
        implements AutoCloseable {
    /**
     * Exports the networks of a stage into a folder and opens them.
     *
     * @param weights as {@link ModelWeights#open} takes them
     */
    static RunningStage open(
            CascadeStage stage,
            String weights,
            Path folder,
            OnnxFile.Options options,
            SessionOptions session,
            Consumer<String> notes) {
        List<Parameter> parameters =
                ShapeBackend.describe(stage.model().network()).parameters();
        Path file = folder.resolve("denoiser.onnx");
        Optional<RelayStep> step = stage.step();
        Path stepFile = folder.resolve("step.onnx");
        try (ModelWeights opened = ModelWeights.open(weights, Optional.empty(), Optional.empty(), parameters)) {
            opened.notes().forEach(notes);
            Exporting.write(stage.denoiser(), opened.weights(), file, options);
            step.ifPresent(network -> Exporting.write((Network) network, opened.weights(), stepFile, options));
        }
        OnnxSession denoiser = OnnxSession.open(file, session);
        boolean usable = false;
        try {
            Optional<OnnxSession> steps = step.map(network -> OnnxSession.open(stepFile, session));
            usable = true;
            return new RunningStage(stage, denoiser, steps, new LongAdder());
        } finally {
            if (!usable) {
                denoiser.close();
            }
        }
    }

    /** Images by number, [N,C,H,W]. */
    double[] sample(long seed, double[] small, int[] labels, long... images) {
        long start = System.nanoTime();
        ImageNoise noise = new ImageNoise(seed, images, stage.shape());
        SessionDenoiser last = new SessionDenoiser(stage.denoiser(), denoiser, stage.conditions(small, labels));
        double[] made = steps.isPresent()
                ? stage.sample(
                        new SessionSteps(steps.get(), stage.step().orElseThrow().update(), last), noise, small)
                : stage.sample(last, noise, small);
        busy.add(System.nanoTime() - start);
        return made;
    }

    /** Seconds of all threads on the stage's images. */
    double seconds() {
        return busy.sum() * 1e-9;
    }

    /** Those inside the networks. */
    double networkSeconds() {
        return denoiser.seconds() + steps.map(OnnxSession::seconds).orElse(0.0);
    }

    @Override
    public void close() {
        denoiser.close();
        steps.ifPresent(OnnxSession::close);
    }
}
