package dev.assay.datasets.distort;

import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Copies of the reference set in place of own pictures, as a generator that memorised its training data would give. Each
 * reference picture is copied once before any is copied twice.
 *
 * @param fraction of the pictures that is replaced, 0 to 1; 0 changes nothing
 * @param seed of the choice; of two fractions the larger replaces what the smaller replaces, by the same copies
 */
public record Copies(double fraction, long seed) implements SetDistortion {
    public Copies {
        Grade.check("copies", "fraction", fraction, 0, 1);
    }

    @Override
    public ImageSource apply(ImageSource images) {
        throw new AssayException(
                "distortion copies of " + images.name(),
                "there is no reference set",
                "copies are taken from one",
                "give the reference set");
    }

    @Override
    public ImageSource apply(ImageSource images, ImageSource reference) {
        return new Rearranged(
                images.name() + " " + this + " of " + reference.name(),
                images,
                List.of(reference),
                (pictures, others) -> sources(reference.name(), pictures.size(), others));
    }

    private int[] sources(String reference, int count, int others) {
        if (others == 0) {
            throw new AssayException(
                    reference, "the reference set is empty", "copies need at least one picture", "give another set");
        }
        int[] sources = IntStream.range(0, count).toArray();
        int[] places = Draw.order(seed, 3, count);
        int[] copied = Draw.order(seed, 4, others);
        for (int i = 0; i < (int) Math.round(fraction * count); i++) {
            sources[places[i]] = count + copied[i % others];
        }
        return sources;
    }
}
