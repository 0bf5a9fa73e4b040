package dev.assay.reports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table in plain monospaced text, its columns two spaces apart.
 *
 * @param columns how each column is aligned
 * @param headings lines above the first rule, as many cells as columns
 * @param rows lines below it, as many cells as columns; an empty row is a blank line
 */
public record TextTable(List<Align> columns, List<List<String>> headings, List<List<String>> rows) {
    /** Which side a column's cells keep to. */
    public enum Align {
        LEFT,
        RIGHT
    }

    public TextTable {
        columns = List.copyOf(columns);
        headings = headings.stream().map(List::copyOf).toList();
        rows = rows.stream().map(List::copyOf).toList();
        int count = columns.size();
        headings.forEach(row -> check(row, count));
        rows.stream().filter(row -> !row.isEmpty()).forEach(row -> check(row, count));
    }

    private static void check(List<String> row, int columns) {
        if (row.size() != columns) {
            throw new IllegalArgumentException(
                    "a row of %d cells does not fit %d columns: %s".formatted(row.size(), columns, row));
        }
    }

    /** The whole table; every line ends with a line feed and none with a space. */
    public String print() {
        int[] widths = widths();
        int total = 2 * Math.max(0, widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        String rule = "-".repeat(total) + "\n";
        StringBuilder text = new StringBuilder();
        headings.forEach(row -> append(text, row, widths));
        text.append(rule);
        for (List<String> row : rows) {
            if (row.isEmpty()) {
                text.append('\n');
            } else {
                append(text, row, widths);
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        List<List<String>> all = new ArrayList<>(headings);
        all.addAll(rows);
        all.removeAll(Collections.singleton(List.<String>of()));
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(plain(row.get(i))));
            }
        }
        return widths;
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = plain(row.get(i));
            String space = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : "  ");
            line.append(columns.get(i) == Align.LEFT ? cell + space : space + cell);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** The text with control characters replaced, so that a file name cannot steer the terminal or break a line. */
    static String plain(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return clean.toString();
    }
}
