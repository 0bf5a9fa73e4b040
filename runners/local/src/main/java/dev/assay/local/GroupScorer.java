package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.metrics.group.Adherence;
import dev.assay.metrics.group.Consistency;
import dev.assay.metrics.group.Duplicates;
import dev.assay.metrics.group.Duplicates.Member;
import dev.assay.metrics.group.Embedding;
import dev.assay.metrics.group.Order;
import dev.assay.metrics.group.Ssim;
import dev.assay.metrics.group.Structure;
import dev.assay.spec.Better;
import dev.assay.spec.groups.result.ScoreKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The scores of one output of one case. Which scores a case has depends on the case alone, not on what a system left out;
 * only the duplicate guard needs pictures to be there.
 *
 * @param looks what consistency is named after: an image extractor
 * @param texts what adherence is named after: an image-text pair; empty for none
 * @param guard when two pictures are one
 */
record GroupScorer(String looks, String texts, Duplicates guard) {
    /**
     * A picture and what networks make of it.
     *
     * @param look for consistency
     * @param joint in the space of texts; absent without texts
     */
    record Seen(Image image, Embedding look, Embedding joint) {}

    /**
     * What a case asks for.
     *
     * @param ordered whether the order of its targets matters
     * @param references the given pictures
     * @param truths of the targets in order, empty where unknown
     * @param masks where a target may differ from the first reference, empty where unknown
     * @param prompts of the targets in order; empty without texts
     */
    record Asked(
            boolean ordered,
            List<Seen> references,
            List<Optional<Seen>> truths,
            List<Optional<boolean[]>> masks,
            List<Embedding> prompts) {}

    /** All scores there can be, in the order they are shown. */
    List<ScoreKind> kinds() {
        List<ScoreKind> kinds = new ArrayList<>();
        if (!texts.isEmpty()) {
            kinds.add(kind(text("adherence"), "A: mean cosine of each picture with its own text"));
            kinds.add(kind(
                    text("separation"),
                    "S: A less the mean cosine with the other members' texts; 0 where text leaks evenly"));
            kinds.add(kind(
                    text("assignment"),
                    "1 - mean rank of the own text among the group's / (n - 1); 0.5 by chance (ours)"));
            kinds.add(kind(
                    text("order_text"),
                    "share of pairs that an exchange would take away from their texts; 0.5 by chance (ours)"));
        }
        kinds.add(kind(look("self"), "C_self: mean cosine of pairs of made pictures; read with duplicates"));
        kinds.add(kind(look("cross"), "C_cross: mean cosine of references with made pictures; read with copies"));
        kinds.add(new ScoreKind(
                look("duplicates"),
                Better.LOWER,
                "D: share of pairs of made pictures that are one picture, by cosine or PSNR"));
        kinds.add(new ScoreKind(
                look("copies"), Better.LOWER, "D: share of pairs of a reference and a made picture that are one"));
        kinds.add(kind(look("progress"), "share of pairs that go on from first to last picture; 0.5 by chance (ours)"));
        kinds.add(kind(look("truth"), "mean cosine of made pictures with the true ones"));
        kinds.add(kind(
                look("order_truth"),
                "share of pairs that an exchange would take away from the true pictures; 0.5 by chance (ours)"));
        kinds.add(kind("psnr", "mean PSNR against the true pictures, dB, at most 60"));
        kinds.add(kind("ssim", "mean SSIM (2004, luma, 11 x 11 Gaussian) against the true pictures"));
        kinds.add(kind("preservation", "1 - mean difference from the reference outside the mask / 255 (ours)"));
        return kinds;
    }

    private static ScoreKind kind(String id, String about) {
        return new ScoreKind(id, Better.HIGHER, about);
    }

    private String look(String score) {
        return score + "[" + looks + "]";
    }

    private String text(String score) {
        return score + "[" + texts + "]";
    }

