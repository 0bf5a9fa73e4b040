package dev.assay.local;

import dev.assay.datasets.array.NpzImageWriter;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.relay.ByteRange;
import dev.assay.reference.relay.Cascade;
import dev.assay.reference.relay.Enhancement;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/**
 * Images of a system of stages, made in chunks by several threads. Image i depends on the seed and i alone.
 *
 * <p>Chunks are even, with one image more where there are odd ones: networks compute a single image by other rules than
 * several, see {@link NetworkDenoiser}.
 *
 * @param cascade the system
 * @param stages its stages, running
 * @param low images that the first stage is given; none where it starts from noise
 * @param lowNoise standard deviation of noise added to what stages are given, in the range -1 ... 1; 0 for none
 * @param seed of all random numbers
 */
record CascadeSampling(Cascade cascade, List<RunningStage> stages, LowImages low, double lowNoise, long seed) {
    /** Noise of low-resolution images is as if of a stage far behind the last. */
    private static final int LOW_NOISE = 1 << 16;

    private record Chunk(List<SampleGrid.Tile> tiles, int[] labels) {}

    /**
     * Writes images 0 to count - 1 as an npz, with classes if they have some.
     *
     * @param batch most images in a chunk
     * @param kept how many of the first are given back
     */
    List<SampleGrid.Tile> write(int count, int batch, int threads, int kept, Path npz) {
        int share = Math.min(batch, (count + threads - 1) / threads);
        int size = share + share % 2;
        boolean labelled = !cascade.config().labels().isEmpty();
        List<SampleGrid.Tile> first = new ArrayList<>();
        ImageShape shape = cascade.shape();
        try (NpzImageWriter writer = NpzImageWriter.create(npz, shape.height(), shape.width());
                Progress bar = new Progress("sample", "images", OptionalLong.of((long) count * stages.size()));
                Workers workers = new Workers(threads)) {
            List<Callable<Chunk>> tasks = new ArrayList<>();
            for (int from = 0; from < count; from += size) {
                long[] images =
                        LongStream.range(from, Math.min(from + size, count)).toArray();
                tasks.add(() -> chunk(images, bar));
            }
            workers.inOrder(tasks.iterator(), chunk -> {
                for (int i = 0; i < chunk.tiles().size(); i++) {
                    SampleGrid.Tile tile = chunk.tiles().get(i);
                    if (labelled) {
                        writer.add(tile.rgb(), chunk.labels()[i]);
                    } else {
                        writer.add(tile.rgb());
                    }
                    if (first.size() < kept) {
                        first.add(tile);
                    }
                }
            });
            writer.finish();
        }
        return first;
    }

    private Chunk chunk(long[] wanted, Progress bar) {
        long[] images = wanted.length % 2 == 0 ? wanted : Arrays.copyOf(wanted, wanted.length + 1);
        int[] labels = Arrays.stream(images).mapToInt(this::label).toArray();
        double[] made = low.batch(images(images));
        for (int k = 0; k < stages.size(); k++) {
            double[] small = disturbed(made, k, images);
            made = stages.get(k).sample(Cascade.stageSeed(seed, k), small, labels, images);
            synchronized (bar) {
                bar.advance(wanted.length);
            }
        }
        return new Chunk(tiles(made, wanted), labels);
    }

    /** Numbers of given images: none where nothing is given. */
    private long[] images(long... images) {
        return low.images().isEmpty() ? new long[0] : images;
    }

    private int label(long image) {
        int given = low.labels().isEmpty() ? -1 : low.labels().get((int) image);
        return given >= 0 && !cascade.config().labels().isEmpty()
                ? given
                : cascade.labels().label(seed, image);
    }

    private double[] disturbed(double[] small, int stage, long... images) {
        if (lowNoise == 0 || small.length == 0) {
            return small;
        }
        ImageShape shape = stages.get(stage).stage().lowResolution();
        double[] noise = new ImageNoise(Cascade.stageSeed(seed, LOW_NOISE + stage), images, shape).draw(0);
        double[] sum = new double[small.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = small[i] + lowNoise * noise[i];
        }
        return sum;
    }

    private List<SampleGrid.Tile> tiles(double[] made, long... wanted) {
        ImageShape shape = cascade.shape();
        List<SampleGrid.Tile> tiles = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            double[] image = Arrays.copyOfRange(made, i * shape.elements(), (i + 1) * shape.elements());
            if (!Arrays.stream(image).allMatch(Double::isFinite)) {
                throw new AssayException(
                        "image " + wanted[i],
                        "sampling gave numbers that are not finite",
                        "images are finite numbers",
                        "check the weights of the stages");
            }
            byte[] rgb = ByteRange.EDM.toBytes(image, shape);
            for (Enhancement enhancement : cascade.enhancements()) {
                rgb = enhancement.apply(rgb, shape.channels());
            }
            tiles.add(new SampleGrid.Tile(shape.height(), shape.width(), rgb));
        }
        return tiles;
    }
}
