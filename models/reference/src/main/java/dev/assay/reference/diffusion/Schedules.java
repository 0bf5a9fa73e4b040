package dev.assay.reference.diffusion;

import dev.assay.spec.Names;
import java.util.List;

/** Noise schedules by name. */
public final class Schedules {
    /** In the order they are listed to people. */
    public static final List<String> NAMES = List.of("sd-scaled-linear", "linear", "cosine", "vp", "rectified-flow");

    /** The steps of every discrete schedule here. */
    public static final int STEPS = 1000;

    private Schedules() {}

    /** The schedule of that name; an unknown name is answered with near ones. */
    public static NoiseSchedule named(String name) {
        return switch (name) {
            case "sd-scaled-linear" -> scaledLinear();
            case "linear" -> linear();
            case "cosine" -> cosine();
            case "vp" -> new VpSchedule(0.1, 20);
            case "rectified-flow" -> new RectifiedFlow();
            default -> throw Names.unknown("schedule", name, NAMES);
        };
    }

    /** Stable Diffusion's: the square roots of the variances are equally spaced from 0.00085^(1/2) to 0.012^(1/2). */
    private static DiscreteSchedule scaledLinear() {
        double[] betas = between(StrictMath.sqrt(0.00085), StrictMath.sqrt(0.012));
        for (int i = 0; i < betas.length; i++) {
            betas[i] *= betas[i];
        }
        return new DiscreteSchedule(betas);
    }

    /** Ho et al. 2020, section 4: variances equally spaced from 1e-4 to 0.02. */
    private static DiscreteSchedule linear() {
        return new DiscreteSchedule(between(1e-4, 0.02));
    }

    /** Nichol and Dhariwal 2021, eq. 17: alpha^2 falls as a squared cosine; no variance is above 0.999. */
    private static DiscreteSchedule cosine() {
        double[] betas = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            betas[i] = Math.min(1 - squaredCosine(i + 1) / squaredCosine(i), 0.999);
        }
        return new DiscreteSchedule(betas);
    }

    private static double squaredCosine(int step) {
        double offset = 0.008;
        double cosine = StrictMath.cos(((double) step / STEPS + offset) / (1 + offset) * Math.PI / 2);
        return cosine * cosine;
    }

    private static double[] between(double first, double last) {
        double[] values = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            values[i] = first + (last - first) * i / (STEPS - 1);
        }
        return values;
    }
}
