package dev.assay.reference.weights;

import dev.assay.reference.weights.Recipe.Portion;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A weighted average of checkpoints of one architecture (Diffusion Soup, Biggs et al. 2024): theta = sum_i w_i theta_i
 * with shares w_i that sum to 1. Taking ingredient k with share w out again gives (theta - w theta_k) / (1 - w), for equal
 * shares (n theta - theta_k) / (n - 1).
 *
 * <p>Sums are in double, tensor by tensor and in the order of the ingredients' hashes, so that the order in which they are
 * given does not matter. An ingredient of share 0 is not read.
 */
public final class Soup implements Checkpoint {
    private final List<Term> terms;
    private final Recipe recipe;

    /** A checkpoint and what it is multiplied by. */
    private record Term(Checkpoint checkpoint, double factor) {}

    /**
     * What goes into a soup.
     *
     * @param checkpoint closed with the soup
     * @param sha256 of its file, lower-case hex
     */
    public record Ingredient(Checkpoint checkpoint, String sha256) {
        /** The weights in a file, as {@link CheckpointView#plain} finds them. */
        public static Ingredient open(Path file, Optional<String> part) {
            String sha256 = WeightFile.verify(file);
            Checkpoint checkpoint = Checkpoint.open(file);
            try {
                return new Ingredient(CheckpointView.plain(checkpoint, part), sha256);
            } catch (RuntimeException e) {
                checkpoint.close();
                throw e;
            }
        }

        private String part() {
            return checkpoint instanceof CheckpointView view ? view.part() : "";
        }

        private Portion portion(double share) {
            return new Portion(checkpoint.file(), part(), sha256, share);
        }
    }

    /** An ingredient with its share. */
    private record Share(Ingredient ingredient, double weight) {}

    private Soup(List<Term> terms, Recipe recipe) {
        this.terms = List.copyOf(terms);
        this.recipe = recipe;
        Checkpoint first = terms.get(0).checkpoint();
        terms.forEach(t -> checkAlike(first, t.checkpoint()));
    }

    /** The plain average. */
    public static Soup of(List<Ingredient> ingredients) {
        return of(ingredients, Collections.nCopies(ingredients.size(), 1.0));
    }

    /**
     * The average with weights, which are divided by their sum.
     *
     * @param weights of the ingredients, not negative
     */
    public static Soup of(List<Ingredient> ingredients, List<Double> weights) {
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        boolean good = weights.stream().allMatch(w -> w >= 0) && sum > 0 && Double.isFinite(sum);
        if (ingredients.isEmpty() || weights.size() != ingredients.size() || !good) {
            throw new AssayException(
                    "soup",
                    "%d checkpoints with the weights %s".formatted(ingredients.size(), weights),
                    "each checkpoint has one weight, none is negative and not all are 0",
                    "give as many weights as checkpoints");
        }
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            shares.add(new Share(ingredients.get(i), weights.get(i) / sum));
        }
        shares.sort(Comparator.comparing((Share s) -> s.ingredient().sha256())
                .thenComparing(s -> s.ingredient().part())
                .thenComparing(Share::weight));
        return new Soup(
                shares.stream()
                        .map(s -> new Term(s.ingredient().checkpoint(), s.weight()))
                        .toList(),
                new Recipe(shares.stream()
                        .map(s -> s.ingredient().portion(s.weight()))
                        .toList()));
    }

    /** A soup without one of the ingredients that its file records. */
    public static Soup remove(Ingredient soup, Ingredient out) {
        Recipe recipe = Recipe.of(soup.checkpoint())
                .orElseThrow(() -> new AssayException(
                        soup.checkpoint().file(),
                        "it does not say what it was made of",
                        "files written by soup record their ingredients",
                        "state the share that the ingredient had"));
        Portion portion = recipe.portion(out.portion(0))
                .orElseThrow(() -> new AssayException(
                        soup.checkpoint().file(),
                        out.checkpoint().file() + " is not in it",
                        "it was made of " + recipe.files(),
                        "name one of them, unaltered, and the same part of it"));
        checkShare(soup, out, portion.weight());
        return remove(soup, out, portion.weight(), recipe.without(portion));
    }

    /**
     * A soup without an ingredient that had a given share of it.
     *
     * @param share at least 0 and less than 1; 1/n in a plain average of n
     */
    public static Soup remove(Ingredient soup, Ingredient out, double share) {
        checkShare(soup, out, share);
        return remove(soup, out, share, new Recipe(List.of()));
    }

    private static Soup remove(Ingredient soup, Ingredient out, double share, Recipe rest) {
        double scale = 1 / (1 - share);
        return new Soup(List.of(new Term(soup.checkpoint(), scale), new Term(out.checkpoint(), -share * scale)), rest);
    }

    private static void checkShare(Ingredient soup, Ingredient out, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new AssayException(
                    soup.checkpoint().file(),
                    "%s has a share of %s of it".formatted(out.checkpoint().file(), share),
                    "a share that is taken out is at least 0 and less than 1",
                    "keep at least one ingredient");
        }
    }

    private static void checkAlike(Checkpoint first, Checkpoint other) {
        Map<String, List<Long>> wanted = new LinkedHashMap<>();
        first.tensors().forEach((name, tensor) -> wanted.put(name, tensor.sizes()));
        List<String> problems = Fit.of(other.tensors(), wanted).problems();
        if (!problems.isEmpty()) {
            throw new AssayException(
                    other.file(),
                    "differs from %s: %s".formatted(first.file(), String.join("; ", problems)),
                    "a soup is made of checkpoints of one architecture in floating point",
                    "leave it out");
        }
    }

    @Override
    public String file() {
        return "soup";
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return terms.get(0).checkpoint().tensors();
    }

    @Override
    public float[] floats(String name) {
        Sum sum = new Sum();
        terms.stream()
                .filter(t -> t.factor() != 0)
                .forEach(t -> sum.add(t.checkpoint().floats(name), t.factor()));
        return sum.rounded();
    }

    /** The recipe, as written into the file of the soup; nothing if it is not known. */
    @Override
    public Map<String, String> metadata() {
        return recipe.ingredients().isEmpty() ? Map.of() : Map.of(Recipe.KEY, Json.write(recipe));
    }

    @Override
    public void close() {
        terms.forEach(t -> t.checkpoint().close());
    }
}
