package dev.assay.datasets;

import java.util.List;
import java.util.Optional;

/** A path that holds pictures only. */
record PictureInput(String kind, ImageSource source, List<String> notes) implements EvaluationInput {
    PictureInput {
        notes = List.copyOf(notes);
    }

    @Override
    public Optional<ImageSource> images() {
        return Optional.of(source);
    }
}
