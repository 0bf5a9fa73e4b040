package dev.assay.datasets;

import java.util.OptionalLong;

/** A set of pictures in a fixed order that can be read any number of times, never held in memory as a whole. */
public interface ImageSource {
    /** What messages and results call it. */
    String name();

    /** How many pictures there are, where that is known without reading them all. */
    OptionalLong count();

    /** Starts a pass over all pictures in order. */
    Reader open();

    /** One pass. Used by one thread; the pictures it returns may be decoded by others. */
    interface Reader extends AutoCloseable {
        boolean hasNext();

        EncodedImage next();

        @Override
        void close();
    }
}
