package dev.assay.datasets.distort;

import dev.assay.datasets.ImageSource;
import java.util.List;

/**
 * Fewer distinct pictures: a random part is kept, and the places of the others show copies of it, all about equally often.
 *
 * @param keep fraction of the pictures that stays, 0 to 1; 1 changes nothing, at least one stays
 * @param seed of the choice; of two fractions the smaller keeps part of what the larger keeps
 */
public record Duplicates(double keep, long seed) implements SetDistortion {
    public Duplicates {
        Grade.check("duplicates", "keep", keep, 0, 1);
    }

    @Override
    public ImageSource apply(ImageSource images) {
        return new Rearranged(
                images.name() + " " + this, images, List.of(), (pictures, others) -> sources(pictures.size()));
    }

    private int[] sources(int count) {
        int[] order = Draw.order(seed, 0, count);
        int kept = Math.max(1, (int) Math.round(keep * count));
        int[] sources = new int[count];
        for (int rank = 0; rank < count; rank++) {
            sources[order[rank]] = order[rank % kept];
        }
        return sources;
    }
}
