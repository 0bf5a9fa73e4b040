package dev.assay.reference.edm;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * F of Karras et al. 2022, eq. 7: what a {@link Preconditioning} makes a denoiser of.
 *
 * <p>Inputs {@code x} float32 [N,C,H,W], {@code noise_labels} float32 [N], {@code class_labels} float32 [N,labelDim], one
 * 1 in each row or none, and {@code augment_labels} float32 [N,augmentDim], zeros but in training; the last two where
 * their width is not 0. Output {@code out} float32 [N,C',H,W]: the first C channels count, where there are more.
 */
public interface RawNetwork extends Network {
    String OUTPUT = "out";
    String NOISE_LABELS = "noise_labels";
    String CLASS_LABELS = "class_labels";
    String AUGMENT_LABELS = "augment_labels";

    /** The images it takes: [C,H,W]. */
    Shape image();

    /** Width of {@code class_labels}; 0 without. */
    int labelDim();

    /** Width of {@code augment_labels}; 0 without. */
    int augmentDim();

    @Override
    default List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(
                List.of(DiffusionNetwork.x(image()), DiffusionNetwork.each(NOISE_LABELS, DataType.FLOAT32)));
        inputs.addAll(conditions());
        return inputs;
    }

    /** The inputs after the image and its noise. */
    default List<Port> conditions() {
        List<Port> conditions = new ArrayList<>();
        if (labelDim() > 0) {
            conditions.add(new Port(CLASS_LABELS, DataType.FLOAT32, Shape.of(Shape.BATCH, labelDim())));
        }
        if (augmentDim() > 0) {
            conditions.add(new Port(AUGMENT_LABELS, DataType.FLOAT32, Shape.of(Shape.BATCH, augmentDim())));
        }
        return conditions;
    }
}
