package dev.assay.datasets.distort;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * A set whose places show pictures of the same or another set.
 *
 * @param name of the new set
 * @param images the places
 * @param others further pictures that can be shown; none or one set
 * @param plan says which
 */
record Rearranged(String name, ImageSource images, List<ImageSource> others, Plan plan) implements ImageSource {
    /** What each place shows: a position in the pictures followed by the others. */
    @FunctionalInterface
    interface Plan {
        int[] sources(List<EncodedImage> images, int others);
    }

    @Override
    public OptionalLong count() {
        return images.count();
    }

    @Override
    public Reader open() {
        List<Reader> readers = new ArrayList<>();
        try {
            List<EncodedImage> all = new ArrayList<>();
            readers.add(images.open());
            readAll(readers.get(0), all);
            int places = all.size();
            for (ImageSource other : others) {
                readers.add(other.open());
                readAll(readers.get(readers.size() - 1), all);
            }
            int[] sources = plan.sources(Collections.unmodifiableList(all.subList(0, places)), all.size() - places);
            return new Pass(readers, shown(all, sources));
        } catch (RuntimeException e) {
            readers.forEach(Reader::close);
            throw e;
        }
    }

    private static void readAll(Reader reader, List<EncodedImage> into) {
        while (reader.hasNext()) {
            into.add(reader.next());
        }
    }

    private static List<EncodedImage> shown(List<EncodedImage> all, int[] sources) {
        int[] uses = new int[all.size()];
        for (int source : sources) {
            uses[source]++;
        }
        Shared[] shared = new Shared[all.size()];
        List<EncodedImage> shown = new ArrayList<>(sources.length);
        for (int place = 0; place < sources.length; place++) {
            int source = sources[place];
            EncodedImage image = all.get(source);
            if (uses[source] > 1 && shared[source] == null) {
                shared[source] = new Shared(image.decoder(), uses[source]);
            }
            String id = source == place ? image.id() : all.get(place).id() + " = " + image.id();
            EncodedImage.Decoder decoder = uses[source] > 1 ? shared[source] : image.decoder();
            shown.add(new EncodedImage(id, image.label(), decoder));
        }
        return shown;
    }

    /** A picture may be decoded once only; this one is wanted several times and kept until the last. */
    private static final class Shared implements EncodedImage.Decoder {
        private final EncodedImage.Decoder decoder;
        private final List<Image> decoded = new ArrayList<>(1);
        private int left;

        Shared(EncodedImage.Decoder decoder, int uses) {
            this.decoder = decoder;
            this.left = uses;
        }

        @Override
        public synchronized Image decode() {
            if (decoded.isEmpty()) {
                decoded.add(decoder.decode());
            }
            Image image = decoded.get(0);
            if (--left == 0) {
                decoded.clear();
            }
            return image;
        }
    }

    private static final class Pass implements Reader {
        private final List<Reader> readers;
        private final List<EncodedImage> shown;
        private int next;

        Pass(List<Reader> readers, List<EncodedImage> shown) {
            this.readers = readers;
            this.shown = shown;
        }

        @Override
        public boolean hasNext() {
            return next < shown.size();
        }

        @Override
        public EncodedImage next() {
            return shown.get(next++);
        }

        @Override
        public void close() {
            readers.forEach(Reader::close);
        }
    }
}
