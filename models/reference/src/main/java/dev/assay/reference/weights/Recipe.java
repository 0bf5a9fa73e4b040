package dev.assay.reference.weights;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a soup was made of, as its file records it.
 *
 * @param ingredients by hash, so that equal soups have equal records
 */
public record Recipe(List<Portion> ingredients) {
    /** The key of the recipe in a file's metadata. */
    public static final String KEY = "assay.soup";

    public Recipe {
        ingredients = List.copyOf(ingredients);
    }

    /**
     * A checkpoint in a soup.
     *
     * @param file its name
     * @param part the dictionary that was taken; empty for the whole file
     * @param sha256 of the whole file, lower-case hex
     * @param weight its share; all shares sum to 1
     */
    public record Portion(String file, String part, String sha256, double weight) {
        public Portion {
            if (!(weight >= 0 && weight <= 1)) {
                throw new AssayException(
                        file, "a share of " + weight, "shares are from 0 to 1", "check where the soup comes from");
            }
        }
    }

    /** The recipe that a file records. */
    static Optional<Recipe> of(Checkpoint checkpoint) {
        return Optional.ofNullable(checkpoint.metadata().get(KEY))
                .map(text -> Json.read(checkpoint.file(), text, Recipe.class));
    }

    /** The portion that is the same part of the same file, whatever its name and weight. */
    Optional<Portion> portion(Portion like) {
        return ingredients.stream()
                .filter(p -> p.sha256().equals(like.sha256()) && p.part().equals(like.part()))
                .findFirst();
    }

    /** The names of the files. */
    String files() {
        return ingredients.stream().map(Portion::file).collect(Collectors.joining(", "));
    }

    /** The rest without one portion, in the proportions it had. */
    Recipe without(Portion portion) {
        List<Portion> rest = new ArrayList<>(ingredients);
        rest.remove(portion);
        double sum = rest.stream().mapToDouble(Portion::weight).sum();
        return new Recipe(rest.stream()
                .map(p -> new Portion(p.file(), p.part(), p.sha256(), Math.min(1, p.weight() / sum)))
                .toList());
    }
}
