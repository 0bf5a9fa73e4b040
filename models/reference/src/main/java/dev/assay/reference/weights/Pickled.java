package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle may hold. Mutable only while it is being read, as pickles fill containers after making them. */
sealed interface Pickled {
    /** None, and anything that is read past but not kept. */
    enum Nothing implements Pickled {
        NONE
    }

    /** A whole number; longer ones than 64 bits are kept by their low bits. */
    record Whole(long value) implements Pickled {}

    /** A number with a fraction, read past. */
    record Real(double value) implements Pickled {}

    record Text(String value) implements Pickled {}

    /**
     * Bytes, left where they are.
     *
     * @param position of the first in the stream of the pickle
     * @param length how many
     */
    record Blob(long position, long length) implements Pickled {}

    /** A tuple or list. */
    record Sequence(List<Pickled> items) implements Pickled {
        static Sequence empty() {
            return new Sequence(new ArrayList<>());
        }
    }

    /** A dictionary; whole numbers as keys become text, keys of other kinds are dropped. */
    record Dictionary(Map<String, Pickled> entries) implements Pickled {
        static Dictionary empty() {
            return new Dictionary(new LinkedHashMap<>());
        }
    }

    /** A module of torch: its parameters, buffers and modules by name. */
    record TorchModule(Dictionary members) implements Pickled {
        static TorchModule empty() {
            return new TorchModule(Dictionary.empty());
        }
    }

    /** A function or class on the list of known ones, {@link Globals}. */
    record Global(Known known) implements Pickled {}

    /** A storage class of torch. */
    record StorageClass(DataType type) implements Pickled {}

    /**
     * A block of numbers in the checkpoint.
     *
     * @param first where a view of the block begins, in elements
     * @param count elements of the whole block
     */
    record Storage(DataType type, String key, long first, long count) implements Pickled {}

    /** A view of a storage; offset, sizes and strides in elements. */
    record View(Storage storage, long offset, List<Long> sizes, List<Long> strides) implements Pickled {}

    /** The cases that functions and classes stand for. None is called. */
    enum Known {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        SIZE,
        /** A container of modules, whose members come after it. */
        MODULE,
        /** An object saved with the source of its class, which is not looked at. */
        PERSISTENT,
        /** A storage within the pickle, as a checkpoint of its own. */
        LOAD_FROM_BYTES,
        /** Options, counters and random states that training saves beside the weights; read past. */
        PAST
    }
}
