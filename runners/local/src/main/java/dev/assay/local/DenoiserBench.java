package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.metrics.Speed;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One evaluation of each kind of denoiser against the machine's own product of matrices, in multiply-accumulates a second.
 * Both run in turn in the same runtime with the same threads, so that another program's load falls on both.
 */
final class DenoiserBench {
    private static final List<String> MODELS = List.of("dit-b-4-256", "uvit-s-2-coco", "dimr-m-3r-64");
    private static final List<Integer> BATCHES = List.of(1, 8);
    private static final int SIDE = 2048;
    private static final int ROUNDS = 7;

    private final SessionOptions options;
    private final List<String> models;
    private final int rounds;

    DenoiserBench(int threads) {
        this(threads, MODELS, ROUNDS);
    }

    DenoiserBench(int threads, List<String> models, int rounds) {
        options = new SessionOptions(threads, Device.CPU);
        this.models = models;
        this.rounds = rounds;
    }

    /** x [2048,2048] times a stored matrix of that size. */
    private record Product() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(new Port("x", DataType.FLOAT32, Shape.of(Shape.BATCH, SIDE)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
            return Map.of("product", inputs.get("x").matmul(s.parameter("matrix", Shape.of(SIDE, SIDE))));
        }
    }

    /** Something to run and what it costs. */
    private record Work(String name, OnnxSession session, Map<String, Array> inputs, double macs) {
        double run() {
            float[] first = session.runFloats(inputs).values().iterator().next();
            return first[0];
        }

        Speed timed() {
            return Speed.timed(name, this::run);
        }
    }

    /** The product, then each model and batch; medians, and the median of the ratio within a round. */
    List<Speed> run() {
        try (Scratch scratch = Scratch.open("assay-bench");
                OnnxSession product = open(new Product(), scratch.folder().resolve("product.onnx"))) {
            Work matrices = new Work(
                    "matrix product, %d^3".formatted(SIDE),
                    product,
                    inputs(new Product().inputs(), SIDE),
                    Math.pow(SIDE, 3));
            List<Speed> all = new ArrayList<>();
            for (String name : models) {
                all.addAll(run(name, matrices, scratch.folder()));
            }
            return all;
        }
    }

    private List<Speed> run(String name, Work matrices, Path folder) {
        Model model = Models.named(name);
        long macs = model.describe().macs();
        try (OnnxSession session = open(model.network(), folder.resolve(name + ".onnx"))) {
            List<Work> works = new ArrayList<>(List.of(matrices));
            for (int batch : BATCHES) {
                works.add(new Work(
                        "%s, batch %d".formatted(name, batch),
                        session,
                        inputs(model.network().inputs(), batch),
                        (double) macs * batch));
            }
            works.forEach(Work::run);
            Map<Work, List<Speed>> speeds = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                works.forEach(
                        w -> speeds.computeIfAbsent(w, any -> new ArrayList<>()).add(w.timed()));
            }
            return works.stream()
                    .map(w -> summary(w, speeds.get(w), matrices, speeds.get(matrices)))
                    .toList();
        }
    }

    private OnnxSession open(Network network, Path file) {
        return OnnxSession.open(
                OnnxFile.write(network, new HashFill(), file, OnnxFile.Storage.AUTO)
                        .path(),
                options);
    }

    /** Numbers near unit size; zeros for classes. */
    static Map<String, Array> inputs(List<Port> ports, int batch) {
        Map<String, Array> inputs = new LinkedHashMap<>();
        for (Port port : ports) {
            long[] shape = port.shape().dims().stream()
                    .mapToLong(d -> d > 0 ? d : batch)
                    .toArray();
            int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
            inputs.put(
                    port.name(),
                    port.type() == DataType.INT64
                            ? new Array.Longs(new long[count], shape)
                            : new Array.Floats(HashFill.input(port.name(), count), shape));
        }
        return inputs;
    }

    private static Speed summary(Work work, List<Speed> speeds, Work matrices, List<Speed> yardstick) {
        Speed median = speeds.stream()
                .sorted(Comparator.comparingDouble(Speed::seconds))
                .toList()
                .get(speeds.size() / 2);
        Map<String, Double> extra = new HashMap<>(median.extra());
        extra.remove("result");
        extra.put("mmac_per_second", work.macs() / median.seconds() * 1e-6);
        if (!work.equals(matrices)) {
            double scale = work.macs() / matrices.macs();
            extra.put("share_of_product", scale * ratio(yardstick, speeds, Speed::seconds));
            extra.put("share_of_product_cpu", scale * ratio(yardstick, speeds, Speed::cpuSeconds));
        }
        return new Speed(median.name(), median.seconds(), median.cpuSeconds(), extra);
    }

    private static double ratio(List<Speed> above, List<Speed> below, ToDoubleFunction<Speed> measure) {
        return IntStream.range(0, below.size())
                .mapToDouble(i -> measure.applyAsDouble(above.get(i)) / measure.applyAsDouble(below.get(i)))
                .sorted()
                .toArray()[below.size() / 2];
    }
}
