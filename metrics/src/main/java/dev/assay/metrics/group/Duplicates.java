package dev.assay.metrics.group;

import dev.assay.datasets.Image;
import java.util.List;
import java.util.OptionalDouble;

/**
 * D, the share of pairs that are the same picture twice: cosine above a threshold, or peak signal-to-noise ratio above one
 * in decibels where both have the same size. It stands beside consistency, which copies would win. Lower is better, so
 * only pairs that are there count: what is missing must not look original.
 *
 * @param cosine a pair above it is a duplicate, such as 0.97 for CLIP's image tower and 0.95 for DINO
 * @param decibels a pair above it is a duplicate
 */
public record Duplicates(double cosine, double decibels) {
    /** The decibels that the formula names. */
    public static final double DECIBELS = 35;

    /** An image with its embedding. */
    public record Member(Image image, Embedding embedding) {}

    /** Whether two images are one. */
    public boolean same(Member a, Member b) {
        boolean near = a.embedding().cosine(b.embedding()) > cosine;
        boolean comparable = Structure.sameSize(a.image(), b.image());
        return near || (comparable && Structure.psnr(a.image(), b.image()) > decibels);
    }

    /** The share among all pairs of one list; undefined for fewer than two images. */
    public OptionalDouble among(List<Member> members) {
        int pairs = members.size() * (members.size() - 1) / 2;
        int found = 0;
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                found += same(members.get(i), members.get(j)) ? 1 : 0;
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) found / pairs);
    }

    /** The share among pairs of one reference and one generated image; undefined where either is empty. */
    public OptionalDouble between(List<Member> references, List<Member> generated) {
        return references.stream()
                .flatMapToDouble(r -> generated.stream().mapToDouble(g -> same(r, g) ? 1 : 0))
                .average();
    }
}
