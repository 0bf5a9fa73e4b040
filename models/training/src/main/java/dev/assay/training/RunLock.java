package dev.assay.training;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a run's folder to one process. The system lets go of it however the process ends, so that a killed run can go on.
 *
 * @param channel of the file {@code .lock}, which stays
 */
record RunLock(FileChannel channel) implements AutoCloseable {
    /** Takes the folder, which is made if need be; one that another run has is refused. */
    static RunLock take(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            closed(channel);
            throw taken(folder);
        } catch (IOException e) {
            throw new AssayException(
                    folder.toString(),
                    "cannot be used: " + AssayException.reason(e),
                    "a run needs a writable folder",
                    "choose another",
                    e);
        }
        closed(channel);
        throw taken(folder);
    }

    private static AssayException taken(Path folder) {
        return new AssayException(
                folder.toString(),
                "another run is going on in it",
                "a folder is for one run at a time",
                "wait for it, stop it, or choose another folder");
    }

    private static void closed(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssayException(
                    "lock", "cannot be closed: " + AssayException.reason(e), "it must be", "try again", e);
        }
    }

    @Override
    public void close() {
        closed(channel);
    }
}
