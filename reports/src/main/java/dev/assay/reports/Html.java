package dev.assay.reports;

import java.util.Locale;

/** Text for HTML and SVG; everything that comes from a result goes through {@link #text}. */
final class Html {
    private Html() {}

    /** The text with all that has a meaning in markup or an attribute written as entities; control characters go. */
    static String text(String plain) {
        StringBuilder safe = new StringBuilder(plain.length() + 16);
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                        safe.appendCodePoint(c);
                    }
                }
            }
        });
        return safe.toString();
    }

    /** A coordinate in pixels, to a tenth. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** An opacity, to a hundredth. */
    static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
