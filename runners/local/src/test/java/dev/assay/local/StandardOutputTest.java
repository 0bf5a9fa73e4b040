package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private static StandardOutput print(OutputStream to) {
        StandardOutput output = new StandardOutput(to);
        PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        out.println("a result");
        return output;
    }

    private static OutputStream refusing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void whatIsPrintedArrives() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(print(bytes).failed()).isFalse();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a result" + System.lineSeparator());
    }

    @Test
    void lostOutputIsNoticed() {
        StandardOutput full = print(refusing("No space left on device"));
        assertThat(full.failed()).isTrue();
        assertThat(full.readerGone()).isFalse();
        assertThat(full.failure()).hasMessage("No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughIsToldApart() {
        assertThat(print(refusing("Broken pipe")).readerGone()).isTrue();
    }
}
