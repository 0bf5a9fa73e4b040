package dev.assay.reports;

import java.util.ArrayList;
import java.util.List;

/**
 * The losses of a training over its steps as an SVG file: each row faint, and their running mean.
 *
 * @param steps ascending
 * @param losses one for each, finite
 */
public record LossCurve(List<Long> steps, List<Double> losses) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int FOOT = 40;

    /** The mean takes in this part of the rows before it. */
    private static final int MEAN_OF = 20;

    private static final String STYLE = """
            <style>
            svg { background: #fff; font-family: sans-serif; color: #2a7ae0; }
            .grid { stroke: #ebebe6; } .tick { fill: #5c636e; font-size: 11px; }
            polyline { fill: none; stroke: currentColor; stroke-width: 2; } .raw { opacity: 0.25; stroke-width: 1; }
            </style>
            """;

    public LossCurve {
        steps = List.copyOf(steps);
        losses = List.copyOf(losses);
        if (steps.isEmpty() || steps.size() != losses.size()) {
            throw new IllegalArgumentException("%d steps and %d losses".formatted(steps.size(), losses.size()));
        }
    }

    /** The drawing as a file of its own. */
    public String svg() {
        Scale up = Scale.over(losses);
        long last = Math.max(1, steps.get(steps.size() - 1));
        Scale across = new Scale(0, last, false);
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\" aria-label=\"loss over steps\">\n"
                        .formatted(WIDTH, HEIGHT));
        svg.append(STYLE);
        for (double tick : up.ticks()) {
            String y = Html.px(y(up, tick));
            svg.append("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, y, y));
            svg.append("<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
                    .formatted(LEFT - 6, Html.px(y(up, tick) + 4), Scale.label(tick)));
        }
        for (double tick : across.ticks()) {
            svg.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(Html.px(x(across, tick)), HEIGHT - FOOT + 17, Scale.label(tick)));
        }
        svg.append("<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">step%s</text>\n"
                .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, up.logarithmic() ? ", loss on a log scale" : ""));
        svg.append(line("raw", across, up, losses));
        svg.append(line("mean", across, up, means()));
        return svg.append("</svg>\n").toString();
    }

    /** The mean of each row and those before it, over a part of all. */
    private List<Double> means() {
        int window = Math.max(1, losses.size() / MEAN_OF);
        List<Double> means = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < losses.size(); i++) {
            sum += losses.get(i);
            if (i >= window) {
                sum -= losses.get(i - window);
            }
            means.add(sum / Math.min(i + 1, window));
        }
        return means;
    }

    private String line(String kind, Scale across, Scale up, List<Double> values) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(Html.px(x(across, steps.get(i))))
                    .append(',')
                    .append(Html.px(y(up, values.get(i))))
                    .append(' ');
        }
        return "<polyline class=\"%s\" points=\"%s\"/>\n"
                .formatted(kind, points.toString().strip());
    }

    private static double x(Scale across, double step) {
        return LEFT + (WIDTH - RIGHT - LEFT) * across.place(step);
    }

    private static double y(Scale up, double loss) {
        return HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * up.place(loss);
    }
}
