package dev.assay.graph;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the parameters of a network hold before training. The values of a tensor depend on the seed and its name alone, so
 * that networks which share a layer begin alike, and they are the same on every machine.
 */
public final class InitialWeights implements Weights {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final long seed;

    /**
     * Initial values of a network's parameters.
     *
     * @param seed of all random numbers
     */
    public InitialWeights(List<Parameter> parameters, long seed) {
        parameters.forEach(p -> byName.put(p.name(), p));
        this.seed = seed;
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw Names.unknown("parameter", name, byName.keySet());
        }
        float[] values = new float[Math.toIntExact(shape.elements())];
        Draw draw = new Draw(new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash(name)));
        Init init = parameter.init();
        if (init instanceof Init.Constant c) {
            Arrays.fill(values, (float) c.value());
        } else if (init instanceof Init.Uniform u) {
            fill(values, () -> u.bound() * (2 * draw.unit() - 1));
        } else if (init instanceof Init.Normal n) {
            fill(values, () -> n.deviation() * draw.normal());
        } else if (init instanceof Init.TruncatedNormal n) {
            fill(values, () -> n.deviation() * draw.truncated());
        } else if (init instanceof Init.Given g) {
            copy(name, g.values().get(), values);
        } else {
            throw new AssayException(
                    name, "it has no initial values", "they come from a checkpoint", "give a file of weights");
        }
        return values;
    }

    private interface Numbers {
        double next();
    }

    private static void fill(float[] values, Numbers numbers) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers.next();
        }
    }

    private static void copy(String name, double[] given, float[] values) {
        if (given.length != values.length) {
            throw new IllegalArgumentException(
                    "%s has %d values, given are %d".formatted(name, values.length, given.length));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) given[i];
        }
    }

    /** Random numbers from whole ones alone, since how Java's generators make others may change. */
    private static final class Draw {
        private final SplittableRandom random;
        private double kept;
        private boolean keeps;

        Draw(SplittableRandom random) {
            this.random = random;
        }

        /** Even in [0,1). */
        double unit() {
            return (random.nextLong() >>> 11) * 0x1p-53;
        }

        /** Standard normal, by the polar method (Marsaglia and Bray 1964), which makes two at a time. */
        double normal() {
            if (keeps) {
                keeps = false;
                return kept;
            }
            double x;
            double y;
            double square;
            do {
                x = 2 * unit() - 1;
                y = 2 * unit() - 1;
                square = x * x + y * y;
            } while (square >= 1 || square == 0);
            double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            kept = y * scale;
            keeps = true;
            return x * scale;
        }

        /** Standard normal within two deviations. */
        double truncated() {
            double drawn;
            do {
                drawn = normal();
            } while (Math.abs(drawn) > 2);
            return drawn;
        }
    }

    private static long hash(String name) {
        long hash = FNV_START;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}