    /** The scores by id. */
    Map<String, Double> scores(Asked asked, List<Optional<Seen>> outputs) {
        Map<String, Double> scores = new TreeMap<>();
        adherence(asked, outputs, scores);
        consistency(asked, outputs, scores);
        truth(asked, outputs, scores);
        preservation(asked, outputs, scores);
        return scores;
    }

    private void adherence(Asked asked, List<Optional<Seen>> outputs, Map<String, Double> scores) {
        if (asked.prompts().isEmpty()) {
            return;
        }
        List<Embedding> images = outputs.stream()
                .map(o -> o.map(Seen::joint).orElse(Embedding.ABSENT))
                .toList();
        scores.put(text("adherence"), Adherence.mean(images, asked.prompts()));
        put(scores, text("separation"), Adherence.separation(images, asked.prompts()));
        put(scores, text("assignment"), Adherence.assignment(images, asked.prompts()));
        if (asked.ordered()) {
            put(scores, text("order_text"), Order.against(asked.prompts(), images));
        }
    }

    private void consistency(Asked asked, List<Optional<Seen>> outputs, Map<String, Double> scores) {
        List<Embedding> images = looks(outputs);
        put(scores, look("self"), Consistency.self(images));
        put(
                scores,
                look("cross"),
                Consistency.cross(asked.references().stream().map(Seen::look).toList(), images));
        List<Member> made = outputs.stream()
                .flatMap(Optional::stream)
                .map(GroupScorer::member)
                .toList();
        List<Member> given =
                asked.references().stream().map(GroupScorer::member).toList();
        put(scores, look("duplicates"), guard.among(made));
        put(scores, look("copies"), guard.between(given, made));
        if (asked.ordered()) {
            put(scores, look("progress"), Order.progress(images));
        }
    }

    private static Member member(Seen seen) {
        return new Member(seen.image(), seen.look());
    }

    private static List<Embedding> looks(List<Optional<Seen>> pictures) {
        return pictures.stream()
                .map(p -> p.map(Seen::look).orElse(Embedding.ABSENT))
                .toList();
    }

    private void truth(Asked asked, List<Optional<Seen>> outputs, Map<String, Double> scores) {
        int[] known = IntStream.range(0, outputs.size())
                .filter(i -> asked.truths().get(i).isPresent())
                .toArray();
        double cosines = 0;
        double decibels = 0;
        double similarity = 0;
        int similar = 0;
        for (int i : known) {
            Seen truth = asked.truths().get(i).orElseThrow();
            OptionalDouble own = Ssim.of(truth.image(), truth.image());
            similar += own.isPresent() ? 1 : 0;
            if (outputs.get(i).isPresent()) {
                Seen output = outputs.get(i).get();
                Image fitted = Fitted.to(output.image(), truth.image());
                cosines += output.look().cosine(truth.look());
                decibels += Structure.level(fitted, truth.image());
                similarity += Ssim.of(fitted, truth.image()).orElse(0);
            }
        }
        if (known.length > 0) {
            scores.put(look("truth"), cosines / known.length);
            scores.put("psnr", decibels / known.length);
        }
        if (similar > 0) {
            scores.put("ssim", similarity / similar);
        }
        if (asked.ordered() && known.length == outputs.size()) {
            put(scores, look("order_truth"), Order.against(looks(asked.truths()), looks(outputs)));
        }
    }

    private static void preservation(Asked asked, List<Optional<Seen>> outputs, Map<String, Double> scores) {
        double sum = 0;
        int masked = 0;
        for (int i = 0; i < outputs.size(); i++) {
            if (asked.masks().get(i).isPresent() && !asked.references().isEmpty()) {
                Image reference = asked.references().get(0).image();
                boolean[] mask = asked.masks().get(i).get();
                masked++;
                sum += outputs.get(i)
                        .map(o -> Structure.preservation(Fitted.to(o.image(), reference), reference, mask)
                                .orElse(1))
                        .orElse(0.0);
            }
        }
        if (masked > 0) {
            scores.put("preservation", sum / masked);
        }
    }

    private static void put(Map<String, Double> scores, String id, OptionalDouble value) {
        value.ifPresent(v -> scores.put(id, v));
    }
}
