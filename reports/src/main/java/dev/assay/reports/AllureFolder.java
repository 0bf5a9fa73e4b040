package dev.assay.reports;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import io.qameta.allure.AllureConstants;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A folder of Allure results. File names come from what a file is about or from its content, so writing the same
 * results twice leaves the same folder.
 */
final class AllureFolder {
    private final Path folder;
    private final FileSystemResultsWriter writer;

    AllureFolder(Path folder) {
        this.folder = folder;
        this.writer = new FileSystemResultsWriter(folder);
    }

    void write(TestResult result) {
        try {
            writer.write(result);
        } catch (AllureResultsWriteException e) {
            discard(folder.resolve(result.getUuid() + AllureConstants.TEST_RESULT_FILE_SUFFIX), e);
            throw new AssayException(
                    folder.toString(),
                    "a result cannot be written: "
                            + (e.getCause() == null
                                    ? e.getMessage()
                                    : e.getCause().getMessage()),
                    "Allure results need a writable folder with free space",
                    "choose another place or make room",
                    e);
        }
    }

    /** Removes what a failed write left, half of a result. */
    private static void discard(Path file, AllureResultsWriteException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    Attachment attachJson(String name, Object value) {
        return attach(name, "application/json", "json", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Stores the bytes once, under a name made from them. */
    Attachment attach(String name, String type, String extension, byte[] bytes) {
        String source = UUID.nameUUIDFromBytes(bytes) + "-attachment." + extension;
        ReportFile.write(folder.resolve(source), bytes);
        return new Attachment().setName(name).setType(type).setSource(source);
    }

    /** The environment tab: {@code environment.properties}, sorted and without a date. */
    void environment(SortedMap<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(property(name, value)).append('\n'));
        ReportFile.write(
                folder.resolve("environment.properties"), text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The categories tab: {@code categories.json}. */
    void categories(List<Map<String, Object>> categories) {
        ReportFile.write(
                folder.resolve("categories.json"), Json.write(categories).getBytes(StandardCharsets.UTF_8));
    }

    /** One line of a properties file, escaped as {@link Properties} reads it. */
    private static String property(String name, String value) {
        Properties one = new Properties();
        one.setProperty(name, value);
        StringWriter text = new StringWriter();
        try {
            one.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().lines().filter(l -> !l.startsWith("#")).collect(Collectors.joining());
    }
}
