package dev.assay.metrics;

import dev.assay.datasets.Image;
import dev.assay.datasets.resize.Resizer;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Images to features: resize, normalise, run the network once for all taps. Several threads may extract at once; close
 * it after the last.
 */
public final class FeatureExtractor implements AutoCloseable {
    private static final int CHANNELS = 3;

    private final ExtractorDescriptor descriptor;
    private final Resizer resizer;
    private final OnnxSession session;
    private final int largestBatch;

    private FeatureExtractor(ExtractorDescriptor descriptor, OnnxSession session) {
        this.descriptor = descriptor;
        this.resizer = Resizer.named(descriptor.resize());
        this.session = session;
        this.largestBatch = largestBatch();
        for (String tap : descriptor.taps().keySet()) {
            output(tap);
        }
    }

    /** Opens the extractor of a YAML descriptor, after comparing the network's hash with it. */
    public static FeatureExtractor open(Path descriptor, SessionOptions options) {
        ExtractorDescriptor read = ExtractorDescriptor.read(descriptor);
        OnnxSession session = OnnxSession.open(read.verified(descriptor), options);
        boolean opened = false;
        try {
            FeatureExtractor extractor = new FeatureExtractor(read, session);
            opened = true;
            return extractor;
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    /** What scores call it. */
    public String name() {
        return descriptor.extractor();
    }

    /** The taps it has. */
    public Set<String> taps() {
        return descriptor.taps().keySet();
    }

    /** All that determines its features, for the identity of a score. */
    public Map<String, String> identity() {
        return descriptor.identity();
    }

    /** Where the network runs: {@code cpu} or {@code cuda}. */
    public String provider() {
        return session.provider();
    }

    /** Why it does not run on a GPU although that was allowed; empty when there is nothing to say. */
    public String note() {
        return session.note();
    }

    /**
     * Features of images.
     *
     * @param images one or more
     * @param taps which ones; a name the extractor lacks is answered with near ones
     * @return by tap, float32 [N,D] packed, in the order of the images
     */
    public Map<String, float[]> extract(List<Image> images, Collection<String> taps) {
        int size = CHANNELS * descriptor.height() * descriptor.width();
        String[] outputs = taps.stream().map(descriptor::output).distinct().toArray(String[]::new);
        Map<String, float[]> features = new LinkedHashMap<>();
        for (int from = 0; from < images.size(); from += largestBatch) {
            int count = Math.min(largestBatch, images.size() - from);
            float[] input = new float[Math.multiplyExact(count, size)];
            for (int i = 0; i < count; i++) {
                resizer.resize(images.get(from + i), descriptor.height(), descriptor.width(), input, i * size);
            }
            normalise(input);
            Map<String, float[]> found = session.runFloats(
                    Map.of(
                            descriptor.input(),
                            new Array.Floats(input, count, CHANNELS, descriptor.height(), descriptor.width())),
                    outputs);
            for (String tap : taps) {
                add(features, tap, found.get(descriptor.output(tap)), from, count, images.size());
            }
        }
        return features;
    }

    private void add(Map<String, float[]> features, String tap, float[] values, int from, int count, int total) {
        if (values.length == 0 || values.length % count != 0) {
            throw new AssayException(
                    "extractor " + descriptor.extractor() + ", tap " + tap,
                    "%d values for %d images".formatted(values.length, count),
                    "an output has equally many values for each image",
                    "choose another output");
        }
        int columns = values.length / count;
        if (count == total) {
            features.put(tap, values);
            return;
        }
        float[] all = features.computeIfAbsent(tap, name -> new float[Math.multiplyExact(total, columns)]);
        if (all.length != (long) total * columns) {
            throw new IllegalStateException("tap %s changed its width to %d".formatted(tap, columns));
        }
        System.arraycopy(values, 0, all, from * columns, values.length);
    }

    /** (v - mean) / scale in float32, channel by channel. */
    private void normalise(float[] input) {
        int plane = descriptor.height() * descriptor.width();
        for (int c = 0; c < CHANNELS; c++) {
            float mean = descriptor.mean().get(c).floatValue();
            float scale = descriptor.scale().get(c).floatValue();
            if (mean == 0 && scale == 1) {
                continue;
            }
            for (int start = c * plane; start < input.length; start += CHANNELS * plane) {
                for (int i = start; i < start + plane; i++) {
                    input[i] = (input[i] - mean) / scale;
                }
            }
        }
    }

    private int largestBatch() {
        Port input = session.inputs().stream()
                .filter(port -> port.name().equals(descriptor.input()))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        "input of extractor " + descriptor.extractor(),
                        descriptor.input(),
                        session.inputs().stream().map(Port::name).toList()));
        int[] wanted = {CHANNELS, descriptor.height(), descriptor.width()};
        boolean fits = input.shape().rank() == 1 + wanted.length;
        for (int axis = 0; fits && axis < wanted.length; axis++) {
            int found = input.shape().dim(1 + axis);
            fits = found <= 0 || found == wanted[axis];
        }
        if (!fits || input.shape().dim(0) > 1) {
            throw new AssayException(
                    "extractor " + descriptor.extractor(),
                    "its input %s is %s".formatted(input.name(), input.shape()),
                    "the descriptor says N or 1 images of " + Arrays.toString(wanted),
                    "correct the descriptor or export the network with a free batch");
        }
        return input.shape().dim(0) == 1 ? 1 : Integer.MAX_VALUE;
    }

    private void output(String tap) {
        String name = descriptor.output(tap);
        Port output = session.outputs().stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        "output of extractor " + descriptor.extractor(),
                        name,
                        session.outputs().stream().map(Port::name).toList()));
        if (output.shape().rank() < 2 || output.shape().dim(0) > 1) {
            throw new AssayException(
                    "extractor " + descriptor.extractor() + ", tap " + tap,
                    "its shape is " + output.shape(),
                    "the first size of an output is the batch: " + Shape.of(Shape.BATCH, Shape.ANY),
                    "choose another output");
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
