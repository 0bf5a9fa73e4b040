package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.group.Embedding;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import dev.assay.spec.groups.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The networks that look at groups.
 *
 * @param extractor of images
 * @param tap its output for consistency
 * @param tower of texts, where there is one
 */
record GroupEyes(FeatureExtractor extractor, String tap, Optional<TextTower> tower) implements AutoCloseable {
    /** An output that is equal for pictures of one thing, where an extractor has one. */
    private static final String IDENTITY = "identity";

    private static final String FEATURES = "features";

    GroupEyes {
        if (!extractor.taps().contains(tap)) {
            throw Names.unknown("tap of extractor " + extractor.name(), tap, extractor.taps());
        }
        if (tower.isPresent()) {
            TextTower text = tower.get();
            if (!text.extractor().equals(extractor.name())) {
                throw new AssayException(
                        "text tower " + text.name(),
                        "it goes with extractor " + text.extractor(),
                        "the extractor here is " + extractor.name(),
                        "give both networks of one pair");
            }
            if (!extractor.taps().contains(text.tap())) {
                throw Names.unknown("tap of extractor " + extractor.name(), text.tap(), extractor.taps());
            }
        }
    }

    /** The output for consistency that an extractor has. */
    static String usualTap(Set<String> taps) {
        return taps.contains(IDENTITY) ? IDENTITY : FEATURES;
    }

    /**
     * A picture as seen.
     *
     * @param seen its embeddings
     * @param features for distances between sets; empty where the extractor has none
     */
    record View(GroupScorer.Seen seen, float[] features) {}

    /** What consistency is named after. */
    String looks() {
        return tap.equals(FEATURES) ? extractor.name() : extractor.name() + ":" + tap;
    }

    /** What adherence is named after; empty without texts. */
    String texts() {
        return tower.map(TextTower::name).orElse("");
    }

    /** Every network's identity by name. */
    Map<String, Map<String, String>> identities() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        all.put(extractor.name(), extractor.identity());
        tower.ifPresent(t -> all.put("text " + t.name(), t.identity()));
        return all;
    }

    /** All of these pictures, in order. */
    List<View> see(List<Image> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        Set<String> taps = new TreeSet<>(Set.of(tap));
        if (extractor.taps().contains(FEATURES)) {
            taps.add(FEATURES);
        }
        tower.ifPresent(t -> taps.add(t.tap()));
        Map<String, float[]> found = extractor.extract(images, taps);
        List<View> views = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            int at = i;
            Embedding joint = tower.map(t -> Embedding.of(row(found.get(t.tap()), at, images.size())))
                    .orElse(Embedding.ABSENT);
            Embedding look = Embedding.of(row(found.get(tap), i, images.size()));
            float[] features = taps.contains(FEATURES) ? row(found.get(FEATURES), i, images.size()) : new float[0];
            views.add(new View(new GroupScorer.Seen(images.get(i), look, joint), features));
        }
        return views;
    }

    private static float[] row(float[] values, int row, int rows) {
        int width = values.length / rows;
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    /** The texts of members: short forms, which fit small encoders. Empty without a tower. */
    List<Embedding> texts(List<Member> members) {
        return tower.map(t -> t.embed(members.stream()
                        .map(m -> m.shortPrompt().isBlank() ? m.prompt() : m.shortPrompt())
                        .toList()))
                .orElse(List.of());
    }

    @Override
    public void close() {
        try {
            tower.ifPresent(TextTower::close);
        } finally {
            extractor.close();
        }
    }
}
