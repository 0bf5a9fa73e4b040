package dev.assay.datasets.resize;

import dev.assay.datasets.Image;
import java.util.List;

/**
 * Brings a picture to the size a network wants: uint8 [h, w, 3] to float32 [3, height, width] on the scale 0..255. Which
 * one is used is part of a metric: on textured pictures they differ by up to 88 grey levels. All are pure functions and
 * safe for several threads; equal sizes copy the pixels.
 *
 * <ul>
 *   <li>{@code tf1-bilinear}: TensorFlow 1 ResizeBilinear, source = target * in / out, no antialiasing (FID of 2017).
 *   <li>{@code torch-bilinear}, {@code torch-bicubic}: {@code interpolate(align_corners=False)}, no antialiasing, of
 *       pixels scaled to 0..1 and back, as pytorch-fid does.
 *   <li>{@code antialias-bilinear}, {@code antialias-bicubic}: the same with {@code antialias=True}, of pixels on 0..255.
 *   <li>{@code pil-bilinear, -bicubic, -lanczos, -box}: Pillow's {@code Image.resize} in mode F, channel by channel; not
 *       clipped, so bicubic and lanczos may leave 0..255.
 *   <li>{@code clean-bicubic}, {@code clean-lanczos}: those clipped to 0..255, as clean-fid does.
 *   <li>{@code pil-uint8-bilinear, -bicubic, -lanczos, -box}: Pillow's resize of 8-bit pictures in its integer
 *       arithmetic, bit by bit; see {@link PilUint8}.
 *   <li>{@code pil-uint8-bicubic-crop}: the same without a change of proportions, then the centre cut out, as CLIP's image
 *       processor does.
 * </ul>
 */
public interface Resizer {
    /** All names there are. */
    List<String> NAMES = Resizers.NAMES;

    String name();

    /**
     * Writes {@code image} as [3, height, width] to {@code out} from {@code offset} on.
     *
     * @throws dev.assay.datasets.BadImageException if an extreme shape would take too much memory
     * @throws IllegalArgumentException if a size is below 1 or {@code out} is too short
     */
    void resize(Image image, int height, int width, float[] out, int offset);

    /** The resizer of that name; throws {@link dev.assay.spec.AssayException} for an unknown one. */
    static Resizer named(String name) {
        return Resizers.named(name);
    }
}
