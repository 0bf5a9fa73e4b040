package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.text.ClipText;
import dev.assay.reference.text.T5Encoder;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts as the arrays that text encoders made of them. An input without an array of its own name takes what {@code assay
 * models encode} writes: {@code caption} and {@code context} the last hidden state, {@code mask} the mask of the tokens.
 * {@code context} and {@code pooled} of Stable Diffusion 3 are put together from the archives of CLIP-L, CLIP-G and T5.
 *
 * @param ports inputs of one text, [N,...] each
 * @param texts for each input
 * @param none what stands for no text, one row each; an input that is not there keeps that of the text
 */
record EncodedTexts(List<Port> ports, Map<String, TextRows> texts, Map<String, float[]> none) implements Conditions {
    private static final String CONTEXT = "context";
    private static final String POOLED = "pooled";
    private static final String CAPTION = "caption";
    private static final int ENCODERS = 3;
    private static final Shape WHOLE = Shape.of(Shape.BATCH, Shape.BATCH);
    private static final Shape TOKENS = Shape.of(Shape.BATCH, Shape.BATCH, Shape.BATCH);
    private static final Map<String, String> WRITTEN =
            Map.of(CAPTION, T5Encoder.HIDDEN, "mask", T5Encoder.MASK, CONTEXT, ClipText.HIDDEN);

