package dev.assay.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive with one stateless class, made from source text: a zip of stored entries with the source, the
 * object as a pickle, an empty tuple of constants and the number of the format.
 */
final class ScriptArchive {
    /** {@code c __torch__ NAME) new object} then {@code {training: False}} as its state. */
    private static final int PROTO = 0x80;

    private static final int NEW_OBJECT = 0x81;
    private static final int NEW_FALSE = 0x89;

    private ScriptArchive() {}

    /** The archive of a class {@code __torch__.name}, whose source defines it. */
    static byte[] of(String name, String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "script/data.pkl", object(name));
            entry(zip, "script/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            entry(zip, "script/constants.pkl", new byte[] {(byte) PROTO, 2, ')', '.'});
            entry(zip, "script/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** The pickle of an object of the class with the one attribute {@code training = False}. */
    private static byte[] object(String name) throws IOException {
        byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) PROTO, 2, 'c'});
        pickle.write(("__torch__\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) NEW_OBJECT, '}', 'X', (byte) attribute.length, 0, 0, 0});
        pickle.write(attribute);
        pickle.write(new byte[] {(byte) NEW_FALSE, 's', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
