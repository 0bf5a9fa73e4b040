package dev.assay.spec.groups.result;

import dev.assay.spec.Sorted;
import dev.assay.spec.groups.Split;
import java.util.List;
import java.util.Map;

/**
 * One run of a group benchmark over all of its systems. Equal runs give equal JSON outside {@code timings}, which holds all
 * that may differ between them.
 *
 * @param schema version of this form
 * @param assay version of Assay
 * @param benchmark its id
 * @param version of the benchmark
 * @param benchmarkSha256 hash of all of its cases
 * @param split which part was scored
 * @param extractors name of each network used to all that determines its features
 * @param judges name of each judge to all that determines its answers
 * @param engine versions of what computed
 * @param parameters thresholds of the scores and settings of the intervals
 * @param scores what each score is, in the order they are shown
 * @param systems in the order they were named
 * @param deltas paired differences from the systems named {@code independent} and {@code shuffled}
 * @param omitted scores that could not be had, with the reason
 * @param timings how this run went
 */
public record GroupResult(
        int schema,
        String assay,
        String benchmark,
        int version,
        String benchmarkSha256,
        Split split,
        Map<String, Map<String, String>> extractors,
        Map<String, Map<String, String>> judges,
        Map<String, String> engine,
        Map<String, Object> parameters,
        List<ScoreKind> scores,
        List<SystemScores> systems,
        List<Delta> deltas,
        Map<String, String> omitted,
        Map<String, Object> timings) {
    public static final int SCHEMA = 1;

    public GroupResult {
        extractors = Sorted.copy(extractors);
        judges = Sorted.copy(judges);
        engine = Sorted.copy(engine);
        parameters = Sorted.copy(parameters);
        scores = List.copyOf(scores);
        systems = List.copyOf(systems);
        deltas = List.copyOf(deltas);
        omitted = Sorted.copy(omitted);
        timings = Sorted.copy(timings);
    }
}
