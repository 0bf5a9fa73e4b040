package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.FeatureArrays;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.Statistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An input of which the Inception Score alone is wanted: a matrix without a name is then taken for logits. */
record LogitsInput(EvaluationInput input) implements EvaluationInput {
    private static final String FEATURES = "features";
    private static final String LOGITS = "logits";

    @Override
    public String kind() {
        return input.kind();
    }

    @Override
    public Optional<ImageSource> images() {
        return input.images();
    }

    @Override
    public Optional<Statistics> statistics() {
        return input.statistics();
    }

    @Override
    public Optional<FeatureArrays> features() {
        return input.features()
                .map(arrays ->
                        arrays.taps().containsKey(LOGITS) || !arrays.taps().containsKey(FEATURES)
                                ? arrays
                                : new FeatureArrays(Map.of(LOGITS, arrays.taps().get(FEATURES))));
    }

    @Override
    public List<String> notes() {
        return input.notes();
    }
}
