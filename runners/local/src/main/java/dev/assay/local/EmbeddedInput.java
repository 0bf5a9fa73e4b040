package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.ImageSource;
import java.util.List;
import java.util.Optional;

/** Pictures that did not come from a path. */
record EmbeddedInput(ImageSource source) implements EvaluationInput {
    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public Optional<ImageSource> images() {
        return Optional.of(source);
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
