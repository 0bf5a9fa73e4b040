package dev.assay.reference.weights;

import dev.assay.reference.weights.Pickled.Dictionary;
import dev.assay.reference.weights.Pickled.Sequence;
import dev.assay.reference.weights.Pickled.TorchModule;
import dev.assay.reference.weights.Pickled.View;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of an unpickled checkpoint by name; nested dictionaries join their keys by dots. */
final class TorchViews {
    private static final int DEEPEST = 32;
    private static final int MOST_VISITS = 1_000_000;
    private static final int LONGEST_NAME = 1_000;
    private static final long MOST_LETTERS = 64L << 20;

    /** Views of no more elements than this may be as sparse or repeat as often as they like. */
    private static final int ALWAYS = 1 << 20;

    private final String file;
    private final Map<String, View> views = new LinkedHashMap<>();
    private int visits;
    private long letters;

    private TorchViews(String file) {
        this.file = file;
    }

    static Map<String, View> of(String file, Pickled root) {
        TorchViews tensors = new TorchViews(file);
        tensors.collect("", root, 0);
        if (tensors.views.isEmpty()) {
            throw Malformed.file(file, "no tensors");
        }
        return tensors.views;
    }

    private void collect(String name, Pickled value, int depth) {
        if (depth > DEEPEST || ++visits > MOST_VISITS) {
            throw Malformed.file(file, "containers nested too deeply or too often");
        }
        letters += name.length();
        if (name.length() > LONGEST_NAME || letters > MOST_LETTERS) {
            throw Malformed.file(file, "a name of %d characters, %d in all".formatted(name.length(), letters));
        }
        if (value instanceof View view) {
            check(name, view);
            if (views.put(name, view) != null) {
                throw Malformed.file(file, "two tensors named '" + name + "'");
            }
        } else if (value instanceof Dictionary dictionary) {
            dictionary.entries().forEach((key, item) -> collect(join(name, key), item, depth + 1));
        } else if (value instanceof TorchModule module) {
            collect(name, module.members(), depth);
        } else if (value instanceof Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(join(name, Integer.toString(i)), sequence.items().get(i), depth + 1);
            }
        }
    }

    private static String join(String name, String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    static StoredTensor stored(View view) {
        return new StoredTensor(view.storage().type(), view.sizes());
    }

    /** Refuses a view that reaches outside its storage. */
    private void check(String name, View view) {
        boolean inside = view.offset() >= 0
                && view.strides().size() == view.sizes().size()
                && view.strides().stream().allMatch(s -> s >= 0 && s < 1L << 48);
        if (inside && stored(view).elements(file, name) > 0) {
            inside = view.offset() <= view.storage().count()
                    && extent(view) <= view.storage().count() - view.offset();
        }
        if (!inside) {
            throw Malformed.file(file, "tensor '" + name + "' reaches outside its storage");
        }
    }

    /**
     * How many elements to read for a view. A view that picks few elements out of a very long stretch is refused, for
     * the whole stretch is held in memory, and one that repeats few elements very often, for a small file could ask for
     * any amount of it.
     */
    static int readable(String file, String name, View view) {
        long elements = stored(view).elements(file, name);
        long extent = elements == 0 ? 0 : extent(view);
        boolean held = extent <= Integer.MAX_VALUE - 8 && elements <= Integer.MAX_VALUE - 8;
        if (!held || extent > 64 * elements + ALWAYS || elements > 64 * extent + ALWAYS) {
            throw Malformed.file(
                    file, "tensor '%s' of %d elements in a stretch of %d".formatted(name, elements, extent));
        }
        return (int) extent;
    }

    /** How many elements of the storage lie from the first to the last of the view; at most 2^62. */
    static long extent(View view) {
        long most = 1L << 62;
        long last = 0;
        for (int i = 0; i < view.sizes().size(); i++) {
            long steps = view.sizes().get(i) - 1;
            long stride = view.strides().get(i);
            if (steps < 0) {
                return 0;
            }
            last = stride > 0 && steps > (most - last) / stride ? most : last + steps * stride;
        }
        return last + 1;
    }

    /** Picks the elements of a view, row-major, out of the {@link #extent} of its storage. */
    static float[] gather(View view, float[] extent, int elements) {
        return Strided.gather(extent, view.sizes(), view.strides(), elements);
    }
}
