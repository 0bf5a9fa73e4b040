package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.metrics.group.Embedding;
import java.util.List;
import java.util.Optional;

/** What the scores of emoji-groups look at. */
interface GroupFeatures {
    /** What a result calls it. */
    String name();

    /** Where pictures of one thing are alike. */
    List<Embedding> identities(List<Image> images);

    /** Where pictures meet texts; empty where there are no texts. */
    Optional<Paired> paired();

    /** Pictures and texts in one space. */
    interface Paired {
        List<Embedding> images(List<Image> images);

        List<Embedding> texts(List<String> texts);
    }

    /** The pixels themselves, as the ink on white paper: 255 less the sample. They know no texts. */
    record Ink() implements GroupFeatures {
        private static final int WHITE = 255;

        @Override
        public String name() {
            return "pixels";
        }

        @Override
        public List<Embedding> identities(List<Image> images) {
            return images.stream().map(Ink::of).toList();
        }

        private static Embedding of(Image image) {
            float[] ink = new float[image.rgb().length];
            for (int i = 0; i < ink.length; i++) {
                ink[i] = WHITE - (image.rgb()[i] & 0xFF);
            }
            return Embedding.of(ink);
        }

        @Override
        public Optional<Paired> paired() {
            return Optional.empty();
        }
    }
}
