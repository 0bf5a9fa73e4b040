package dev.assay.reports;

/** Marks on lines: with the colours, they tell series apart where colours alone do not. */
final class Mark {
    /** Colours in the style sheet; each further series of that many takes the next shape with the same colour. */
    static final int COLOURS = 8;

    private static final String[] SHAPES = {
        "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z", // disc
        "M-3.2 -3.2h6.4v6.4h-6.4z", // square
        "M0 -4.3l4.1 7.2h-8.2z", // triangle
        "M0 -4.6l4.6 4.6l-4.6 4.6l-4.6 -4.6z", // diamond
        "M0 4.3l4.1 -7.2h-8.2z" // triangle on its point
    };

    private Mark() {}

    static String svg(int series, double x, double y) {
        int shape = (series + series / COLOURS) % SHAPES.length;
        return "<path class=\"mark\" transform=\"translate(%s %s)\" d=\"%s\"/>"
                .formatted(Html.px(x), Html.px(y), SHAPES[shape]);
    }
}
