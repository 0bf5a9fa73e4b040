package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupCase;
import dev.assay.datasets.emoji.groups.Picture;
import dev.assay.metrics.group.Adherence;
import dev.assay.metrics.group.CaseValue;
import dev.assay.metrics.group.Consistency;
import dev.assay.metrics.group.Embedding;
import dev.assay.metrics.group.Ssim;
import dev.assay.metrics.group.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The scores of cases of emoji-groups, one value a case for each score that it has. Only pictures that were asked for are
 * scored, against the texts and the true pictures of the case; one that is missing counts 0.
 *
 * @param album the true pictures
 * @param features what pictures are compared by
 */
record GroupScores(Album album, GroupFeatures features) {
    /** Generated pictures and references in the space of identities. */
    static final String REFERENCE = "reference consistency";

    /** Generated pictures among themselves, likewise. */
    static final String SELF = "self consistency";

    /** Generated pictures and their own texts. */
    static final String ADHERENCE = "prompt adherence";

    /**
     * The values of a case.
     *
     * @param made the pictures of its members in order, those of references not read; empty for a missing one
     */
    Map<String, CaseValue> of(GroupCase one, List<Optional<Image>> made) {
        int given = one.task().given();
        int count = one.members().size();
        List<Image> truths = one.members().stream().map(album::image).toList();
        List<Optional<Image>> targets = made.subList(given, count);
        List<Embedding> identities = embedded(targets, features::identities);
        List<Embedding> references = features.identities(truths.subList(0, given));
        List<Embedding> wanted = features.identities(truths.subList(given, count));
        Map<String, OptionalDouble> values = new LinkedHashMap<>();
        values.put(REFERENCE, Consistency.cross(references, identities));
        values.put(SELF, Consistency.self(identities));
        features.paired().ifPresent(paired -> {
            List<Embedding> texts = paired.texts(one.members().subList(given, count).stream()
                    .map(Picture::prompt)
                    .toList());
            List<Embedding> images = embedded(targets, paired::images);
            values.put(ADHERENCE, OptionalDouble.of(Adherence.mean(images, texts)));
            values.put("prompt separation", Adherence.separation(images, texts));
            values.put("prompt assignment", Adherence.assignment(images, texts));
        });
        values.put("truth cosine", OptionalDouble.of(Adherence.mean(identities, wanted)));
        values.put("truth PSNR", OptionalDouble.of(truth(targets, truths.subList(given, count), Structure::level)));
        values.put("truth SSIM", OptionalDouble.of(truth(targets, truths.subList(given, count), (a, b) -> Ssim.of(a, b)
                .orElse(0))));
        Map<String, CaseValue> scored = new LinkedHashMap<>();
        values.forEach((score, value) -> value.ifPresent(number -> scored.put(
                score,
                new CaseValue(given > 0 ? "reference" : "text", one.task().id(), one.id(), number))));
        return scored;
    }

    @FunctionalInterface
    private interface Space {
        List<Embedding> of(List<Image> images);
    }

    private static List<Embedding> embedded(List<Optional<Image>> images, Space space) {
        List<Embedding> there = new ArrayList<>(
                space.of(images.stream().flatMap(Optional::stream).toList()));
        return images.stream()
                .map(image -> image.isPresent() ? there.remove(0) : Embedding.ABSENT)
                .toList();
    }

    @FunctionalInterface
    private interface Likeness {
        double of(Image a, Image b);
    }

    /** The mean over pictures; one that is missing or of another size counts 0. */
    private static double truth(List<Optional<Image>> made, List<Image> truths, Likeness likeness) {
        return IntStream.range(0, made.size())
                .mapToDouble(i -> made.get(i)
                        .filter(image -> Structure.sameSize(image, truths.get(i)))
                        .map(image -> likeness.of(image, truths.get(i)))
                        .orElse(0.0))
                .average()
                .orElseThrow();
    }
}
