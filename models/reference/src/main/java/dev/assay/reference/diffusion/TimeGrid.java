package dev.assay.reference.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a solver's times are spread from 1 down to an end. */
public enum TimeGrid implements Choice {
    /** Equal differences of t. */
    UNIFORM_TIME("uniform-time") {
        @Override
        double[] between(NoiseSchedule schedule, double from, double to, int parts) {
            return linear(from, to, parts);
        }

        /** Evaluations lie on one grid, whatever the orders. */
        @Override
        List<double[]> strides(NoiseSchedule schedule, double end, List<Integer> orders) {
            int evaluations = orders.stream().mapToInt(Integer::intValue).sum();
            double[] grid = linear(1, end, evaluations);
            List<double[]> strides = new ArrayList<>();
            int from = 0;
            for (int order : orders) {
                strides.add(Arrays.copyOfRange(grid, from, from + order + 1));
                from += order;
            }
            return strides;
        }
    },
    /** Equal differences of lambda, that is of the logarithm of the signal-to-noise ratio. */
    UNIFORM_LAMBDA("uniform-log-snr") {
        @Override
        double[] between(NoiseSchedule schedule, double from, double to, int parts) {
            double[] times = linear(schedule.lambda(from), schedule.lambda(to), parts);
            for (int i = 1; i < parts; i++) {
                times[i] = schedule.inverseLambda(times[i]);
            }
            times[0] = from;
            times[parts] = to;
            return times;
        }

        /** Strides of all orders are equally long (Lu et al. 2022, section 3.4). */
        @Override
        List<double[]> strides(NoiseSchedule schedule, double end, List<Integer> orders) {
            double[] outer = between(schedule, 1, end, orders.size());
            List<double[]> strides = new ArrayList<>();
            for (int i = 0; i < orders.size(); i++) {
                strides.add(between(schedule, outer[i], outer[i + 1], orders.get(i)));
            }
            return strides;
        }
    };

    private final String id;

    TimeGrid(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** parts + 1 times from one to another, both included. */
    abstract double[] between(NoiseSchedule schedule, double from, double to, int parts);

    /** For each step, its start, the times of its further evaluations, and its end: order + 1 times. */
    abstract List<double[]> strides(NoiseSchedule schedule, double end, List<Integer> orders);

    private static double[] linear(double from, double to, int parts) {
        double[] values = new double[parts + 1];
        for (int i = 0; i <= parts; i++) {
            values[i] = from + (to - from) * i / parts;
        }
        return values;
    }
}
