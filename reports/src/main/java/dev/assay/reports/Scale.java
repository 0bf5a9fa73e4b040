package dev.assay.reports;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * From values to places on an axis: 0 at its foot, 1 at its head.
 *
 * @param low value at the foot
 * @param high value at the head, above low
 * @param logarithmic whether equal ratios are equal lengths; low is positive then
 */
record Scale(double low, double high, boolean logarithmic) {
    /** Values that differ by more than this factor are drawn on a logarithmic axis, where all are positive. */
    private static final double LOGARITHMIC_FROM = 20;

    /** Values beyond are drawn off the axis, so that no length overflows. */
    private static final double FARTHEST = 1e300;

    private static final int TICKS = 5;
    private static final double PAD = 0.06;

    /** An axis on which all the values lie, with a little room. */
    static Scale over(Collection<Double> values) {
        double low =
                Math.max(values.stream().mapToDouble(Double::doubleValue).min().orElse(0), -FARTHEST);
        double high =
                Math.min(values.stream().mapToDouble(Double::doubleValue).max().orElse(1), FARTHEST);
        if (low > 0 && high / low > LOGARITHMIC_FROM) {
            double room = Math.pow(high / low, PAD);
            return new Scale(low / room, high * room, true);
        }
        double span = high - low;
        double room = span > 0 ? span * PAD : Math.max(Math.abs(high) * PAD, 1e-9);
        return new Scale(low - room, high + room, false);
    }

    double place(double value) {
        return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /** Round values on the axis: steps of 1, 2 or 5 times a power of ten; on a logarithmic axis those powers. */
    List<Double> ticks() {
        return logarithmic ? powers() : steps();
    }

    private List<Double> steps() {
        double rough = (high - low) / TICKS;
        int exponent = (int) Math.floor(Math.log10(rough));
        double unit = Math.pow(10, exponent);
        double leading = rough / unit;
        int step = leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10;
        List<Double> ticks = new ArrayList<>();
        BigDecimal each = BigDecimal.valueOf(step).scaleByPowerOfTen(exponent);
        long first = (long) Math.ceil(low / each.doubleValue());
        for (long i = first; i * each.doubleValue() <= high; i++) {
            ticks.add(each.multiply(BigDecimal.valueOf(i)).doubleValue());
        }
        return ticks;
    }

    private List<Double> powers() {
        List<Double> ticks = new ArrayList<>();
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int[] mantissas = last - first > 3 ? new int[] {1} : new int[] {1, 3};
        for (int exponent = first; exponent <= last; exponent++) {
            for (int mantissa : mantissas) {
                double tick =
                        BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent).doubleValue();
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** A tick in as few digits as it needs. */
    static String label(double tick) {
        BigDecimal number = new BigDecimal(tick, new MathContext(6)).stripTrailingZeros();
        double size = Math.abs(tick);
        return size != 0 && (size < 1e-4 || size >= 1e6) ? number.toString() : number.toPlainString();
    }
}
