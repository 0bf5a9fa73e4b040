package dev.assay.reference.weights;

import java.util.List;

/**
 * Where a tensor comes from.
 *
 * @param names tensors of the file, in the order in which they are joined
 * @param how what is done with them
 */
public record Source(List<String> names, How how) {
    public Source {
        names = List.copyOf(names);
    }

    /** What is done with the tensors of a file. */
    public enum How {
        AS_IS("as is"),
        /** Axes of size one at the end are added or dropped, so that a linear layer becomes a 1x1 convolution or back. */
        RESHAPED("reshaped"),
        /** One after the other along the first axis. */
        JOINED("joined"),
        /** Rows become columns. */
        TRANSPOSED("transposed"),
        /** Rows in the order of another joint projection to queries, keys and values, or with shift and scale swapped. */
        REORDERED("rows reordered");

        private final String words;

        How(String words) {
            this.words = words;
        }

        /** In words, for people. */
        public String words() {
            return words;
        }
    }
}
