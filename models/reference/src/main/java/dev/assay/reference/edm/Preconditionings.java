package dev.assay.reference.edm;

import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.Map;
import java.util.TreeMap;

/** The preconditionings by name: records whose components are the settings in a configuration. */
public final class Preconditionings {
    private static final String NAME = "name";
    private static final Map<String, Class<? extends Preconditioning>> BY_NAME = new TreeMap<>(Map.of(
            "edm", EdmPreconditioning.class,
            "iddpm", IddpmPreconditioning.class,
            "ve", VePreconditioning.class,
            "vp", VpPreconditioning.class));

    private Preconditionings() {}

    /**
     * What a configuration describes: {@code {name: edm, sigma_data: 0.5}}.
     *
     * @param where for messages
     */
    public static Preconditioning of(String where, Map<String, Object> settings) {
        String name = String.valueOf(settings.get(NAME));
        Class<? extends Preconditioning> kind = BY_NAME.get(name);
        if (kind == null) {
            throw Names.unknown("preconditioning", name, BY_NAME.keySet());
        }
        Map<String, Object> others = new TreeMap<>(settings);
        others.remove(NAME);
        return Json.bind(where, others, kind);
    }

    static void check(boolean kept, String name, String found, String rule) {
        if (!kept) {
            throw new AssayException("preconditioning " + name, found, rule, "correct the configuration");
        }
    }

    /** A number in the type of others. */
    static Tensor number(Tensor like, double value) {
        return like.backend().constant(new double[] {value}, Shape.SCALAR, like.type());
    }
}
