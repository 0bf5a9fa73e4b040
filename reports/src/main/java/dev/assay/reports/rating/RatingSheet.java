package dev.assay.reports.rating;

import java.util.List;

/**
 * What one rater is asked, in the order in which it is asked. It names no system: which item shows which is in the
 * {@link RatingKey}, which raters do not get.
 *
 * @param sheet its name, which answers carry
 * @param rater the rater's number, from 1
 * @param criteria what is rated from 1 to 5, by short name
 * @param items the questions
 */
public record RatingSheet(String sheet, int rater, List<Criterion> criteria, List<Item> items) {
    /** The lowest and the highest rating. */
    public static final int LOWEST = 1;

    public static final int HIGHEST = 5;

    /** What people rate. */
    public static final List<Criterion> USUAL = List.of(
            new Criterion("quality", "Image quality", "no artefacts, well drawn, nothing broken"),
            new Criterion("adherence", "Follows the text", "every picture shows what its own text says"),
            new Criterion("consistency", "Belongs together", "what should stay equal is equal in all pictures"),
            new Criterion("overall", "Overall", "how useful the group is as an answer"));

    /**
     * One row of the scale.
     *
     * @param id in answers
     * @param name shown
     * @param about what it means, in a few words
     */
    public record Criterion(String id, String name, String about) {}

    /**
     * One question: a group to rate, or two to choose from.
     *
     * @param token a name without meaning
     * @param instruction what was asked for
     * @param references pictures that were given
     * @param sides one group to rate, or two to compare: left and right
     */
    public record Item(String token, String instruction, List<Picture> references, List<Side> sides) {
        public Item {
            references = List.copyOf(references);
            sides = List.copyOf(sides);
            if (sides.isEmpty() || sides.size() > 2) {
                throw new IllegalArgumentException("an item shows one group or two, not " + sides.size());
            }
        }
    }

    /** The pictures of one system for one case. */
    public record Side(List<Picture> pictures) {
        public Side {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * A picture with its text.
     *
     * @param text what it should show
     * @param image {@code data:image/png;base64,...}; empty where the picture is missing
     */
    public record Picture(String text, String image) {}

    public RatingSheet {
        criteria = List.copyOf(criteria);
        items = List.copyOf(items);
    }
}
