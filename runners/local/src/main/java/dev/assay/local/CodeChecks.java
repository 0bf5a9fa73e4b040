package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.metrics.group.Duplicates;
import dev.assay.metrics.group.Edges;
import dev.assay.metrics.group.Structure;
import dev.assay.spec.groups.CodeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What code answers of a checklist without a model. The thresholds are ours.
 *
 * @param references the given pictures
 * @param outputs of the targets in order, empty for missing ones
 * @param truths of the targets in order, empty where unknown
 * @param masks where a target may differ from the first reference, empty where unknown
 */
record CodeChecks(
        List<Image> references,
        List<Optional<Image>> outputs,
        List<Optional<Image>> truths,
        List<Optional<boolean[]>> masks) {
    /** Correlation of edges from which on lines lie in the same places. */
    static final double SAME_EDGES = 0.5;

    /** Preservation from which on nothing changed that had to stay: five grey levels on average. */
    static final double PRESERVED = 0.98;

    /** The answer with its reason, or empty where code has nothing to compare. */
    Optional<Finding> answer(CodeCheck check) {
        return switch (check) {
            case COUNT -> count();
            case DISTINCT -> distinct();
            case RISING_DETAIL -> risingDetail();
            case STRUCTURE -> structure();
            case OUTSIDE_MASK -> outsideMask();
        };
    }

    /** Yes or no, and why. */
    record Finding(boolean yes, String reason) {
        static Optional<Finding> of(boolean yes, String reason) {
            return Optional.of(new Finding(yes, reason));
        }
    }

    private List<Image> present() {
        return outputs.stream().flatMap(Optional::stream).toList();
    }

    private Optional<Finding> count() {
        int found = present().size();
        return Finding.of(found == outputs.size(), "%d of %d pictures".formatted(found, outputs.size()));
    }

    private Optional<Finding> distinct() {
        List<Image> made = present();
        if (made.size() < outputs.size()) {
            return incomplete();
        }
        List<Image> all = new ArrayList<>(references);
        all.addAll(made);
        int copies = 0;
        for (int j = references.size(); j < all.size(); j++) {
            for (int i = 0; i < j; i++) {
                boolean same = Structure.sameSize(all.get(i), all.get(j))
                        && Structure.psnr(all.get(i), all.get(j)) > Duplicates.DECIBELS;
                copies += same ? 1 : 0;
            }
        }
        return Finding.of(copies == 0, "%d copies among %d pictures".formatted(copies, all.size()));
    }

    private Optional<Finding> risingDetail() {
        List<Image> made = present();
        if (made.size() < outputs.size() || made.size() < 2) {
            return incomplete();
        }
        double last = -1;
        for (int i = 0; i < made.size(); i++) {
            double detail = Edges.detail(Fitted.to(made.get(i), made.get(0)));
            if (detail <= last) {
                return Finding.of(false, "picture %d has no more edges than the one before".formatted(i + 1));
            }
            last = detail;
        }
        return Finding.of(true, "edges rise");
    }

    private Optional<Finding> structure() {
        boolean known = truths.stream().anyMatch(Optional::isPresent);
        if (!known && outputs.size() < 2) {
            return Optional.empty();
        }
        List<Image> made = present();
        if (made.size() < outputs.size()) {
            return incomplete();
        }
        double least = 1;
        for (int i = 0; i < made.size(); i++) {
            Optional<Image> other = known ? truths.get(i) : Optional.of(made.get(0));
            if (other.isPresent()) {
                least = Math.min(least, Edges.agreement(Fitted.to(made.get(i), other.get()), other.get()));
            }
        }
        return Finding.of(least >= SAME_EDGES, "edges agree to %.2f".formatted(least));
    }

    private Optional<Finding> outsideMask() {
        if (references.isEmpty() || masks.stream().noneMatch(Optional::isPresent)) {
            return Optional.empty();
        }
        if (present().size() < outputs.size()) {
            return incomplete();
        }
        Image reference = references.get(0);
        double least = 1;
        for (int i = 0; i < outputs.size(); i++) {
            if (masks.get(i).isPresent()) {
                Image output = Fitted.to(outputs.get(i).orElseThrow(), reference);
                least = Math.min(
                        least,
                        Structure.preservation(output, reference, masks.get(i).get())
                                .orElse(1));
            }
        }
        return Finding.of(least >= PRESERVED, "%.3f kept outside the mask".formatted(least));
    }

    private static Optional<Finding> incomplete() {
        return Finding.of(false, "pictures are missing");
    }
}
