package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Maker;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.Measure;
import dev.assay.metrics.Metric;
import dev.assay.metrics.Metrics;
import dev.assay.metrics.StatisticKind;
import dev.assay.metrics.TapData;
import dev.assay.metrics.TooFewImagesException;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Preset;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Scores of one generated set against one reference.
 *
 * @param protocol name of the suite, or {@code evaluate}
 * @param protocolVersion version of the suite or preset
 * @param preset where the metrics come from
 * @param specs the metrics with all parameters
 * @param names the scores wanted of them
 * @param strict whether a score that the inputs cannot give is an error rather than left out with a reason
 * @param extractorName what the features are called where none are extracted
 * @param extraction how images are read
 * @param compute what does the arithmetic
 */
record Evaluation(
        String protocol,
        int protocolVersion,
        Preset preset,
        List<MetricSpec> specs,
        Set<ScoreName> names,
        boolean strict,
        String extractorName,
        Extraction extraction,
        Compute compute) {

    /** A metric that the inputs can serve. */
    private record Planned(MetricSpec spec, Metric metric) {}

    /**
     * A reference that was read once and can be scored against any number of times.
     *
     * @param input where it came from
     * @param collected what was read of it
     * @param extractor absent where both sides bring features or statistics
     * @param images what images go through before the extractor, part of every score's identity
     * @param started when reading it began, ISO 8601
     * @param seconds it took
     */
    record Reference(
            EvaluationInput input,
            Side.Collected collected,
            Optional<FeatureExtractor> extractor,
            Map<String, String> images,
            String started,
            double seconds) {}

    /** What is known before any image is read. */
    private record Plan(
            Side generated, Side reference, List<Planned> metrics, Map<String, String> omitted, Makers makers) {
        boolean readsImages() {
            return generated.readsImages() || reference.readsImages();
        }

        /** What a reader of a metric's scores should know about their inputs. */
        List<String> notes(Planned planned) {
            List<String> notes = new ArrayList<>(makers.notes());
            for (Side side : planned.metric().usesReference() ? List.of(generated, reference) : List.of(generated)) {
                if (planned.metric().statistic() == StatisticKind.MOMENTS
                        && side.onTrust(planned.spec().tap())) {
                    notes.add("the %s statistics do not say what made them; that it was %s is taken on trust"
                            .formatted(side.label(), makers.maker().extractor()));
                }
            }
            return notes;
        }
    }

    /** Checks that the metrics can be had from both inputs, then reads the reference. */
    Reference reference(
            EvaluationInput generated,
            EvaluationInput reference,
            Optional<FeatureExtractor> extractor,
            Map<String, String> images) {
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Stopwatch watch = new Stopwatch();
        Plan plan = plan(generated, reference, extractor, images);
        Side.Collected collected = plan.reference().collect(extractor, extraction, compute);
        return new Reference(reference, collected, extractor, images, started, watch.lap());
    }

    /** Scores a generated set. */
    RunResult score(String system, EvaluationInput input, Reference reference, Map<String, Object> timings) {
        Stopwatch watch = new Stopwatch();
        Plan plan = plan(input, reference.input(), reference.extractor(), reference.images());
        Side.Collected generated = plan.generated().collect(reference.extractor(), extraction, compute);
        double reading = watch.lap();
        Optional<FeatureExtractor> used = reference.extractor().filter(e -> plan.readsImages());
        Maker maker = plan.makers().maker();
        Map<String, Object> identity =
                Map.of("extractor", maker.extractor(), "network", maker.network(), "images", maker.images());
        List<Score> scores = new ArrayList<>();
        Map<String, String> omitted = new TreeMap<>(plan.omitted());
        List<TooFewImagesException> tooFew = new ArrayList<>();
        for (Planned planned : plan.metrics()) {
            try {
                scores.addAll(scores(planned, generated, reference.collected(), plan, identity));
            } catch (TooFewImagesException e) {
                tooFew.add(e);
                names(planned.spec()).forEach(name -> omitted.put(name, e.getMessage()));
            }
        }
        if (!tooFew.isEmpty() && (strict || scores.isEmpty())) {
            throw tooFew.get(0);
        }
        Map<String, Object> all = new TreeMap<>(timings);
        double scoring = watch.lap();
        all.put("started", reference.started());
        all.put("seconds", Math.round((reference.seconds() + reading + scoring) * 1e3) / 1e3);
        all.put(
                "steps",
                new TreeMap<>(Map.of("reference", reference.seconds(), "generated", reading, "metrics", scoring)));
        all.put("threads", extraction.threads());
        all.put("batch", extraction.batch());
        return new RunResult(
                RunResult.SCHEMA,
                Version.text(),
                protocol,
                protocolVersion,
                preset.preset(),
                Json.sha256(Map.of("preset", preset.preset(), "metrics", specs, "identity", identity)),
                system,
                generated.used(),
                reference.collected().used(),
                Map.of(maker.extractor(), maker.network()),
                Engine.versions(compute, used),
                scores,
                omitted,
                all);
    }

    private List<Score> scores(
            Planned planned,
            Side.Collected generated,
            Side.Collected reference,
            Plan plan,
            Map<String, Object> identity) {
        MetricSpec spec = planned.spec();
        String label = plan.makers().maker().extractor();
        TapData a = generated.taps().get(spec.tap());
        TapData b = planned.metric().usesReference() ? reference.taps().get(spec.tap()) : a;
        String hash = Json.sha256(Map.of("metric", spec, "identity", identity));
        List<Score> scores = new ArrayList<>();
        for (Measure measure : planned.metric().score(a, b, compute)) {
            ScoreName name = ScoreName.of(spec.metric(), spec.tap(), measure.name());
            List<String> notes = new ArrayList<>(measure.notes());
            notes.addAll(plan.notes(planned));
            scores.add(new Score(
                    name.id(label),
                    spec.metric(),
                    measure.value(),
                    measure.better(),
                    label,
                    spec.tap(),
                    measure.generatedCount(),
                    measure.referenceCount(),
                    spec.with(),
                    hash.substring(0, 16),
                    measure.details(),
                    notes));
        }
        return scores;
    }

    /** Checks that every metric can be had from the inputs, before anything is read. */
    private Plan plan(
            EvaluationInput generatedInput,
            EvaluationInput referenceInput,
            Optional<FeatureExtractor> extractor,
            Map<String, String> images) {
        Set<String> taps = extractor.map(FeatureExtractor::taps).orElse(Set.of());
        Side generated = new Side("generated", generatedInput);
        Side reference = new Side("reference", referenceInput);
        List<Planned> planned = new ArrayList<>();
        Map<String, String> omitted = new TreeMap<>();
        for (MetricSpec spec : specs) {
            Metric metric = Metrics.of(spec);
            Side.Need need = new Side.Need(spec.tap(), metric.statistic());
            List<Side> lacking = new ArrayList<>();
            if (!generated.offers(need, taps)) {
                lacking.add(generated);
            }
            if (metric.usesReference() && !reference.offers(need, taps)) {
                lacking.add(reference);
            }
            if (lacking.isEmpty()) {
                generated.ask(need, taps);
                if (metric.usesReference()) {
                    reference.ask(need, taps);
                }
                planned.add(new Planned(spec, metric));
            } else {
                omit(spec, need, lacking.get(0), extractor, omitted);
            }
        }
        if (planned.isEmpty()) {
            throw new AssayException(
                    "evaluate",
                    "none of the scores can be computed: " + reasons(omitted),
                    "generated holds " + generated.holds() + ", reference holds " + reference.holds(),
                    "give images on both sides, or features or statistics of the same extractor");
        }
        Optional<Maker> network = extractor.map(e -> new Maker(e.name(), e.identity(), images));
        return new Plan(
                generated,
                reference,
                planned,
                omitted,
                Makers.agreed(generated, reference, network, extractorName, images));
    }

    /** Each reason once, after the scores it holds for. */
    private static String reasons(Map<String, String> omitted) {
        Map<String, List<String>> scores = new LinkedHashMap<>();
        omitted.forEach((score, reason) ->
                scores.computeIfAbsent(reason, r -> new ArrayList<>()).add(score));
        return scores.entrySet().stream()
                .map(e -> String.join(", ", e.getValue()) + " " + e.getKey())
                .collect(Collectors.joining("; "));
    }

    private void omit(
            MetricSpec spec,
            Side.Need need,
            Side lacking,
            Optional<FeatureExtractor> extractor,
            Map<String, String> omitted) {
        String tap = "'" + need.tap() + "'";
        String what = need.kind() == StatisticKind.ROWS ? tap + " of single images" : "mean and covariance of " + tap;
        String missing = extractor
                .filter(e -> lacking.holdsImages())
                .map(e -> "extractor " + e.name() + " has no output " + tap)
                .orElse("the " + lacking.label() + " set holds no " + what);
        for (String name : names(spec)) {
            if (strict) {
                throw new AssayException(
                        name,
                        missing + "; it holds " + lacking.holds(),
                        "the extractor's outputs and the inputs decide what can be computed",
                        "leave it out of --metrics, or give images and an extractor with that output");
            }
            omitted.put(name, missing);
        }
    }

    /** The wanted scores that come from a metric. */
    private List<String> names(MetricSpec spec) {
        return names.stream()
                .filter(name -> name.from(spec))
                .map(name -> name.inception)
                .toList();
    }

    /** Seconds since the last lap, to the millisecond. */
    private static final class Stopwatch {
        private long last = System.nanoTime();

        double lap() {
            long now = System.nanoTime();
            double seconds = Math.round((now - last) / 1e6) / 1e3;
            last = now;
            return seconds;
        }
    }
}
