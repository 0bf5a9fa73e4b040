package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import dev.assay.training.TrainingImages;
import java.util.ArrayList;
import java.util.List;

/** Pictures of one size held in memory as bytes, -1 to 1 when they are read; mirrored ones come after all others. */
final class TrainingPictures implements TrainingImages {
    /** Grey levels from the middle to either end. */
    private static final float HALF = 127.5f;

    /** More than this is no set to hold in memory. */
    private static final long MOST_BYTES = 4L << 30;

    private final String name;
    private final int classes;
    private final boolean flip;
    private final int shrink;
    private final List<Image> pictures = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private TrainingPictures(String name, int classes, boolean flip, int shrink) {
        this.name = name;
        this.classes = classes;
        this.flip = flip;
        this.shrink = shrink;
    }

    /** Decodes all pictures of a source, which must be of one size; {@code shrink} divides it. */
    static TrainingPictures of(ImageSource source, int classes, boolean flip, int shrink) {
        String name = source.name() + (flip ? " and mirrored" : "") + (shrink > 1 ? ", shrunk by " + shrink : "");
        TrainingPictures set = new TrainingPictures(name, classes, flip, shrink);
        long bytes = 0;
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                var picture = reader.next();
                Image image = picture.decode();
                set.add(picture.id(), image, picture.label());
                bytes += image.rgb().length;
                if (bytes > MOST_BYTES) {
                    throw new AssayException(
                            source.name(),
                            "more than 4 GiB of pixels",
                            "training pictures are held in memory",
                            "choose smaller or fewer pictures");
                }
            }
        }
        return set;
    }

    private void add(String id, Image image, int label) {
        if (!pictures.isEmpty()
                && (image.height() != pictures.get(0).height()
                        || image.width() != pictures.get(0).width())) {
            throw new AssayException(
                    id,
                    "it is %d x %d".formatted(image.height(), image.width()),
                    "the others are %d x %d"
                            .formatted(pictures.get(0).height(), pictures.get(0).width()),
                    "bring all pictures to one size");
        }
        if (image.height() % shrink != 0 || image.width() % shrink != 0) {
            throw new AssayException(
                    id,
                    "it is %d x %d".formatted(image.height(), image.width()),
                    "squares of %d must fill it".formatted(shrink),
                    "choose a divisor for shrink");
        }
        pictures.add(image);
        labels.add(Math.max(0, label));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int count() {
        return flip ? 2 * pictures.size() : pictures.size();
    }

    @Override
    public Shape image() {
        return Shape.of(3, pictures.get(0).height() / shrink, pictures.get(0).width() / shrink);
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void read(int i, float[] into, int from) {
        Image image = pictures.get(i % pictures.size());
        boolean mirrored = i >= pictures.size();
        int height = image.height() / shrink;
        int width = image.width() / shrink;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = mirrored ? width - 1 - x : x;
                for (int c = 0; c < 3; c++) {
                    into[from + (c * height + y) * width + x] = mean(image, y * shrink, column * shrink, c) / HALF - 1;
                }
            }
        }
    }

    /** That of a square. */
    private float mean(Image image, int top, int left, int channel) {
        int sum = 0;
        for (int y = top; y < top + shrink; y++) {
            for (int x = left; x < left + shrink; x++) {
                sum += image.at(y, x, channel);
            }
        }
        return (float) sum / (shrink * shrink);
    }

    @Override
    public int label(int i) {
        return labels.get(i % labels.size());
    }
}
