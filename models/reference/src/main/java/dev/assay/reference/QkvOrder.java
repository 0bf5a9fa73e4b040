package dev.assay.reference;

import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;

/**
 * How one projection of C channels to queries, keys and values orders its 3 C rows. Row (j,h,c) makes number c, of d, of
 * head h: of its query (j = 0), its key (1) or its value (2).
 *
 * <p>The sizes are the same in every order, so a file does not tell which it has: a wrong one loads and gives wrong images.
 */
public enum QkvOrder {
    /** Row 3 (h d + c) + j: EDM. */
    INTERLEAVED {
        @Override
        public int row(int j, int h, int c, int d, int heads) {
            return 3 * (h * d + c) + j;
        }

        @Override
        Tensor sorted(Tensor rows, int heads) {
            Shape s = rows.shape();
            int channels = s.dim(0) / 3;
            return rows.reshape(channels, 3, s.dim(1)).transpose(1, 0, 2).reshape(s.dim(0), s.dim(1));
        }
    },
    /** Row 3 h d + j d + c: guided-diffusion as a rule. */
    LEGACY {
        @Override
        public int row(int j, int h, int c, int d, int heads) {
            return 3 * h * d + j * d + c;
        }

        @Override
        Tensor sorted(Tensor rows, int heads) {
            Shape s = rows.shape();
            int each = s.dim(0) / 3 / heads;
            return rows.reshape(heads, 3, each, s.dim(1)).transpose(1, 0, 2, 3).reshape(s.dim(0), s.dim(1));
        }
    },
    /** Row j C + h d + c: guided-diffusion with {@code use_new_attention_order}. */
    NEW {
        @Override
        public int row(int j, int h, int c, int d, int heads) {
            return (j * heads + h) * d + c;
        }

        @Override
        Tensor sorted(Tensor rows, int heads) {
            return rows;
        }
    };

    /** Where the row (j,h,c) is, for heads of d numbers. */
    public abstract int row(int j, int h, int c, int d, int heads);

    /** Rows [3 C,K] of this order in the order {@link #NEW}. */
    abstract Tensor sorted(Tensor rows, int heads);
}
