package dev.assay.reference.model;

import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A diffusion network at work under its conditions, or under them and under none.
 *
 * @param net the network
 * @param settings how its predictions are meant
 */
record Conditioned(DiffusionNetwork net, DiffusionSettings settings) {
    static final String VARIANCE = "variance";

    /** What a condition other than classes is called where it stands for none. */
    private static final String NONE = "no_";

    private static final String CLASSES = "y";

    /** The prediction's name. */
    String prediction() {
        return settings.meaning().id();
    }

    /** Classes or texts, and what stands for no text if that is needed. */
    List<Port> conditions(boolean guided) {
        List<Port> conditions = new ArrayList<>(own());
        for (Port port : own()) {
            if (guided && !port.name().equals(CLASSES) && net.hasNone(port.name())) {
                conditions.add(new Port(NONE + port.name(), port.type(), port.shape()));
            }
        }
        return conditions;
    }

    /** One clear error where nothing can stand for no condition. */
    void checkGuidance() {
        if (own().isEmpty() || (net.classes() > 0 && settings.noClass() < 0)) {
            throw new AssayException(
                    "guidance",
                    own().isEmpty() ? "the model has no condition" : "the model has no class that stands for none",
                    "guidance needs predictions with and without a condition",
                    "leave out guidance");
        }
    }

    private List<Port> own() {
        return net.inputs().stream()
                .filter(p ->
                        !p.name().equals("x") && !p.name().equals(net.time().name()))
                .toList();
    }

    /** The network's time input at times [N] from 0 to 1. */
    Tensor networkTime(Tensor times) {
        return times.mul(settings.timeScale()).add(settings.timeShift());
    }

    /**
     * The prediction and, if learnt, the variance, by name, float32.
     *
     * @param x [N,C,H,W]
     * @param time the network's time input, [N]
     * @param given the conditions
     */
    Map<String, Tensor> under(Scope s, Tensor x, Tensor time, Map<String, Tensor> given) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", x);
        inputs.put(net.time().name(), time);
        own().forEach(p -> inputs.put(p.name(), given.get(p.name())));
        return predictions(net.outputs(s, inputs));
    }

    private Map<String, Tensor> predictions(Map<String, Tensor> outputs) {
        Map<String, Tensor> predictions = new LinkedHashMap<>();
        predictions.put(prediction(), net.prediction(outputs).cast(DataType.FLOAT32));
        if (net.learnsVariance()) {
            predictions.put(VARIANCE, net.variance(outputs).cast(DataType.FLOAT32));
        }
        return predictions;
    }

    /** The same under no condition. */
    Map<String, Tensor> underNone(Scope s, Tensor x, Tensor time, Map<String, Tensor> given) {
        Map<String, Tensor> none = new LinkedHashMap<>();
        own().forEach(p -> none.put(p.name(), none(p, given)));
        return under(s, x, time, none);
    }

    private Tensor none(Port condition, Map<String, Tensor> given) {
        if (!net.hasNone(condition.name())) {
            return given.get(condition.name());
        }
        return condition.name().equals(CLASSES)
                ? given.get(CLASSES).mul(0).add(settings.noClass())
                : given.get(NONE + condition.name());
    }

    /** Both, the first under the conditions, as one batch of twice the size. */
    List<Map<String, Tensor>> both(Scope s, Tensor x, Tensor time, Map<String, Tensor> given) {
        Map<String, Tensor> twice = new LinkedHashMap<>();
        own().forEach(p -> twice.put(p.name(), given.get(p.name()).concat(0, none(p, given))));
        Map<String, Tensor> both = under(s, x.concat(0, x), time.concat(0, time), twice);
        return List.of(half(both, x, 0), half(both, x, 1));
    }

    private Map<String, Tensor> half(Map<String, Tensor> both, Tensor x, int which) {
        int n = x.shape().dim(0);
        Shape image = net.image();
        Map<String, Tensor> half = new LinkedHashMap<>();
        both.forEach((name, tensor) -> half.put(
                name,
                tensor.reshape(2, n, image.dim(0), image.dim(1), image.dim(2))
                        .slice(0, which, which + 1)
                        .reshape(n, image.dim(0), image.dim(1), image.dim(2))));
        return half;
    }
}