    /**
     * Reads texts.
     *
     * @param usual values of inputs that archives need not have, which are no text
     */
    static EncodedTexts read(List<Port> ports, List<Path> files, Map<String, float[]> usual) {
        Map<String, TextRows> texts = files.size() == ENCODERS ? together(files, ports) : named(files, ports, usual);
        int count = texts.values().stream()
                .mapToInt(TextRows::count)
                .filter(n -> n > 0)
                .max()
                .orElse(1);
        Map<String, TextRows> all = new LinkedHashMap<>();
        for (Port port : ports) {
            TextRows rows = texts.get(port.name());
            if (rows == null) {
                float[] value = usual.get(port.name());
                List<float[]> repeated = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    repeated.add(value);
                }
                rows = new TextRows(port.shape().dims().subList(1, port.shape().rank()), repeated);
            }
            if (rows.count() != count) {
                throw new AssayException(
                        files.get(0).toString(),
                        "%s is of %d texts, others are of %d".formatted(port.name(), rows.count(), count),
                        "all arrays are of the same texts",
                        "encode the same file of texts each time");
            }
            all.put(port.name(), rows.fitting(files.get(0) + ": " + port.name(), port));
        }
        return new EncodedTexts(ports, all, Map.of());
    }

    private static Map<String, TextRows> named(List<Path> files, List<Port> ports, Map<String, float[]> usual) {
        if (files.size() != 1) {
            throw new AssayException(
                    "texts",
                    "%d archives".formatted(files.size()),
                    "one, or for Stable Diffusion 3 those of CLIP-L, CLIP-G and T5 in this order",
                    "correct the option");
        }
        Path file = files.get(0);
        Map<String, TextRows> texts = new LinkedHashMap<>();
        for (Port port : ports) {
            List<String> names = WRITTEN.containsKey(port.name())
                    ? List.of(port.name(), WRITTEN.get(port.name()))
                    : List.of(port.name());
            Optional<String> name = TextRows.name(file, names);
            if (name.isPresent()) {
                texts.put(port.name(), TextRows.read(file, name.get(), port));
            } else if (!usual.containsKey(port.name())) {
                boolean pooled = ports.stream().anyMatch(p -> p.name().equals(POOLED));
                throw new AssayException(
                        file.toString(),
                        "it has no array " + String.join(" or ", names),
                        "the network takes " + ports.stream().map(Port::name).toList(),
                        pooled
                                ? "name the archives of CLIP-L, CLIP-G and T5: l.npz,g.npz,t5.npz"
                                : "write it with 'assay models encode'");
            }
        }
        return texts;
    }

    /** As {@link dev.assay.reference.text.Sd3Conditioning}, text by text. */
    private static Map<String, TextRows> together(List<Path> files, List<Port> ports) {
        Optional<Port> context =
                ports.stream().filter(p -> p.name().equals(CONTEXT)).findFirst();
        if (context.isEmpty() || ports.stream().noneMatch(p -> p.name().equals(POOLED))) {
            throw new AssayException(
                    "texts", "three archives", "the network takes those of one encoder", "name one archive");
        }
        TextRows l = whole(files.get(0), ClipText.PENULTIMATE, TOKENS);
        TextRows g = whole(files.get(1), ClipText.PENULTIMATE, TOKENS);
        TextRows t5 = whole(files.get(2), T5Encoder.HIDDEN, TOKENS);
        TextRows pooledL = whole(files.get(0), ClipText.POOLED, WHOLE);
        TextRows pooledG = whole(files.get(1), ClipText.EMBEDDING, WHOLE);
        int clip = l.shape().get(0);
        int width = t5.shape().get(1);
        int both = l.shape().get(1) + g.shape().get(1);
        if (g.shape().get(0) != clip || both > width || g.count() != l.count() || t5.count() != l.count()) {
            throw new AssayException(
                    files.get(0).toString(),
                    "%d texts of %s, %d of %s and %d of %s"
                            .formatted(l.count(), l.shape(), g.count(), g.shape(), t5.count(), t5.shape()),
                    "CLIP's have as many tokens and T5 is as wide as both, all for the same texts",
                    "name the archives of CLIP-L, CLIP-G and T5 in this order");
        }
        List<float[]> contexts = new ArrayList<>();
        List<float[]> pooled = new ArrayList<>();
        for (int i = 0; i < l.count(); i++) {
            float[] row = new float[Math.multiplyExact(clip + t5.shape().get(0), width)];
            for (int t = 0; t < clip; t++) {
                int wide = l.shape().get(1);
                System.arraycopy(l.rows().get(i), t * wide, row, t * width, wide);
                System.arraycopy(g.rows().get(i), t * (both - wide), row, t * width + wide, both - wide);
            }
            float[] last = t5.rows().get(i);
            System.arraycopy(last, 0, row, clip * width, last.length);
            contexts.add(row);
            pooled.add(joined(pooledL.rows().get(i), pooledG.rows().get(i)));
        }
        return Map.of(
                CONTEXT, new TextRows(List.of(clip + t5.shape().get(0), width), contexts),
                POOLED,
                        new TextRows(
                                List.of(pooledL.shape().get(0) + pooledG.shape().get(0)), pooled));
    }

    private static TextRows whole(Path file, String name, Shape any) {
        if (TextRows.name(file, List.of(name)).isEmpty()) {
            throw new AssayException(
                    file.toString(),
                    "it has no array " + name,
                    "archives of CLIP-L, CLIP-G and T5 are needed in this order",
                    "write them with 'assay models encode'");
        }
        return TextRows.read(file, name, new Port(name, DataType.FLOAT32, any));
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = new float[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** These, with the only text of others for no text. */
    EncodedTexts withNone(EncodedTexts other, List<String> told) {
        if (other.count() != 1) {
            throw new AssayException(
                    "--no-text",
                    "%d texts".formatted(other.count()),
                    "one text stands for none, as a rule the empty one",
                    "encode a file of one empty line");
        }
        Map<String, float[]> rows = new LinkedHashMap<>();
        told.forEach(name -> rows.put(name, other.texts.get(name).rows().get(0)));
        return new EncodedTexts(ports, texts, rows);
    }

    /** These, with a stored caption for no text under the mask of each text. */
    EncodedTexts withStored(float[] caption) {
        return new EncodedTexts(ports, texts, Map.of(CAPTION, caption));
    }

    int count() {
        return texts.values().iterator().next().count();
    }

    @Override
    public Map<String, Array> inputs(int[] numbers, boolean[] nones) {
        Map<String, Array> inputs = new LinkedHashMap<>();
        for (Port port : ports) {
            int size = Math.toIntExact(
                    port.shape().dims().stream().skip(1).mapToLong(d -> d).reduce(1, Math::multiplyExact));
            float[] batch = new float[Math.multiplyExact(size, numbers.length)];
            float[] standing = none.get(port.name());
            for (int i = 0; i < numbers.length; i++) {
                float[] row = nones[i] && standing != null
                        ? standing
                        : texts.get(port.name()).rows().get(numbers[i]);
                System.arraycopy(row, 0, batch, i * size, size);
            }
            long[] shape = port.shape().dims().stream().mapToLong(d -> d).toArray();
            shape[0] = numbers.length;
            inputs.put(port.name(), new Array.Floats(batch, shape));
        }
        return inputs;
    }
}
