package dev.assay.spec;

import java.util.List;

/**
 * A set of images, features or statistics as it was used.
 *
 * @param kind {@code images}, {@code features} or {@code statistics}
 * @param planned how many there were; 0 where only statistics were given without a count
 * @param used how many entered the scores; fewer than planned never passes as a full result
 * @param skipped what was left out and why
 * @param sha256 of the decoded content in order, equal for a folder, zip or npz of the same images
 */
public record SetUsed(String kind, long planned, long used, List<Skipped> skipped, String sha256) {
    public SetUsed {
        skipped = List.copyOf(skipped);
    }

    /** An image left out under {@code --skip-bad}. */
    public record Skipped(String id, String reason) {}
}
