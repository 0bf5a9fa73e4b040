package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path temp;

    @Test
    void aFolderIsForOneRunAtATime() {
        Path folder = temp.resolve("run");
        try (RunLock lock = RunLock.take(folder)) {
            assertThat(lock.channel().isOpen()).isTrue();
            assertThatThrownBy(() -> RunLock.take(folder))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("another run is going on in it");
        }
        RunLock.take(folder).close();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> RunLock.take(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("cannot be used");
    }
}
