package dev.assay.reports;

import dev.assay.reports.SuiteScores.Cell;
import dev.assay.reports.SuiteScores.Column;
import dev.assay.reports.SuiteScores.Series;
import dev.assay.spec.Suite.GradedSystem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One score over the grades of all series, as inline SVG. Series differ by colour, by mark and by a label at the end
 * of their line; the floor is a dashed line across.
 *
 * @param scores where the values come from
 * @param column the score
 * @param width of the drawing in pixels
 * @param height of the drawing in pixels
 */
record Plot(SuiteScores scores, Column column, int width, int height) {
    private static final int LEFT = 46;
    private static final int RIGHT = 130;
    private static final int TOP = 12;
    private static final int FOOT = 34;
    private static final int LINE = 13;
    private static final int MOST_GRADES = 12;

    /** A label beside the plot: where its line ends and where the label can stand. */
    private record Label(String text, int colour, double x, double y, double place) {}

    /** The score over the grades of these series. */
    String svg(List<Series> shown) {
        List<Series> drawn = shown.stream()
                .filter(s -> !s.name().equals(SuiteScores.FLOOR))
                .filter(s -> !scores.values(s.systems(), column.id()).isEmpty())
                .toList();
        List<Double> values = new ArrayList<>();
        drawn.forEach(s -> values.addAll(scores.values(scores.path(s), column.id())));
        scores.floor().flatMap(f -> scores.value(f.system(), column.id())).ifPresent(values::add);
        Scale scale = Scale.over(values);
        int last = drawn.stream()
                .flatMapToInt(s -> s.systems().stream().mapToInt(one -> scores.place(s, one)))
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s by grade, one line per series\">\n"
                        .formatted(width, height, Html.text(column.id())));
        axes(svg, scale, last);
        floor(svg, scale);
        List<Label> labels = new ArrayList<>();
        for (Series series : drawn) {
            int colour = colour(scores, series);
            labels.add(line(svg, series, colour, scale, last));
        }
        labels(svg, labels);
        return svg.append("</svg>\n").toString();
    }

    /** The same as a file of its own, on white. */
    String standalone(List<Series> shown) {
        String style = """
                <style>
                svg { background: #fff; font-family: sans-serif; color: #2a7ae0; }
                .grid { stroke: #ebebe6; } .tick { fill: #5c636e; font-size: 11px; } .name { font-size: 11px; }
                .floor { stroke: #5c636e; stroke-width: 1.5; stroke-dasharray: 4 4; }
                polyline { fill: none; stroke: currentColor; stroke-width: 2; } .leader { opacity: 0.35; }
                .mark { fill: currentColor; } .hit { fill: transparent; }
                .breach { fill: none; stroke: #b3261e; stroke-width: 2; }
                </style>
                """;
        String drawing = svg(shown);
        int head = drawing.indexOf('>');
        return drawing.substring(0, head).replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                + " width=\"%d\" height=\"%d\">".formatted(width, height)
                + style
                + drawing.substring(head + 1);
    }

    /** Place of a series among the coloured ones, from 0; the floor has no colour. */
    static int colour(SuiteScores scores, Series series) {
        return scores.series().stream()
                .filter(s -> !s.name().equals(SuiteScores.FLOOR))
                .toList()
                .indexOf(series);
    }

    private void axes(StringBuilder svg, Scale scale, int last) {
        for (double tick : scale.ticks()) {
            double y = y(scale, tick);
            svg.append("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, width - RIGHT, Html.px(y), Html.px(y)));
            svg.append("<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
                    .formatted(LEFT - 6, Html.px(y + 4), Scale.label(tick)));
        }
        int step = last / MOST_GRADES + 1;
        for (long grade = 0; grade <= last; grade += step) {
            svg.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%d</text>\n"
                    .formatted(Html.px(x(grade, last)), height - FOOT + 17, grade));
        }
        svg.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">grade</text>\n"
                .formatted(Html.px((LEFT + width - RIGHT) / 2.0), height - 4));
        if (scale.logarithmic()) {
            svg.append("<text class=\"tick\" x=\"0\" y=\"%d\">log scale</text>\n".formatted(height - 4));
        }
    }

    private void floor(StringBuilder svg, Scale scale) {
        scores.floor()
                .ifPresent(system -> scores.value(system.system(), column.id()).ifPresent(value -> {
                    double y = y(scale, value);
                    svg.append(
                            "<line class=\"floor\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"><title>%s</title></line>\n"
                                    .formatted(LEFT, width - RIGHT, Html.px(y), Html.px(y), title(system, value)));
                }));
    }

    private Label line(StringBuilder svg, Series series, int colour, Scale scale, int last) {
        StringBuilder points = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        double x = 0;
        double y = 0;
        for (GradedSystem system : scores.path(series)) {
            if (scores.value(system.system(), column.id()).isEmpty()) {
                continue;
            }
            double value = scores.value(system.system(), column.id()).get();
            x = x(scores.place(series, system), last);
            y = y(scale, value);
            boolean joins = series.systems().size() > 1;
            points.append(joins ? Html.px(x) + "," + Html.px(y) + " " : "");
            if (!scores.isFloor(system)) {
                marks.append("<g><title>%s</title><circle class=\"hit\" cx=\"%s\" cy=\"%s\" r=\"9\"/>%s%s</g>\n"
                        .formatted(
                                title(system, value),
                                Html.px(x),
                                Html.px(y),
                                Mark.svg(colour, x, y),
                                breach(system, x, y)));
            }
        }
        svg.append("<g class=\"series s%d\">".formatted(colour % Mark.COLOURS));
        if (!points.isEmpty()) {
            svg.append("<polyline points=\"%s\"/>\n".formatted(points.toString().strip()));
        }
        svg.append(marks).append("</g>\n");
        return new Label(series.name(), colour, x, y, y);
    }

    private String breach(GradedSystem system, double x, double y) {
        return scores.breaches().containsKey(new Cell(system.system(), column.id()))
                ? "<circle class=\"breach\" cx=\"%s\" cy=\"%s\" r=\"8\"/>".formatted(Html.px(x), Html.px(y))
                : "";
    }

    private void labels(StringBuilder svg, List<Label> wanted) {
        for (Label label : apart(wanted)) {
            double end = width - RIGHT + 8;
            svg.append("<g class=\"series s%d\">".formatted(label.colour() % Mark.COLOURS));
            svg.append("<polyline class=\"leader\" points=\"%s,%s %s,%s %s,%s\"/>"
                    .formatted(
                            Html.px(label.x() + 6),
                            Html.px(label.y()),
                            Html.px(Math.max(label.x() + 6, width - RIGHT - 4)),
                            Html.px(label.y()),
                            Html.px(end),
                            Html.px(label.place())));
            svg.append(Mark.svg(label.colour(), end + 6, label.place()));
            svg.append("<text class=\"name\" x=\"%s\" y=\"%s\">%s</text></g>\n"
                    .formatted(Html.px(end + 13), Html.px(label.place() + 3.8), Html.text(shorten(label.text()))));
        }
    }

    /** Labels from the top down, each a line below the one before it; pushed up again where they pass the foot. */
    private List<Label> apart(List<Label> wanted) {
        List<Label> sorted = wanted.stream()
                .sorted(Comparator.comparingDouble(Label::y).thenComparingInt(Label::colour))
                .toList();
        double[] places = new double[sorted.size()];
        for (int i = 0; i < places.length; i++) {
            double free = i == 0 ? TOP : places[i - 1] + LINE;
            places[i] = Math.max(free, sorted.get(i).y());
        }
        double limit = height - FOOT + 4.0;
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], limit);
            limit = places[i] - LINE;
        }
        List<Label> placed = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            Label l = sorted.get(i);
            placed.add(new Label(l.text(), l.colour(), l.x(), l.y(), places[i]));
        }
        return placed;
    }

    private static String shorten(String name) {
        int most = 19;
        return name.length() <= most ? name : name.substring(0, most - 1) + "…";
    }

    private String title(GradedSystem system, double value) {
        return Html.text(system.system() + ": " + column.digits().print(value));
    }

    private double x(long grade, int last) {
        double room = 14;
        return LEFT + room + (width - LEFT - RIGHT - 2 * room) * grade / Math.max(1, last);
    }

    private double y(Scale scale, double value) {
        return height - FOOT - (height - FOOT - TOP) * scale.place(value);
    }
}
