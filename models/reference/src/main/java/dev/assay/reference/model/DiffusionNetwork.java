package dev.assay.reference.model;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.List;
import java.util.Map;

/** A network that predicts what a noisy image hides, given how noisy it is. Its first input is {@code x} [N,C,H,W]. */
public interface DiffusionNetwork extends Network {
    /** The images it takes: [C,H,W]. */
    Shape image();

    /** The input that says how noisy the image is, one number each: {@code t}, {@code timesteps}, {@code log_snr}. */
    Port time();

    /** How many classes its input {@code y} may name, that of no class included; 0 without such an input. */
    int classes();

    /** Whether something stands for no value of this condition, so that guidance can leave it out. */
    default boolean hasNone(String input) {
        return true;
    }

    /** Whether it also gives, for each prediction, where the logarithm of the variance lies between its bounds. */
    default boolean learnsVariance() {
        return false;
    }

    /** What a sampler uses of its outputs: the prediction [N,C,H,W]. */
    Tensor prediction(Map<String, Tensor> outputs);

    /** Its predictions at all resolutions that it is trained at, lowest first; the last is {@link #prediction}. */
    default List<Tensor> predictions(Map<String, Tensor> outputs) {
        return List.of(prediction(outputs));
    }

    /** Rows of each of {@link #predictions}. */
    default List<Integer> sides() {
        return List.of(image().dim(1));
    }

    /** Where the log-variance lies, -1 to 1 between its bounds, [N,C,H,W]; only where {@link #learnsVariance}. */
    default Tensor variance(Map<String, Tensor> outputs) {
        throw new IllegalStateException("this network learns no variance");
    }

    /** The input {@code x} of images [C,H,W]. */
    static Port x(Shape image) {
        return new Port("x", DataType.FLOAT32, Shape.of(Shape.BATCH, image.dim(0), image.dim(1), image.dim(2)));
    }

    /** An input of one number for each image. */
    static Port each(String name, DataType type) {
        return new Port(name, type, Shape.of(Shape.BATCH));
    }
}
