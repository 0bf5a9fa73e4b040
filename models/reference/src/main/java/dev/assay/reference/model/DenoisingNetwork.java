package dev.assay.reference.model;

import dev.assay.graph.Array;
import dev.assay.graph.Network;
import dev.assay.graph.Shape;
import java.util.Map;

/**
 * A network in the form of Karras et al. 2022: D(x; sigma), the image that x = image + sigma noise hides.
 *
 * <p>Inputs {@code x} float32 [N,C,H,W] and {@code sigma} float32 [N], then {@link #conditions}. Output {@code denoised}
 * float32 [N,C,H,W].
 */
public interface DenoisingNetwork extends Network {
    /** The name of its input of noisy images. */
    String X = "x";

    /** The name of its input of noise levels. */
    String SIGMA = "sigma";

    /** The name of its output. */
    String DENOISED = "denoised";

    /** The images it takes: [C,H,W]. */
    Shape image();

    /** How many classes there are; 0 where images have none. */
    int classes();

    /** The smallest noise level that it knows; 0 where there is none. */
    double sigmaMin();

    /** The largest noise level that it knows; infinite where there is none. */
    double sigmaMax();

    /** The noise level that it takes a level for: the nearest of its steps, or the level itself where it has none. */
    double nearest(double sigma);

    /** Its other inputs for images of these classes, one each; -1 stands for no class. */
    Map<String, Array> conditions(int... labels);
}
