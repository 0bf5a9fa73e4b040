package dev.assay.reference.weights;

import dev.assay.reference.QkvOrder;
import dev.assay.reference.weights.Source.How;
import java.util.List;

/** From the values of a tensor in a file to those of the network. */
public sealed interface Change {
    Change NONE = new None();

    /** What it is called. */
    How how();

    /** The sizes after it. */
    List<Long> sizes(List<Long> stored);

    /** The values after it, from those of the given sizes. */
    float[] values(float[] stored, List<Long> sizes);

    /** They stay. */
    record None() implements Change {
        @Override
        public How how() {
            return How.AS_IS;
        }

        @Override
        public List<Long> sizes(List<Long> stored) {
            return stored;
        }

        @Override
        public float[] values(float[] stored, List<Long> sizes) {
            return stored;
        }
    }

    /** Rows become columns; tensors that are no matrices stay. */
    record Transposed() implements Change {
        @Override
        public How how() {
            return How.TRANSPOSED;
        }

        @Override
        public List<Long> sizes(List<Long> stored) {
            return stored.size() == 2 ? List.of(stored.get(1), stored.get(0)) : stored;
        }

        @Override
        public float[] values(float[] stored, List<Long> sizes) {
            if (sizes.size() != 2) {
                return stored;
            }
            List<Long> strides = List.of(1L, sizes.get(1));
            return Strided.gather(stored, sizes(sizes), strides, stored.length);
        }
    }

    /** The second half of the rows before the first. */
    record HalvesSwapped() implements Change {
        @Override
        public How how() {
            return How.REORDERED;
        }

        @Override
        public List<Long> sizes(List<Long> stored) {
            return stored;
        }

        @Override
        public float[] values(float[] stored, List<Long> sizes) {
            int half = stored.length / 2;
            float[] values = new float[stored.length];
            System.arraycopy(stored, half, values, 0, stored.length - half);
            System.arraycopy(stored, 0, values, stored.length - half, half);
            return values;
        }
    }

    /**
     * The rows of a joint projection to queries, keys and values in another order.
     *
     * @param from the order in the file
     * @param to the network's order
     * @param headChannels how many channels make another head
     */
    record Reordered(QkvOrder from, QkvOrder to, int headChannels) implements Change {
        @Override
        public How how() {
            return How.REORDERED;
        }

        @Override
        public List<Long> sizes(List<Long> stored) {
            return stored;
        }

        /** How many heads so many rows make. */
        int heads(int rows) {
            return Math.max(1, rows / 3 / headChannels);
        }

        @Override
        public float[] values(float[] stored, List<Long> sizes) {
            int rows = sizes.isEmpty() ? 0 : Math.toIntExact(sizes.get(0));
            int heads = heads(rows);
            int width = rows / 3 / heads;
            float[] values = new float[stored.length];
            for (int j = 0; j < 3; j++) {
                for (int h = 0; h < heads; h++) {
                    for (int c = 0; c < width; c++) {
                        int columns = stored.length / rows;
                        int source = from.row(j, h, c, width, heads) * columns;
                        int target = to.row(j, h, c, width, heads) * columns;
                        System.arraycopy(stored, source, values, target, columns);
                    }
                }
            }
            return values;
        }
    }
}
