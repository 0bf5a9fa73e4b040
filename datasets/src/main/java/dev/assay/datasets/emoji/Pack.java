package dev.assay.datasets.emoji;

import dev.assay.spec.AssayException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The pictures of one vendor as they were published, nothing lost: RGBA, 64 x 64 x 4 bytes a picture, {@value #CHUNK}
 * pictures a deflated chunk. Neighbours differ little (skin tones of one emoji), which deflate sees at a distance of one
 * picture; so this is smaller than the PNG files and much faster to read.
 *
 * <p>File: int32 pictures; for each chunk an int32 length and that many bytes of zlib data. Big-endian.
 */
final class Pack {
    static final int SIZE = 64;
    static final int PICTURE = SIZE * SIZE * 4;
    static final int CHUNK = 64;

    private final String name;
    private final byte[] bytes;
    private final int pictures;
    private final int[] start;
    private final int[] length;

    Pack(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < 4) {
            throw damaged("it ends inside its header");
        }
        pictures = in.getInt();
        // Four bytes a chunk are there or the file is refused before anything is allocated for it.
        if (pictures < 1 || pictures / CHUNK > bytes.length / 4) {
            throw damaged("it claims " + pictures + " pictures");
        }
        start = new int[(pictures + CHUNK - 1) / CHUNK];
        length = new int[start.length];
        for (int i = 0; i < start.length; i++) {
            if (in.remaining() < 4) {
                throw damaged("chunk " + i + " is missing");
            }
            length[i] = in.getInt();
            start[i] = in.position();
            if (length[i] < 0 || length[i] > in.remaining()) {
                throw damaged("chunk " + i + " is cut off");
            }
            in.position(start[i] + length[i]);
        }
    }

    /** Packs pictures of {@link #PICTURE} bytes each. */
    static byte[] write(List<byte[]> pictures) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(pictures.size());
        for (int first = 0; first < pictures.size(); first += CHUNK) {
            List<byte[]> chunk = pictures.subList(first, Math.min(first + CHUNK, pictures.size()));
            byte[] deflated = deflate(chunk);
            out.writeInt(deflated.length);
            out.write(deflated);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(List<byte[]> chunk) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            ByteBuffer raw = ByteBuffer.allocate(chunk.size() * PICTURE);
            chunk.forEach(raw::put);
            deflater.setInput(raw.flip());
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }

    int pictures() {
        return pictures;
    }

    /** The pictures from {@code CHUNK * chunk} on, RGBA one after the other. */
    byte[] chunk(int chunk) {
        byte[] raw = new byte[Math.min(CHUNK, pictures - chunk * CHUNK) * PICTURE];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, start[chunk], length[chunk]);
            int done = 0;
            while (done < raw.length) {
                int got = inflater.inflate(raw, done, raw.length - done);
                if (got == 0) {
                    throw damaged("chunk " + chunk + " is too short");
                }
                done += got;
            }
            return raw;
        } catch (DataFormatException e) {
            throw damaged("chunk " + chunk + " is corrupt");
        } finally {
            inflater.end();
        }
    }

    private AssayException damaged(String found) {
        return new AssayException(
                name, found, "it is as the packing program wrote it", "build Assay again from a complete checkout");
    }
}
