package dev.assay.reports;

import dev.assay.reports.SuiteScores.Cell;
import dev.assay.reports.SuiteScores.Column;
import dev.assay.reports.SuiteScores.Series;
import dev.assay.spec.Suite.GradedSystem;
import java.util.ArrayList;
import java.util.List;

/** One score over one series, small enough for a table cell, on a scale of its own. */
final class Sparkline {
    private static final int WIDTH = 72;
    private static final int HEIGHT = 30;
    private static final int EDGE = 5;

    private Sparkline() {}

    /** The line; empty where fewer than two systems have the score. Steps against the order are marked. */
    static String svg(SuiteScores scores, Series series, Column column) {
        List<GradedSystem> systems = scores.path(series).stream()
                .filter(s -> scores.value(s.system(), column.id()).isPresent())
                .toList();
        List<Double> values = scores.values(systems, column.id());
        if (values.size() < 2) {
            return "";
        }
        Scale scale = Scale.over(values);
        double step = (WIDTH - 2.0 * EDGE) / (values.size() - 1);
        List<String> points = new ArrayList<>();
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            String point = Html.px(EDGE + i * step) + "," + Html.px(y(scale, values.get(i)));
            boolean bad = scores.breaches().containsKey(new Cell(systems.get(i).system(), column.id()));
            if (bad && i > 0) {
                marks.append("<polyline class=\"bad\" points=\"%s %s\"/>".formatted(points.get(i - 1), point));
            }
            points.add(point);
            String[] at = point.split(",", 2);
            marks.append(
                    "<circle%s cx=\"%s\" cy=\"%s\" r=\"2\"/>".formatted(bad ? " class=\"bad\"" : "", at[0], at[1]));
        }
        return "<svg class=\"spark\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" aria-hidden=\"true\"><polyline points=\"%s\"/>%s</svg>"
                .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT, String.join(" ", points), marks);
    }

    private static double y(Scale scale, double value) {
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * scale.place(value);
    }
}
