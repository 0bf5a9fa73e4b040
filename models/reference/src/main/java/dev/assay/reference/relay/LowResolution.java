package dev.assay.reference.relay;

/** Where a stage's low-resolution images come from. */
public sealed interface LowResolution {
    /** Nowhere: the stage starts from noise. */
    record Noise() implements LowResolution {}

    /** The stage before, unrounded. */
    record Previous() implements LowResolution {}

    /** A folder of pictures, in the order of their names. */
    record Folder(String path) implements LowResolution {}

    /** An npz with {@code arr_0} uint8 [N,H,W,C]. */
    record Npz(String path) implements LowResolution {}

    /** What a configuration says: {@code noise}, {@code previous}, or the path of a folder or of an .npz file. */
    static LowResolution of(String text) {
        return switch (text) {
            case "noise" -> new Noise();
            case "previous" -> new Previous();
            default -> text.endsWith(".npz") ? new Npz(text) : new Folder(text);
        };
    }
}
