package dev.assay.reports.rating;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a rater sends back. It is a file from outside: everything in it is checked against the key.
 *
 * @param format {@value #FORMAT}
 * @param sheet the sheet's name
 * @param rater its rater
 * @param answers to the questions that were answered
 */
public record RatingAnswers(String format, String sheet, int rater, List<Answer> answers) {
    static final String FORMAT = "assay-ratings-1";

    private static final long MOST_BYTES = 16L << 20;
    private static final Set<String> CHOICES = Set.of("left", "equal", "right");

    /**
     * One answer.
     *
     * @param token of the item
     * @param scores 1 to 5 by criterion, for a rating
     * @param choice {@code left}, {@code equal} or {@code right}, for a pair
     */
    public record Answer(String token, Map<String, Integer> scores, String choice) {}

    /** Answers as a rater's page writes them, where absent parts are left out. */
    private record Written(String format, String sheet, int rater, List<Map<String, Object>> answers) {}

    public RatingAnswers {
        answers = List.copyOf(answers);
    }

    /** Reads a file that belongs to a key; anything else in it is refused. */
    public static RatingAnswers read(Path file, RatingKey key) {
        checkSize(file);
        Written written = Json.read(file, Written.class);
        String where = file.toString();
        if (!written.format().equals(FORMAT)) {
            throw new AssayException(
                    where, "its format is '" + written.format() + "'", "it must be " + FORMAT, "name saved answers");
        }
        RatingKey.Sheet sheet = key.sheet(where, written.sheet(), written.rater());
        Map<String, RatingKey.Entry> items = sheet.byToken();
        Set<String> seen = new HashSet<>();
        List<Answer> answers = written.answers().stream()
                .map(each -> answer(where, each, items, seen))
                .toList();
        return new RatingAnswers(FORMAT, sheet.sheet(), sheet.rater(), answers);
    }

    private static void checkSize(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new AssayException(
                        file.toString(), "it has %d bytes".formatted(size), "answers have fewer", "name saved answers");
            }
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read (" + AssayException.reason(e) + ")",
                    "a file of saved answers is needed",
                    "check the path",
                    e);
        }
    }

    private static Answer answer(
            String where, Map<String, Object> each, Map<String, RatingKey.Entry> items, Set<String> seen) {
        String token = String.valueOf(each.get("token"));
        RatingKey.Entry entry = items.get(token);
        if (entry == null || !seen.add(token)) {
            throw new AssayException(
                    where,
                    "item '%s' is %s".formatted(token, entry == null ? "not on the sheet" : "answered twice"),
                    "each item of the sheet has one answer or none",
                    "ask the rater for the file that the sheet saved");
        }
        Set<String> wanted = new TreeSet<>(Set.of("token", entry.pair() ? "choice" : "scores"));
        if (!each.keySet().equals(wanted)) {
            throw new AssayException(
                    where,
                    "the answer to '%s' has %s".formatted(token, new TreeSet<>(each.keySet())),
                    "it has " + wanted,
                    "ask the rater for the file that the sheet saved");
        }
        return entry.pair()
                ? new Answer(token, Map.of(), choice(where, token, each.get("choice")))
                : new Answer(token, scores(where, token, each.get("scores")), "");
    }

    private static String choice(String where, String token, Object value) {
        if (value instanceof String choice && CHOICES.contains(choice)) {
            return choice;
        }
        throw wrong(where, token, value, "left, equal or right");
    }

    private static Map<String, Integer> scores(String where, String token, Object value) {
        if (!(value instanceof Map<?, ?> given)) {
            throw wrong(where, token, value, "a rating for each criterion");
        }
        Map<String, Integer> scores = new LinkedHashMap<>();
        for (RatingSheet.Criterion criterion : RatingSheet.USUAL) {
            if (!(given.get(criterion.id()) instanceof Integer score)
                    || score < RatingSheet.LOWEST
                    || score > RatingSheet.HIGHEST) {
                throw wrong(
                        where,
                        token,
                        value,
                        "%s from %d to %d".formatted(criterion.id(), RatingSheet.LOWEST, RatingSheet.HIGHEST));
            }
            scores.put(criterion.id(), score);
        }
        if (given.size() != scores.size()) {
            throw wrong(where, token, value, scores.keySet() + " alone");
        }
        return scores;
    }

    private static AssayException wrong(String where, String token, Object value, String allowed) {
        return new AssayException(
                where,
                "the answer to '%s' is %s".formatted(token, value),
                allowed,
                "ask the rater for the file that the sheet saved");
    }
}
