package dev.assay.spec;

import java.util.List;
import java.util.Map;

/**
 * What one system scored under one protocol. Equal runs give equal JSON outside {@code timings}, which holds all that
 * may differ between them: durations, rates, threads, batch size, paths.
 *
 * @param schema version of this form
 * @param assay version of Assay
 * @param protocol name of the suite, or {@code evaluate}
 * @param protocolVersion version of the suite or preset
 * @param preset name of the preset the metrics came from
 * @param protocolSha256 hash of everything asked for, after all overrides
 * @param system what was measured
 * @param generated its images
 * @param reference what they were measured against
 * @param extractors name of each extractor used to all that determines its features
 * @param engine versions of what computed
 * @param scores in protocol order
 * @param omitted scores of the preset that the inputs could not give, with the reason
 * @param timings how this run went
 */
public record RunResult(
        int schema,
        String assay,
        String protocol,
        int protocolVersion,
        String preset,
        String protocolSha256,
        String system,
        SetUsed generated,
        SetUsed reference,
        Map<String, Map<String, String>> extractors,
        Map<String, String> engine,
        List<Score> scores,
        Map<String, String> omitted,
        Map<String, Object> timings) {
    public static final int SCHEMA = 1;

    public RunResult {
        scores = List.copyOf(scores);
        omitted = Sorted.copy(omitted);
        extractors = Sorted.copy(extractors);
        engine = Sorted.copy(engine);
        timings = Sorted.copy(timings);
    }

    /** The part that is equal for equal runs. */
    public RunResult withoutTimings() {
        return new RunResult(
                schema,
                assay,
                protocol,
                protocolVersion,
                preset,
                protocolSha256,
                system,
                generated,
                reference,
                extractors,
                engine,
                scores,
                omitted,
                Map.of());
    }
}
