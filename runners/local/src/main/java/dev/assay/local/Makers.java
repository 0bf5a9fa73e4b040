package dev.assay.local;

import dev.assay.datasets.Maker;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What made the features on both sides of an evaluation, which must be the same: numbers of two extractors, or of one
 * fed in two ways, compare to nothing.
 *
 * @param maker what scores carry
 * @param notes what of it is taken on trust, for every score
 */
record Makers(Maker maker, List<String> notes) {
    /** What features are called whose extractor the user did not say. */
    static final String UNSAID = "features";

    /**
     * Refuses two makers.
     *
     * @param network what images are measured by; needed where images are read
     * @param featuresName what the user calls the extractor of given features
     * @param images how images are read
     */
    static Makers agreed(
            Side generated, Side reference, Optional<Maker> network, String featuresName, Map<String, String> images) {
        boolean readsImages = generated.readsImages() || reference.readsImages();
        checkFeatures(generated, reference, network, featuresName);
        List<Side.Made> made = new ArrayList<>(generated.made(network, featuresName));
        made.addAll(reference.made(network, featuresName));
        List<Side.Made> all = new ArrayList<>(made);
        if (!readsImages && !featuresName.equals(UNSAID)) {
            all.add(new Side.Made("--extractor", Maker.given(featuresName)));
        }
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                check(all.get(j), all.get(i));
            }
        }
        Maker named = new Maker(
                all.isEmpty() ? featuresName : all.get(0).maker().extractor(),
                Maker.given(featuresName).network(),
                images);
        Maker maker = made.stream()
                .map(Side.Made::maker)
                .filter(m -> !m.onlyNamed())
                .findFirst()
                .orElse(named);
        List<String> notes = made.stream()
                .filter(m -> m.maker().onlyNamed() && !maker.onlyNamed())
                .map(m -> "that %s come from %s is taken on trust".formatted(m.what(), maker.extractor()))
                .toList();
        return new Makers(maker, notes);
    }

    private static void checkFeatures(Side generated, Side reference, Optional<Maker> network, String featuresName) {
        boolean images = generated.readsImages() || reference.readsImages();
        boolean features = generated.readsFeatures() || reference.readsFeatures();
        if (images && features && !network.orElseThrow().extractor().equals(featuresName)) {
            throw new AssayException(
                    "evaluate",
                    "one side brings features, the other images that %s would measure"
                            .formatted(network.orElseThrow().extractor()),
                    "both must come from the same extractor",
                    "say what made the features with --extractor, or give images on both sides");
        }
    }

    private static void check(Side.Made one, Side.Made other) {
        if (!one.maker().extractor().equals(other.maker().extractor())) {
            throw new AssayException(
                    "evaluate",
                    "%s: %s, %s: %s"
                            .formatted(
                                    one.what(),
                                    one.maker().extractor(),
                                    other.what(),
                                    other.maker().extractor()),
                    "both sides must come from the same extractor",
                    "choose it with --extractor and --weights, or make the statistics again with assay stats make");
        }
        if (one.maker().onlyNamed() || other.maker().onlyNamed()) {
            return;
        }
        one.maker().difference(other.maker()).ifPresent(difference -> {
            throw new AssayException(
                    "evaluate",
                    "%s and %s: %s".formatted(one.what(), other.what(), difference),
                    "both sides must be made alike",
                    "choose the --preset and options that the statistics were made with, or make them again with"
                            + " assay stats make");
        });
    }
}
