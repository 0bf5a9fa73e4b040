package dev.assay.reports.rating;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the items of the sheets show. Whoever rates must not have it.
 *
 * @param format {@value #FORMAT}
 * @param anchor the system that ratings are compared with
 * @param systems all of them
 * @param sheets one for each rater
 */
public record RatingKey(String format, String anchor, List<String> systems, List<Sheet> sheets) {
    public static final String FORMAT = "assay-rating-key-1";

    /** The items of one rater's sheet. */
    public record Sheet(String sheet, int rater, List<Entry> items) {
        public Sheet {
            items = List.copyOf(items);
        }

        /** Its items by token. */
        public Map<String, Entry> byToken() {
            return items.stream().collect(Collectors.toMap(Entry::token, e -> e));
        }
    }

    /**
     * What one item shows.
     *
     * @param token its name on the sheet
     * @param group the case
     * @param left the system that is rated, or is shown at the left
     * @param right the system at the right; empty for a rating
     * @param copyOf the token of the item that this one repeats; empty for most
     */
    public record Entry(String token, String group, String left, String right, String copyOf) {
        /** Whether two systems are compared. */
        public boolean pair() {
            return !right.isEmpty();
        }
    }

    public RatingKey {
        systems = List.copyOf(systems);
        sheets = List.copyOf(sheets);
    }

    /** The part of a rater's sheet; a name that is not there is an error. */
    RatingKey.Sheet sheet(String where, String sheet, int rater) {
        return sheets.stream()
                .filter(s -> s.sheet().equals(sheet) && s.rater() == rater)
                .findFirst()
                .orElseThrow(() -> new AssayException(
                        where,
                        "it answers sheet '%s' of rater %d".formatted(sheet, rater),
                        "the key has " + sheets.stream().map(Sheet::sheet).toList(),
                        "name the key that was made with the sheet"));
    }

    /** Reads a key that {@code assay ratings make} wrote. */
    public static RatingKey read(Path file) {
        RatingKey key = Json.read(file, RatingKey.class);
        if (!key.format().equals(FORMAT)) {
            throw new AssayException(
                    file.toString(), "its format is '" + key.format() + "'", "it must be " + FORMAT, "name the key");
        }
        return key;
    }
}
