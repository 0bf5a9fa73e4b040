package dev.assay.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where results are printed. Java's own stream forgets that writing failed; a result that a full disk swallowed must
 * not pass for a success.
 */
final class StandardOutput extends FilterOutputStream {
    private IOException failure;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        super(out);
    }

    /** Whether some output was lost. */
    boolean failed() {
        return failure != null;
    }

    /** Whether it was because the reader had seen enough, as {@code head} does. */
    boolean readerGone() {
        return failure != null && String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    /** Why output was lost. */
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
