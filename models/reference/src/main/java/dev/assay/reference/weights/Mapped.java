package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import dev.assay.graph.Shape;
import dev.assay.reference.weights.Source.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tensor made of those of a file.
 *
 * @param source which and how
 * @param tensor what they give
 * @param change what becomes of the values
 */
record Mapped(Source source, StoredTensor tensor, Change change) {
    /** A tensor of a file as it is. */
    static Mapped asIs(Checkpoint file, String name) {
        return new Mapped(new Source(List.of(name), How.AS_IS), file.tensors().get(name), Change.NONE);
    }

    /** The tensor of a network from those of a file; nothing if they cannot be joined. */
    static Optional<Mapped> of(Checkpoint file, List<String> names, Shape shape, boolean unitAxes, Change change) {
        if (names.size() > 1) {
            return joined(names.stream().map(file.tensors()::get).toList())
                    .map(tensor -> new Mapped(new Source(names, How.JOINED), tensor, Change.NONE));
        }
        StoredTensor stored = file.tensors().get(names.get(0));
        StoredTensor changed = new StoredTensor(stored.type(), change.sizes(stored.sizes()));
        boolean reshaped = unitAxes && !changed.fits(shape) && changed.fitsButForUnitAxes(shape);
        if (reshaped) {
            List<Long> sizes = shape.dims().stream().map(Integer::longValue).toList();
            changed = new StoredTensor(stored.type(), sizes);
        }
        How how = reshaped && change.how() == How.AS_IS ? How.RESHAPED : change.how();
        return Optional.of(new Mapped(new Source(names, how), changed, change));
    }

    private static Optional<StoredTensor> joined(List<StoredTensor> parts) {
        StoredTensor first = parts.get(0);
        DataType type = first.type();
        long rows = 0;
        for (StoredTensor part : parts) {
            if (part.sizes().isEmpty() || !rest(part).equals(rest(first))) {
                return Optional.empty();
            }
            rows += part.sizes().get(0);
            type = part.fractions() ? type : part.type(); // quantised if any is
        }
        List<Long> sizes = new ArrayList<>(first.sizes());
        sizes.set(0, rows);
        return Optional.of(new StoredTensor(type, sizes));
    }

    private static List<Long> rest(StoredTensor tensor) {
        return tensor.sizes().subList(1, tensor.sizes().size());
    }

    /** Reads its values; {@code name} is for messages. */
    float[] floats(Checkpoint file, String name) {
        if (source.how() != How.JOINED) {
            String one = source.names().get(0);
            return change.values(file.floats(one), file.tensors().get(one).sizes());
        }
        long elements = tensor.elements(file.file(), name);
        if (elements > Integer.MAX_VALUE - 8) {
            throw Malformed.file(file.file(), "tensor '%s' of %d elements".formatted(name, elements));
        }
        float[] all = new float[(int) elements];
        int at = 0;
        for (String part : source.names()) {
            float[] values = file.floats(part);
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }
}
