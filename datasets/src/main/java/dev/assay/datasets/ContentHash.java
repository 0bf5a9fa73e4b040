package dev.assay.datasets;

import dev.assay.spec.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 of a set of decoded pictures in order: the digest of the pictures' digests, so it is equal for a folder, a zip
 * and an npz of the same pixels, and the pictures can be digested by several threads. Ids and labels don't enter.
 */
public final class ContentHash {
    private final MessageDigest all = Json.sha256();
    private long count;

    /** SHA-256 of one picture: big-endian int32 height, int32 width, then the RGB samples. */
    public static byte[] digest(Image image) {
        MessageDigest digest = Json.sha256();
        digest.update(ByteBuffer.allocate(8)
                .putInt(image.height())
                .putInt(image.width())
                .flip());
        return digest.digest(image.rgb());
    }

    /** Adds the next picture by its {@link #digest}. */
    public void add(byte[] digest) {
        if (digest.length != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, got " + digest.length);
        }
        all.update(digest);
        count++;
    }

    /** Adds the next picture. */
    public void add(Image image) {
        add(digest(image));
    }

    /** How many pictures were added. */
    public long count() {
        return count;
    }

    /** The hash of all pictures, lower-case hex. Ends the use of this object. */
    public String hex() {
        return HexFormat.of().formatHex(all.digest());
    }
}
