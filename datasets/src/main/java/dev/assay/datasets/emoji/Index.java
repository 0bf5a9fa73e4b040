package dev.assay.datasets.emoji;

import dev.assay.spec.AssayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The index file: CSV as in RFC 4180 with one header line, UTF-8, lines ended by a line feed. */
final class Index {
    private Index() {}

    static byte[] write(List<Entry> entries) {
        StringBuilder text = new StringBuilder(line(Entry.COLUMNS));
        entries.forEach(entry -> text.append(line(entry.cells())));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static List<Entry> read(byte[] csv) {
        List<String> lines = new String(csv, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !cells(lines.get(0)).equals(Entry.COLUMNS)) {
            throw damaged(1);
        }
        List<Entry> entries = new ArrayList<>(lines.size() - 1);
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            if (cells.size() != Entry.COLUMNS.size()) {
                throw damaged(i + 1);
            }
            entries.add(Entry.of(cells));
        }
        return List.copyOf(entries);
    }

    private static String line(List<String> cells) {
        return cells.stream()
                        .map(cell -> cell.matches("[^,\"]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                // A doubled quote inside quotes is one quote.
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private static AssayException damaged(int line) {
        return new AssayException(
                Shelf.INDEX + " line " + line,
                "not a line of the index",
                "it has the columns " + String.join(",", Entry.COLUMNS),
                "pack the data set again");
    }
}
