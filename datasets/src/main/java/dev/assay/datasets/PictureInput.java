package dev.assay.datasets;

import java.util.List;
import java.util.Optional;

/**
 * Pictures only.
 *
 * @param kind what they came from, such as {@code folder}
 * @param source the pictures
 * @param notes what a user should know about the reading
 */
public record PictureInput(String kind, ImageSource source, List<String> notes) implements EvaluationInput {
    public PictureInput {
        notes = List.copyOf(notes);
    }

    @Override
    public Optional<ImageSource> images() {
        return Optional.of(source);
    }
}
