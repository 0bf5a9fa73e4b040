package dev.assay.reference.relay;

import dev.assay.reference.diffusion.ImageShape;

/** Images between networks, double [N,C,H,W] around -1 ... 1, and files, bytes 0-255 [N,H,W,C]. */
public enum ByteRange {
    /** EDM's and RDM's: 127.5 x + 128, cut off. */
    EDM(127.5, 128),
    /** ADM's and DiT's: 127.5 x + 127.5, cut off; half a level below EDM's. */
    ADM(127.5, 127.5);

    private final double scale;
    private final double shift;

    ByteRange(double scale, double shift) {
        this.scale = scale;
        this.shift = shift;
    }

    /** Images to bytes; what is outside 0-255 is moved to its ends. */
    public byte[] toBytes(double[] batch, ImageShape shape) {
        byte[] bytes = new byte[batch.length];
        for (int i = 0; i < batch.length; i++) {
            bytes[interleaved(i, shape)] = (byte) Math.min(Math.max(scale * batch[i] + shift, 0), 255);
        }
        return bytes;
    }

    /** Bytes to images: v / 127.5 - 1, in both ranges. */
    public static double[] toImages(byte[] bytes, ImageShape shape) {
        double[] batch = new double[bytes.length];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = (bytes[interleaved(i, shape)] & 0xFF) / 127.5 - 1;
        }
        return batch;
    }

    /** Where an element of [N,C,H,W] lies in [N,H,W,C]. */
    private static int interleaved(int i, ImageShape shape) {
        int plane = i / shape.plane();
        int image = plane / shape.channels();
        int channel = plane % shape.channels();
        return (image * shape.plane() + i % shape.plane()) * shape.channels() + channel;
    }
}
