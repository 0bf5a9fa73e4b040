package dev.assay.local;

import dev.assay.spec.AssayException;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Names;
import dev.assay.spec.Preset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The short names that people use, each one score of one metric on one tap. A name that stands for the Inception
 * network in the literature ({@code fid}) is printed only for that network; the {@link #plain} name with the
 * extractor in brackets stands for any other ({@code fd[pixels-16]}).
 */
enum ScoreName {
    FID("fid", "fd", "frechet_distance", "features", "frechet_distance"),
    SFID("sfid", "sfd", "frechet_distance", "spatial", "frechet_distance"),
    IS("is", "is", "inception_score", "logits", "inception_score"),
    KID("kid", "kd", "kernel_distance", "features", "kernel_distance"),
    PRECISION("precision", "precision", "precision_recall", "features", "precision"),
    RECALL("recall", "recall", "precision_recall", "features", "recall"),
    DENSITY("density", "density", "precision_recall", "features", "density"),
    COVERAGE("coverage", "coverage", "precision_recall", "features", "coverage");

    /** The extractor whose scores carry the literature's names. */
    static final String INCEPTION = "inception-2015-12-05";

    final String inception;
    final String plain;
    final String metric;
    final String tap;
    final String output;

    ScoreName(String inception, String plain, String metric, String tap, String output) {
        this.inception = inception;
        this.plain = plain;
        this.metric = metric;
        this.tap = tap;
        this.output = output;
    }

    /** What is printed for a score made with that extractor. */
    String id(String extractor) {
        return extractor.equals(INCEPTION) ? inception : plain + "[" + extractor + "]";
    }

    /** The name of one output of a metric on a tap. */
    static ScoreName of(String metric, String tap, String output) {
        return Arrays.stream(values())
                .filter(n -> n.metric.equals(metric) && n.tap.equals(tap) && n.output.equals(output))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no score name for output " + output + " of " + metric + " on tap " + tap));
    }

    /** Whether this score comes from that metric as a preset asks for it. */
    boolean from(MetricSpec spec) {
        return metric.equals(spec.metric())
                && tap.equals(spec.tap())
                && outputs(spec).contains(output);
    }

    /** The measures a preset asks of a metric: those listed, or the only one, which has the metric's name. */
    static List<String> outputs(MetricSpec spec) {
        Object listed = spec.with().get("outputs");
        return listed instanceof List<?> names
                ? names.stream().map(Object::toString).toList()
                : List.of(spec.metric());
    }

    /** The names asked for; all that the preset has where none are. An unknown name is answered with near ones. */
    static Set<ScoreName> choose(List<String> asked, Preset preset) {
        EnumSet<ScoreName> offered = EnumSet.noneOf(ScoreName.class);
        for (ScoreName name : values()) {
            if (preset.metrics().stream().anyMatch(name::from)) {
                offered.add(name);
            }
        }
        if (asked.isEmpty()) {
            return offered;
        }
        EnumSet<ScoreName> chosen = EnumSet.noneOf(ScoreName.class);
        for (String text : asked) {
            List<ScoreName> matching = Arrays.stream(values())
                    .filter(n -> n.inception.equalsIgnoreCase(text)
                            || n.plain.equalsIgnoreCase(text)
                            || n.metric.equalsIgnoreCase(text))
                    .toList();
            if (matching.isEmpty()) {
                throw Names.unknown("metric", text, known());
            }
            List<ScoreName> here = matching.stream().filter(offered::contains).toList();
            if (here.isEmpty()) {
                throw new AssayException(
                        "metric '" + text + "'",
                        "preset " + preset.preset() + " does not define it",
                        "it has "
                                + String.join(
                                        ", ",
                                        offered.stream().map(n -> n.inception).toList()),
                        "choose one of these, or --preset exact, which has all");
            }
            chosen.addAll(here);
        }
        return chosen;
    }

    static Set<String> known() {
        Set<String> names = new TreeSet<>();
        for (ScoreName name : values()) {
            names.addAll(List.of(name.inception, name.plain, name.metric));
        }
        return names;
    }

    /** The registry name of the metric behind a short name, for {@code --set fid.mean=float32}. */
    static String registryName(String text) {
        return Arrays.stream(values())
                .filter(n -> n.inception.equals(text) || n.plain.equals(text) || n.metric.equals(text))
                .map(n -> n.metric)
                .findFirst()
                .orElseThrow(() -> Names.unknown("metric", text, known()));
    }

    /** The preset's metrics that the chosen scores need, with {@code outputs} narrowed and overrides applied. */
    static List<MetricSpec> specs(Preset preset, Set<ScoreName> chosen, Map<String, Map<String, Object>> overrides) {
        return preset.metrics().stream()
                .filter(spec -> chosen.stream().anyMatch(name -> name.from(spec)))
                .map(spec -> spec.override(overrides.getOrDefault(spec.metric(), Map.of())))
                .map(spec -> spec.with().containsKey("outputs")
                        ? spec.override(Map.of(
                                "outputs",
                                outputs(spec).stream()
                                        .filter(output ->
                                                chosen.stream().anyMatch(n -> n.from(spec) && n.output.equals(output)))
                                        .toList()))
                        : spec)
                .toList();
    }
}
