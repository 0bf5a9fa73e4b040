package dev.assay.local;

import dev.assay.reference.group.Sight;

/** What the group benchmark compares. All begin with the same noise. */
enum GroupSystem {
    /** Members see one another and have their own texts. */
    GROUP(Sight.GROUP, 0),
    /** The same weights, every member by itself: references are not seen. */
    INDEPENDENT(Sight.INDEPENDENT, 0),
    /** Members see one another, and each has the text of the next, the last that of the first. */
    SHUFFLED(Sight.GROUP, 1);

    private final Sight sight;
    private final int turn;

    GroupSystem(Sight sight, int turn) {
        this.sight = sight;
        this.turn = turn;
    }

    Sight sight() {
        return sight;
    }

    /** The number of the member whose text a member of a group of {@code count} has. */
    int text(int member, int count) {
        return (member + turn) % count;
    }
}
