package dev.assay.local;

import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.relay.ByteRange;
import dev.assay.reference.relay.CascadeStage;
import dev.assay.reference.relay.Enlargement;
import dev.assay.reference.relay.LowResolution;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Low-resolution images that a system is given, by number.
 *
 * @param images -1 ... 1, [C,H,W] each
 * @param labels their classes; -1 where the file has none
 */
record LowImages(List<double[]> images, List<Integer> labels) {
    static final LowImages NONE = new LowImages(List.of(), List.of());

    /**
     * What a system's first stage is given. Images as large as those that the stage makes are shrunk: their pixels are means
     * of squares.
     */
    static LowImages of(CascadeStage stage, int count) {
        if (stage.from() instanceof LowResolution.Folder folder) {
            return read(Path.of(folder.path()), stage, count);
        }
        if (stage.from() instanceof LowResolution.Npz npz) {
            return read(Path.of(npz.path()), stage, count);
        }
        return NONE;
    }

    private static LowImages read(Path path, CascadeStage stage, int count) {
        ImageSource source = EvaluationInput.open(path, DecodeOptions.DEFAULT)
                .images()
                .orElseThrow(() -> new AssayException(
                        path.toString(), "it holds no images", "low-resolution images are needed", "name another"));
        LowImages read = new LowImages(new ArrayList<>(), new ArrayList<>());
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext() && read.images.size() < count) {
                var picture = reader.next();
                read.images.add(small(picture.id(), picture.decode(), stage));
                read.labels.add(picture.label());
            }
        }
        if (read.images.size() < count) {
            throw new AssayException(
                    path.toString(),
                    "it holds %d images".formatted(read.images.size()),
                    "%d are to be made".formatted(count),
                    "lower --count");
        }
        return read;
    }

    private static double[] small(String id, Image image, CascadeStage stage) {
        ImageShape shape = new ImageShape(3, image.height(), image.width());
        double[] pixels = ByteRange.toImages(image.rgb(), shape);
        if (shape.equals(stage.lowResolution())) {
            return pixels;
        }
        if (shape.equals(stage.shape())) {
            return Enlargement.means(pixels, shape, stage.enlargement());
        }
        throw new AssayException(
                id,
                "it is %d x %d".formatted(image.height(), image.width()),
                "the stage takes %d x %d, or shrinks %d x %d"
                        .formatted(
                                stage.lowResolution().height(),
                                stage.lowResolution().width(),
                                stage.shape().height(),
                                stage.shape().width()),
                "bring the images to one of these sizes");
    }

    /** Images by number as one batch [N,C,H,W]. */
    double[] batch(long... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(n -> images.get((int) n))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
