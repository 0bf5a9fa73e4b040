package dev.assay.reports;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How the numbers of one column are written for people; the result JSON has every digit.
 *
 * @param decimals digits after the point
 * @param scientific whether the column's numbers are too large or too small to be written plainly
 */
record Digits(int decimals, boolean scientific) {
    private static final int SIGNIFICANT = 4;
    private static final int MOST_DECIMALS = 6;
    private static final int EXTRA_DECIMALS = 2;

    /**
     * One number of decimals for a column, so that its points align: four significant digits at the median size, and
     * up to two more where different values would otherwise look equal.
     */
    static Digits of(Collection<Double> values) {
        double[] sizes = values.stream()
                .mapToDouble(Math::abs)
                .filter(v -> v > 0)
                .sorted()
                .toArray();
        if (sizes.length == 0) {
            return new Digits(0, false);
        }
        double median = sizes[sizes.length / 2];
        if (sizes[sizes.length - 1] >= 1e9 || median < 1e-5) {
            return new Digits(SIGNIFICANT - 1, true);
        }
        int wanted = SIGNIFICANT - 1 - (int) Math.floor(Math.log10(median));
        int least = Math.min(Math.max(wanted, 0), MOST_DECIMALS);
        for (int decimals = least; decimals <= least + EXTRA_DECIMALS; decimals++) {
            Digits digits = new Digits(decimals, false);
            if (digits.distinguishes(values)) {
                return digits;
            }
        }
        return new Digits(least, false);
    }

    /** One number on its own: six significant digits. */
    static String six(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-5 || size >= 1e9)) {
            return unsignedZero(String.format(Locale.ROOT, "%.5e", value));
        }
        int decimals = size == 0 ? 0 : Math.min(Math.max(5 - (int) Math.floor(Math.log10(size)), 0), 10);
        return new Digits(decimals, false).print(value);
    }

    String print(double value) {
        String form = "%." + decimals + (scientific ? "e" : "f");
        return unsignedZero(String.format(Locale.ROOT, form, value));
    }

    private boolean distinguishes(Collection<Double> values) {
        Set<Double> different = new HashSet<>(values);
        Set<String> printed = new HashSet<>();
        different.forEach(v -> printed.add(print(v)));
        return printed.size() == different.size();
    }

    private static String unsignedZero(String text) {
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero && text.startsWith("-") ? text.substring(1) : text;
    }
}
