package dev.assay.reference.diffusion;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Label policies by name. */
public final class LabelPolicies {
    private static final int MOST = Integer.MAX_VALUE;

    private static final Registry<LabelPolicy> ALL = new Registry<LabelPolicy>("label policy")
            .with("balanced", Map.of(), List.of("classes"), s -> new LabelPolicy.Balanced(classes(s)))
            .with(
                    "blocks",
                    Map.of(),
                    List.of("classes", "images"),
                    s -> new LabelPolicy.Blocks(classes(s), s.integer("images", 1, MOST)))
            .with("random", Map.of(), List.of("classes"), s -> new LabelPolicy.Random(classes(s)))
            .with("fixed", Map.of(), List.of("label"), s -> new LabelPolicy.Fixed(s.integer("label", 0, MOST)));

    private LabelPolicies() {}

    /** In the order they are listed to people. */
    public static List<String> names() {
        return ALL.names();
    }

    /** The label policy of that name; unknown settings are errors. */
    public static LabelPolicy named(String name, Map<String, Object> settings) {
        return ALL.named(name, settings);
    }

    /** Every setting by name: those given and the defaults of the others. */
    public static SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        return ALL.settings(name, given);
    }

    private static int classes(Settings s) {
        return s.integer("classes", 1, MOST);
    }
}
