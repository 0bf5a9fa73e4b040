package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {
    @TempDir
    private Path folder;

    @Test
    void theNumberOfThreadsCanChange() {
        Torch torch = Torch.start(2);
        assertThat(torch.threads()).isEqualTo(2);
        assertThat(JniUtils.getNumThreads()).isEqualTo(2);
        assertThat(Torch.start(1)).isSameAs(torch);
        assertThat(JniUtils.getNumThreads()).isEqualTo(1);
        assertThatThrownBy(() -> Torch.start(0)).hasMessageContaining("at least 1, got 0");
    }

    @Test
    void nothingIsFetched() {
        Torch.start(1);
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }

    @Test
    void aCacheThatCannotBeWrittenIsOneClearError() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        ProcessBuilder builder = TinyTraining.process("-Xmx64m", "memory", "1", "1");
        builder.environment().put("DJL_CACHE_DIR", file.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said)
                .contains("AssayException: PyTorch natives: they do not start (")
                .contains("set DJL_CACHE_DIR to a folder that has it");
    }
}
