package dev.assay.spec;

import java.util.List;

/** The suites shipped in {@code benchmark-spec/suites}, one YAML file each. */
public final class Suites {
    /** The first is what {@code assay run} runs when nothing is named. */
    public static final List<String> NAMES = List.of("metric-sanity");

    private Suites() {}

    /** The suite of that name; an unknown name is answered with near ones. */
    public static Suite named(String name) {
        if (!NAMES.contains(name)) {
            throw Names.unknown("suite", name, NAMES);
        }
        String file = "suites/" + name + ".yaml";
        return Json.readYaml(file, Resources.text("/" + file), Suite.class);
    }
}
