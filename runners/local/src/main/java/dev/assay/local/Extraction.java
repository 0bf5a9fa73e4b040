package dev.assay.local;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.ContentHash;
import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import dev.assay.spec.SetUsed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One pass over a set of images on several threads: each worker decodes, hashes and measures a chunk, and the
 * features arrive in the order of the images.
 *
 * @param threads workers
 * @param batch images in a chunk
 * @param skipBad how many corrupt images may be left out, listed by name, before the run stops
 */
record Extraction(int threads, int batch, int skipBad) {
    /** The encoded images of a chunk are in memory at once, for each thread. */
    private static final int MOST_IN_A_CHUNK = 1 << 16;

    Extraction {
        MachineOptions.checked("--threads", threads, 1, MachineOptions.MOST_THREADS);
        MachineOptions.checked("--batch", batch, 1, MOST_IN_A_CHUNK);
        MachineOptions.checked("--skip-bad", skipBad, 0, Integer.MAX_VALUE);
    }

    /** What a worker made of its chunk: features [images, D] by tap, a digest per image. */
    private record Chunk(
            int images, Map<String, float[]> features, List<byte[]> digests, List<SetUsed.Skipped> skipped) {}

    /**
     * Runs {@code extract} over all images and hands rows to {@code sink} in order.
     *
     * @param extract images to features [n, D] by tap; called by several threads at once
     * @param sink number of images and their features
     */
    SetUsed run(
            ImageSource source,
            Function<List<Image>, Map<String, float[]>> extract,
            BiConsumer<Integer, Map<String, float[]>> sink) {
        ContentHash hash = new ContentHash();
        List<SetUsed.Skipped> skipped = new ArrayList<>();
        long[] used = {0};
        try (ImageSource.Reader reader = source.open();
                Workers workers = new Workers(threads);
                Progress progress = new Progress(source.name(), "images", source.count())) {
            workers.inOrder(chunks(reader, extract), chunk -> {
                skipped.addAll(chunk.skipped());
                if (skipped.size() > skipBad) {
                    throw tooManyBad(source, skipped);
                }
                chunk.digests().forEach(hash::add);
                if (chunk.images() > 0) {
                    sink.accept(chunk.images(), chunk.features());
                }
                used[0] += chunk.images();
                progress.advance(chunk.images() + chunk.skipped().size());
            });
        }
        if (used[0] == 0) {
            throw new AssayException(
                    source.name(),
                    skipped.isEmpty()
                            ? "no pictures in it"
                            : "none of its %d pictures can be read, the first being %s (%s)"
                                    .formatted(
                                            skipped.size(),
                                            skipped.get(0).id(),
                                            skipped.get(0).reason()),
                    "a set has at least one picture",
                    "check the path and its content");
        }
        return new SetUsed("images", used[0] + skipped.size(), used[0], skipped, hash.hex());
    }

    private Iterator<Callable<Chunk>> chunks(
            ImageSource.Reader reader, Function<List<Image>, Map<String, float[]>> extract) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return reader.hasNext();
            }

            @Override
            public Callable<Chunk> next() {
                List<EncodedImage> encoded = new ArrayList<>(batch);
                while (encoded.size() < batch && reader.hasNext()) {
                    encoded.add(reader.next());
                }
                return () -> measure(encoded, extract);
            }
        };
    }

    private static Chunk measure(List<EncodedImage> encoded, Function<List<Image>, Map<String, float[]>> extract) {
        List<Image> images = new ArrayList<>(encoded.size());
        List<byte[]> digests = new ArrayList<>(encoded.size());
        List<SetUsed.Skipped> skipped = new ArrayList<>();
        for (EncodedImage one : encoded) {
            try {
                Image image = one.decode();
                images.add(image);
                digests.add(ContentHash.digest(image));
            } catch (BadImageException e) {
                skipped.add(new SetUsed.Skipped(one.id(), e.found()));
            }
        }
        Map<String, float[]> features = images.isEmpty() ? Map.of() : extract.apply(images);
        return new Chunk(images.size(), features, digests, skipped);
    }

    private AssayException tooManyBad(ImageSource source, List<SetUsed.Skipped> skipped) {
        SetUsed.Skipped last = skipped.get(skipped.size() - 1);
        if (skipBad == 0) {
            return new AssayException(
                    source.name() + ", " + last.id(),
                    last.reason(),
                    "every image must be readable",
                    "mend or remove it, or allow some to be left out with --skip-bad N");
        }
        return new AssayException(
                source.name(),
                "%d images cannot be read, the last being %s (%s)".formatted(skipped.size(), last.id(), last.reason()),
                "--skip-bad allows " + skipBad,
                "mend or remove them, or raise --skip-bad");
    }
}
