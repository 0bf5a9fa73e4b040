package dev.assay.reference.model;

import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import dev.assay.reference.diffusion.Stream;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a network holds before training. The values of a tensor depend on the seed and its name alone: neither the order
 * in which they are asked for nor other tensors change them.
 */
public final class InitialWeights implements Weights {
    private static final int TRUNCATED_AT = 2;

    private final long seed;
    private final Map<String, Parameter> parameters;

    public InitialWeights(long seed, List<Parameter> parameters) {
        this.seed = seed;
        this.parameters = parameters.stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw Names.unknown("parameter", name, parameters.keySet());
        }
        float[] values = values(parameter);
        if (!parameter.shape().equals(shape) || values.length != shape.elements()) {
            throw new AssayException(
                    name,
                    "asked for as %s, known as %s with %d initial values"
                            .formatted(shape, parameter.shape(), values.length),
                    "they must agree",
                    "take the parameters from the network's description");
        }
        return values;
    }

    private float[] values(Parameter parameter) {
        long key = hash(parameter.name());
        Stream first = new Stream(seed, key, 0);
        float[] values = new float[Math.toIntExact(parameter.shape().elements())];
        Init init = parameter.init();
        if (init instanceof Init.Given given) {
            return KnownValues.floats(given);
        } else if (init instanceof Init.Constant constant) {
            Arrays.fill(values, (float) constant.value());
        } else if (init instanceof Init.Uniform uniform) {
            fill(values, i -> uniform.bound() * (2 * first.uniform(i) - 1));
        } else if (init instanceof Init.Normal normal) {
            fill(values, i -> normal.deviation() * first.normal(i));
        } else if (init instanceof Init.TruncatedNormal normal) {
            fill(values, i -> normal.deviation() * truncated(key, i));
        } else {
            throw new AssayException(
                    parameter.name(),
                    "it has no initial values",
                    "they come from a checkpoint",
                    "load one, or choose a model that can be trained");
        }
        return values;
    }

    /** The first of the draws at this place that is not beyond two deviations. */
    private double truncated(long key, int place) {
        double value = TRUNCATED_AT + 1;
        for (int draw = 0; Math.abs(value) > TRUNCATED_AT; draw++) {
            value = new Stream(seed, key, draw).normal(place);
        }
        return value;
    }

    private static void fill(float[] values, IntToDoubleFunction value) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
    }

    /** FNV-1a of 64 bits. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return hash;
    }
}
