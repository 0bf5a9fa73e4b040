package dev.assay.spec;

import java.util.List;

/** The presets shipped in {@code benchmark-spec/presets}, one YAML file each. */
public final class Presets {
    /** In the order they are listed to people; the first is the default. */
    public static final List<String> NAMES =
            List.of("exact", "adm", "torch-fidelity", "pytorch-fid", "clean-fid", "stylegan3", "edm2", "torchmetrics");

    private Presets() {}

    /** The preset of that name; an unknown name is answered with near ones. */
    public static Preset named(String name) {
        if (!NAMES.contains(name)) {
            throw Names.unknown("preset", name, NAMES);
        }
        String file = "presets/" + name + ".yaml";
        return Json.readYaml(file, Resources.text("/" + file), Preset.class);
    }
}
