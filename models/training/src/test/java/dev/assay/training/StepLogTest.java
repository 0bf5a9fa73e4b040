package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLogTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("run").resolve("log.jsonl");
    }

    private static StepRow row(long step) {
        return new StepRow(step, 1.0 / step, 1e-4, 0.5, 20);
    }

    @Test
    void rowsComeBackInOrder() {
        StepLog log = StepLog.open(file, 0);
        log.add(row(1));
        log.add(row(2));
        assertThat(StepLog.read(file)).containsExactly(row(1), row(2));
    }

    @Test
    void aRowIsALineOfJson() throws IOException {
        StepLog.open(file, 0).add(new StepRow(7, 0.25, 1e-4, 2.5, 40));
        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"step\":7,\"loss\":0.25,\"learningRate\":1.0E-4,\"gradientNorm\":2.5,\"imagesPerSecond\":40.0}\n");
    }

    @Test
    void aLossThatIsNoNumberIsNoted() {
        StepLog.open(file, 0).add(new StepRow(1, Double.NaN, 1, Double.POSITIVE_INFINITY, 1));
        assertThat(StepLog.read(file)).containsExactly(new StepRow(1, Double.NaN, 1, Double.POSITIVE_INFINITY, 1));
    }

    @Test
    void aRunThatGoesOnDropsWhatItWillDoAgain() throws IOException {
        StepLog log = StepLog.open(file, 0);
        for (int i = 1; i <= 5; i++) {
            log.add(row(i));
        }
        Files.writeString(file, "{\"step\":6,\"lo", StandardOpenOption.APPEND);
        StepLog again = StepLog.open(file, 3);
        again.add(row(4));
        assertThat(StepLog.read(file)).containsExactly(row(1), row(2), row(3), row(4));
        assertThat(folder.resolve("run")).isDirectoryNotContaining(f -> !f.equals(file));
    }

    @Test
    void aRunThatBeginsAnewEmptiesTheLog() {
        StepLog.open(file, 0).add(row(1));
        StepLog.open(file, 0);
        assertThat(StepLog.read(file)).isEmpty();
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        for (String damaged : List.of("{\"step\":}", "null", "{\"step\":2}")) {
            StepLog.open(file, 0).add(row(1));
            Files.writeString(file, damaged + "\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> StepLog.read(file))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("line 2 is no row of a training");
            Files.delete(file);
        }
    }
}
