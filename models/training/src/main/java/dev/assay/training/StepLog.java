package dev.assay.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The rows of a training as lines of JSON, added one at a time. A line that a killed run left unfinished does not count. */
public final class StepLog {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Path file;

    private StepLog(Path file) {
        this.file = file;
    }

    /**
     * Opens the log of a run that goes on after a step: rows of later steps, which will be made again, are dropped.
     *
     * @param made how many steps have been made; 0 begins anew
     */
    public static StepLog open(Path file, long made) {
        List<StepRow> kept =
                read(file).stream().filter(row -> row.step() <= made).toList();
        StringBuilder lines = new StringBuilder();
        kept.forEach(row -> lines.append(line(row)));
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(partial, lines);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(file, e);
        }
        return new StepLog(file);
    }

    /** Adds a row. */
    public void add(StepRow row) {
        try {
            Files.writeString(file, line(row), StandardOpenOption.APPEND, StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** The rows of a log in order; none if there is no such file. */
    public static List<StepRow> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(file, e);
        }
        List<StepRow> rows = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        // What follows the last line feed is an unfinished line, or nothing.
        for (int i = 0; i < lines.length - 1; i++) {
            rows.add(row(file, i + 1, lines[i]));
        }
        return rows;
    }

    private static StepRow row(Path file, int number, String line) {
        try {
            StepRow row = JSON.readValue(line, StepRow.class);
            if (row == null) {
                throw new JsonMappingException(null, "it is null");
            }
            return row;
        } catch (JsonProcessingException e) {
            throw new AssayException(
                    file.toString(),
                    "line " + number + " is no row of a training (" + e.getOriginalMessage() + ")",
                    "a line holds step, loss, learningRate, gradientNorm and imagesPerSecond",
                    "correct or remove the line",
                    e);
        }
    }

    private static String line(StepRow row) {
        try {
            return JSON.writeValueAsString(row) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers has a form in JSON", e);
        }
    }

    private static AssayException unusable(Path file, IOException e) {
        return new AssayException(
                file.toString(),
                "it cannot be used (" + AssayException.reason(e) + ")",
                "the log of a training is read and written",
                "check the folder",
                e);
    }
}
