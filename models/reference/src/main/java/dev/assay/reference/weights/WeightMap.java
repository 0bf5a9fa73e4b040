package dev.assay.reference.weights;

import dev.assay.graph.Parameter;
import dev.assay.spec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What would go where if a network were loaded from a file.
 *
 * @param file the file's name
 * @param notes which part of the file was taken, as what, and what was left out
 * @param rows the tensors of the network that the file has, in the network's order
 * @param missing names that the network reads and the file lacks
 * @param unexpected names of the file that the network has no use for
 * @param wrong tensors that do not fit: of another shape, or quantised, in words
 */
public record WeightMap(
        String file,
        List<String> notes,
        List<Row> rows,
        List<String> missing,
        List<String> unexpected,
        List<String> wrong) {
    public WeightMap {
        notes = List.copyOf(notes);
        rows = List.copyOf(rows);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        wrong = List.copyOf(wrong);
    }

    /**
     * A tensor of the network.
     *
     * @param name its name in the network
     * @param shape its sizes in the network, outermost first
     * @param sources names in the file, in the order in which they are joined
     * @param type how the file stores its numbers, {@code float16}
     * @param how what is done with them: as is, reshaped, joined
     */
    public record Row(String name, List<Integer> shape, List<String> sources, String type, String how) {
        public Row {
            shape = List.copyOf(shape);
            sources = List.copyOf(sources);
        }
    }

    /** Compares a view with the network that it was made for; no values are read. */
    public static WeightMap of(CheckpointView view, List<Parameter> parameters, Set<String> optional) {
        List<Row> rows = new ArrayList<>();
        for (Parameter p : parameters) {
            StoredTensor stored = view.tensors().get(p.name());
            if (stored != null) {
                Source source = view.source(p.name());
                rows.add(new Row(
                        p.name(),
                        p.shape().dims(),
                        source.names(),
                        stored.type().name().toLowerCase(Locale.ROOT),
                        source.how().words()));
            }
        }
        Fit fit = Fit.of(view.tensors(), parameters, optional);
        List<String> wrong = new ArrayList<>(fit.wrong());
        wrong.addAll(fit.quantised());
        return new WeightMap(view.file(), view.notes(), rows, fit.missing(), fit.unexpected(), wrong);
    }

    /** Whether the file could be loaded. */
    public boolean fits() {
        return missing.isEmpty() && unexpected.isEmpty() && wrong.isEmpty();
    }

    /** As indented JSON. */
    public String json() {
        return Json.write(this);
    }

    /** As a table for people: one line for each tensor, then what is left on either side. */
    public String text() {
        StringBuilder text = new StringBuilder(file).append('\n');
        notes.forEach(note -> text.append("  ").append(note).append('\n'));
        int name = width(rows.stream().map(Row::name).toList());
        int shape = width(rows.stream().map(r -> shown(r.shape())).toList());
        for (Row row : rows) {
            text.append(("%-" + name + "s  %-" + shape + "s  <- %s (%s, %s)\n")
                    .formatted(
                            row.name(), shown(row.shape()), String.join(" + ", row.sources()), row.type(), row.how()));
        }
        section(text, "missing", missing);
        section(text, "unexpected", unexpected);
        section(text, "wrong", wrong);
        text.append("%d of %d tensors have a source\n".formatted(rows.size(), rows.size() + missing.size()));
        return text.toString().replaceAll("[\\p{Cc}&&[^\n]]", "?");
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(1);
    }

    private static String shown(List<Integer> shape) {
        return shape.toString().replace(" ", "");
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("%d %s\n".formatted(lines.size(), title));
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
