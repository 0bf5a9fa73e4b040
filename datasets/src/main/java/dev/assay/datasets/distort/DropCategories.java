package dev.assay.datasets.distort;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fewer classes: a random part of the classes is kept, and the places of the other classes show copies of the pictures
 * that stay, all about equally often.
 *
 * @param keep fraction of the classes that stays, 0 to 1; 1 changes nothing, at least one stays
 * @param seed of the choice; of two fractions the smaller keeps part of what the larger keeps
 */
public record DropCategories(double keep, long seed) implements SetDistortion {
    public DropCategories {
        Grade.check("drop-categories", "keep", keep, 0, 1);
    }

    @Override
    public ImageSource apply(ImageSource images) {
        String name = images.name() + " " + this;
        return new Rearranged(name, images, List.of(), (pictures, others) -> sources(name, pictures));
    }

    private int[] sources(String name, List<EncodedImage> pictures) {
        int[] labels = pictures.stream()
                .mapToInt(EncodedImage::label)
                .sorted()
                .distinct()
                .toArray();
        if (labels.length > 0 && labels[0] == EncodedImage.NO_LABEL) {
            throw new AssayException(
                    name, "a picture has no class", "each needs one", "use a set with labels or another distortion");
        }
        // A class is chosen by its own number, so what else the set holds does not matter to its rank.
        int[] order = IntStream.of(labels)
                .boxed()
                .sorted((a, b) -> Long.compare(Draw.bits(seed, 1, a), Draw.bits(seed, 1, b)))
                .mapToInt(Integer::intValue)
                .toArray();
        Set<Integer> kept = new HashSet<>();
        for (int i = 0; i < Math.max(1, (int) Math.round(keep * order.length)) && i < order.length; i++) {
            kept.add(order[i]);
        }
        int[] places = Draw.order(seed, 2, pictures.size());
        int[] stay = IntStream.of(places)
                .filter(place -> kept.contains(pictures.get(place).label()))
                .toArray();
        int[] sources = IntStream.range(0, pictures.size()).toArray();
        int copied = 0;
        for (int place : places) {
            if (!kept.contains(pictures.get(place).label())) {
                sources[place] = stay[copied++ % stay.length];
            }
        }
        return sources;
    }
}
