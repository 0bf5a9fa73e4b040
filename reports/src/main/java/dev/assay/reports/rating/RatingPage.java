package dev.assay.reports.rating;

import dev.assay.reports.ReportFile;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A rating sheet as one HTML file that works from disk: pictures, script and style are inside, nothing is fetched and nothing
 * is sent. Answers are kept in the browser until the rater saves them as a JSON file, which {@link RatingAnswers} reads.
 */
public final class RatingPage {
    private RatingPage() {}

    /** Writes the page; the file is replaced if it exists. */
    public static void write(RatingSheet sheet, Path html) {
        ReportFile.write(html, page(sheet).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(RatingSheet sheet) {
        // A "<" inside a script element could end it; in JSON the escape stands for the same character.
        String data = Json.compact(sheet).replace("<", "\\u003c");
        return resource("sheet.html")
                .replace("/*STYLE*/", resource("sheet.css"))
                .replace("/*SCRIPT*/", resource("sheet.js"))
                .replace("/*SHEET*/", data);
    }

    private static String resource(String name) {
        try (InputStream in = RatingPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
