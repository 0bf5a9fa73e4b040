package dev.assay.local;

import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.resize.PilFilter;
import dev.assay.datasets.resize.PilUint8;
import dev.assay.graph.Array;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.Speed;
import dev.assay.reference.inception.Inception;
import dev.assay.reference.inception.InceptionExtractor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * From a folder of JPEG files to features, against the network alone on as many threads: how much decoding, hashing,
 * resizing and collecting cost on top. The network is Inception with random weights; its speed does not depend on
 * their values.
 */
final class ExtractionBench {
    private static final int IMAGES = 96;
    private static final int SIDE = 256;
    private static final int BATCH = 8;
    private static final int ROUNDS = 5;

    private final int threads;

    ExtractionBench(int threads) {
        this.threads = threads;
    }

    /** The network alone and the whole way in turn; the median of each and of their ratio within a round. */
    List<Speed> run() {
        try (Scratch scratch = Scratch.open("assay-bench")) {
            return run(scratch.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Speed> run(Path folder) throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        writeImages(images);
        Path descriptor = InceptionExtractor.of(
                        "inception-random",
                        new Inception(128, 128, false, InceptionExtractor.USUAL),
                        "tf1-bilinear",
                        "random weights")
                .export(ExtractionBench::random, folder);
        ImageSource source =
                EvaluationInput.open(images, DecodeOptions.DEFAULT).images().orElseThrow();
        SessionOptions options = new SessionOptions(1, Device.CPU);
        List<Speed> alone = new ArrayList<>();
        List<Speed> whole = new ArrayList<>();
        try (FeatureExtractor extractor = FeatureExtractor.open(descriptor, options);
                OnnxSession bare = OnnxSession.open(folder.resolve("inception-random.onnx"), options)) {
            DoubleSupplier network = () -> network(bare);
            DoubleSupplier all = () -> folderToFeatures(source, extractor);
            Speed.timed("warm-up", network);
            Speed.timed("warm-up", all);
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(Speed.timed("network alone, %d images".formatted(IMAGES), network));
                whole.add(Speed.timed("folder to features, %d JPEG of %d x %d".formatted(IMAGES, SIDE, SIDE), all));
            }
        }
        double ratio = IntStream.range(0, ROUNDS)
                .mapToDouble(i -> alone.get(i).seconds() / whole.get(i).seconds())
                .sorted()
                .toArray()[ROUNDS / 2];
        return List.of(rated(median(alone), Map.of()), rated(median(whole), Map.of("share_of_bare_rate", ratio)));
    }

    /** The same work for the network as in the whole way, from images that are already in memory. */
    private long network(OnnxSession session) {
        int plane = Inception.SIZE * Inception.SIZE;
        float[] x = new float[BATCH * 3 * plane];
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < IMAGES / BATCH; i++) {
            tasks.add(() -> session.runFloats(
                            Map.of("x", new Array.Floats(x, BATCH, 3, Inception.SIZE, Inception.SIZE)),
                            "pool3",
                            "spatial",
                            "logits_unbiased")
                    .size());
        }
        try (Workers workers = new Workers(threads)) {
            workers.inOrder(tasks.iterator(), outputs -> {});
        }
        return IMAGES;
    }

    private long folderToFeatures(ImageSource source, FeatureExtractor extractor) {
        Set<String> taps = Set.of("features", "spatial", "logits");
        return new Extraction(threads, BATCH, 0)
                .run(source, chunk -> extractor.extract(chunk, taps), (count, features) -> {})
                .used();
    }

    /** Real pictures enlarged, so that JPEG has something to decode. */
    private static void writeImages(Path folder) throws IOException {
        PilUint8 enlarge = new PilUint8(PilFilter.BICUBIC);
        try (ImageSource.Reader reader = Emoji.load("emoji-64").all().open()) {
            for (int i = 0; i < IMAGES; i++) {
                Image image = enlarge.resizeImage(reader.next().decode(), SIDE, SIDE);
                BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        picture.setRGB(x, y, image.at(y, x, 0) << 16 | image.at(y, x, 1) << 8 | image.at(y, x, 2));
                    }
                }
                ImageIO.write(
                        picture, "jpg", folder.resolve("%03d.jpg".formatted(i)).toFile());
            }
        }
    }

    /** Uniform weights that keep the variance from layer to layer; identity for the statistics of batch norms. */
    private static float[] random(String name, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        if (shape.rank() < 2) {
            Arrays.fill(values, name.endsWith("weight") || name.endsWith("running_var") ? 1 : 0);
            return values;
        }
        SplittableRandom random = new SplittableRandom(name.hashCode());
        double scale = Math.sqrt(24.0 * shape.dim(0) / values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) * scale);
        }
        return values;
    }

    private static Speed median(List<Speed> speeds) {
        return speeds.stream()
                .sorted(Comparator.comparingDouble(Speed::seconds))
                .toList()
                .get(speeds.size() / 2);
    }

    private static Speed rated(Speed speed, Map<String, Double> more) {
        Map<String, Double> extra = new HashMap<>(speed.extra());
        extra.put("images_per_second", IMAGES / speed.seconds());
        extra.putAll(more);
        return new Speed(speed.name(), speed.seconds(), speed.cpuSeconds(), extra);
    }
}
