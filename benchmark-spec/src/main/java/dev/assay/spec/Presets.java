package dev.assay.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        String resource = "/presets/" + name + ".yaml";
        return Json.readYaml("presets/" + name + ".yaml", text(resource), Preset.class);
    }

    static String text(String resource) {
        try (InputStream in = Presets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
