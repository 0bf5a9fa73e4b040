package dev.assay.local;

import dev.assay.datasets.array.NpzImageWriter;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.diffusion.SamplingRun;
import dev.assay.reports.SampleGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbered images made in chunks by several threads, in order and whatever the chunks the same.
 *
 * @param run how each is made
 * @param denoiser the network
 * @param decoder what makes pixels: {@code z} to {@code image} uint8 [N,H,W,3]
 * @param labelled whether images have classes
 */
record SampleRun(SamplingRun run, NetworkDenoiser denoiser, OnnxSession decoder, boolean labelled) {
    /** One chunk's pictures with their classes. */
    private record Chunk(List<SampleGrid.Tile> tiles, int[] labels) {}

    /**
     * Writes images 0 to count - 1 as an npz.
     *
     * @param batch most images in a chunk
     * @param kept how many of the first are given back
     * @return the first of them, and seconds of all threads that were spent on images
     */
    Made write(int count, int batch, int threads, int kept, Path npz) {
        int size = Math.min(batch, (count + threads - 1) / threads);
        List<SampleGrid.Tile> first = new ArrayList<>();
        LongAdder busy = new LongAdder();
        int height = decoder.outputs().get(0).shape().dim(1);
        int width = decoder.outputs().get(0).shape().dim(2);
        try (NpzImageWriter writer = NpzImageWriter.create(npz, height, width);
                Progress bar = new Progress(
                        "sample",
                        "steps",
                        OptionalLong.of((long) count * run.sampler().nfe()));
                Workers workers = new Workers(threads)) {
            List<Callable<Chunk>> tasks = new ArrayList<>();
            for (int from = 0; from < count; from += size) {
                long[] images =
                        LongStream.range(from, Math.min(from + size, count)).toArray();
                tasks.add(() -> timed(busy, () -> chunk(images, bar)));
            }
            workers.inOrder(tasks.iterator(), chunk -> {
                for (int i = 0; i < chunk.tiles().size(); i++) {
                    add(writer, chunk, i);
                    if (first.size() < kept) {
                        first.add(chunk.tiles().get(i));
                    }
                }
            });
            writer.finish();
        }
        return new Made(first, busy.sum() * 1e-9);
    }

    /**
     * What a run leaves beside its file.
     *
     * @param first of the images
     * @param threadSeconds of all threads
     */
    record Made(List<SampleGrid.Tile> first, double threadSeconds) {}

    private void add(NpzImageWriter writer, Chunk chunk, int i) {
        if (labelled) {
            writer.add(chunk.tiles().get(i).rgb(), chunk.labels()[i]);
        } else {
            writer.add(chunk.tiles().get(i).rgb());
        }
    }

    private static <T> T timed(LongAdder nanos, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.call();
        nanos.add(System.nanoTime() - start);
        return result;
    }

    private Chunk chunk(long[] images, Progress bar) {
        double[] made = run.sample(
                denoiser,
                (done, all) -> {
                    synchronized (bar) {
                        bar.advance(images.length);
                    }
                },
                images);
        return new Chunk(
                IntStream.range(0, images.length).mapToObj(i -> tile(made, i)).toList(), run.labels(images));
    }

    /** One image at a time: pixels are many, and no rule of rounding depends on the batch. */
    private SampleGrid.Tile tile(double[] made, int index) {
        int size = run.shape().elements();
        float[] z = new float[size];
        for (int i = 0; i < size; i++) {
            z[i] = (float) made[index * size + i];
        }
        Array.Floats latent = new Array.Floats(
                z, 1, run.shape().channels(), run.shape().height(), run.shape().width());
        Array.Raw picture =
                (Array.Raw) decoder.run(Map.of("z", latent), "image").get("image");
        return new SampleGrid.Tile((int) picture.shape()[1], (int) picture.shape()[2], picture.bytes());
    }
}
