package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    private Path folder;

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void aFileIsWrittenWithItsFoldersAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("a/b/result.json");
        Output.check(file);
        assertThat(file).doesNotExist();
        Output.write(file, "{\"é\": 1}\n");
        Output.write(file, "{\"é\": 2}\n");
        assertThat(file).hasContent("{\"é\": 2}\n");
        assertThat(names(file.getParent())).containsExactly("result.json");
    }

    @Test
    void aResultHasTheRightsOfAnyOtherNewFile() throws IOException {
        Path usual = Files.createFile(folder.resolve("usual"));
        Path result = folder.resolve("result.json");
        Output.write(result, "{}");
        assertThat(Files.getPosixFilePermissions(result)).isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void aFolderInPlaceOfAFileIsRefused() {
        assertThatThrownBy(() -> Output.check(folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void anInputIsNeverAResult() throws IOException {
        Path input = Files.writeString(folder.resolve("input.npz"), "precious");
        Path same = Files.createDirectory(folder.resolve("sub")).resolve("../input.npz");
        assertThatThrownBy(() -> Output.check(same, folder, input)).hasMessageContaining("one of the inputs");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), input);
        assertThatThrownBy(() -> Output.check(link, input)).hasMessageContaining("one of the inputs");
    }

    @Test
    void aFileInPlaceOfAFolderIsToldAndLeavesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Output.check(file.resolve("result.json")))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith(file.toString());
        assertThatThrownBy(() -> Output.write(file.resolve("result.json"), "{}"))
                .isInstanceOf(AssayException.class);
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void aFolderForResultsIsMadeWhateverLiesInItsParent() throws IOException {
        Output.folderFor(folder.resolve("a/b"));
        assertThat(names(folder.resolve("a/b"))).isEmpty();
        Files.createDirectories(folder.resolve("probe"));
        Output.folderFor(folder);
        assertThat(names(folder)).containsExactlyInAnyOrder("a", "probe");
    }

    @Test
    void aFileIsNoFolderForResults() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Output.folderFor(file)).isInstanceOf(AssayException.class);
    }
}
