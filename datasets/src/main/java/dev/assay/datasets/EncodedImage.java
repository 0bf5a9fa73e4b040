package dev.assay.datasets;

/**
 * A picture as it lies in its container. Reading a container is sequential; decoding is not, so any thread may call
 * {@link #decode}, once.
 *
 * @param id name inside the container, stable between runs, such as {@code cats/0001.png} or {@code #17}
 * @param label class index, or {@link #NO_LABEL}
 * @param decoder makes the pixels
 */
public record EncodedImage(String id, int label, Decoder decoder) {
    public static final int NO_LABEL = -1;

    /** Makes the pixels or says why it cannot. */
    @FunctionalInterface
    public interface Decoder {
        /** The picture; throws {@link BadImageException} for a corrupt or unsupported one. */
        Image decode();
    }

    public Image decode() {
        return decoder.decode();
    }
}
