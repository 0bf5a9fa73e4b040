package dev.assay.datasets.emoji;

import java.util.List;

/**
 * One picture of the embedded data set.
 *
 * @param id vendor and file name, such as {@code google/1f600}
 * @param vendor {@code google} (Noto) or {@code twitter} (Twemoji)
 * @param split {@code train} or {@code validation}; the same for all vendors and tones of one base emoji
 * @param category such as {@code Animals & Nature}
 * @param subcategory such as {@code animal-mammal}; the class of the picture
 * @param skinTone {@code none}, one of light, medium-light, medium, medium-dark, dark, or two joined by {@code +}
 * @param base code points of the emoji without skin tone
 * @param unified code points, such as {@code 1F1EA-1F1EC}
 * @param name the Unicode name
 * @param words the words of its short names, separated by spaces
 */
public record Entry(
        String id,
        String vendor,
        String split,
        String category,
        String subcategory,
        String skinTone,
        String base,
        String unified,
        String name,
        String words) {
    /** Names of the columns, in the order of the index file. */
    public static final List<String> COLUMNS = List.of(
            "id", "vendor", "split", "category", "subcategory", "skin_tone", "base", "unified", "name", "words");

    static Entry of(List<String> cells) {
        return new Entry(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4),
                cells.get(5),
                cells.get(6),
                cells.get(7),
                cells.get(8),
                cells.get(9));
    }

    /** The values in the order of {@link #COLUMNS}. */
    public List<String> cells() {
        return List.of(id, vendor, split, category, subcategory, skinTone, base, unified, name, words);
    }

    /**
     * The value of one of {@link #COLUMNS}.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public String column(String column) {
        int at = COLUMNS.indexOf(column);
        if (at < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + COLUMNS);
        }
        return cells().get(at);
    }
}
