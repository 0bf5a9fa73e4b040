package dev.assay.training;

import dev.assay.graph.Array;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link EmojiTowers} learn: the class of a picture, which of the batch shows the same in the other style (InfoNCE,
 * van den Oord et al. 2018), and which description is its own (Radford et al. 2021). A batch of K things is 2 K pictures:
 * all in the first style, then all in the second.
 *
 * @param network what learns
 * @param pairs what it learns from
 * @param words of their descriptions
 * @param options what is weighed and changed
 * @param seed of the order and all draws
 * @param batch things of a step
 */
public record ContrastiveObjective(
        EmojiTowers network, TrainingPairs pairs, Words words, Options options, long seed, int batch)
        implements Objective {
    /** The names of {@link Options} in a configuration. */
    static final List<String> SETTINGS =
            List.of("temperature", "classes", "identity", "text", "kin", "grey", "edges", "jitter");

    private static final String CLASSES = "classes";
    private static final String THINGS = "things";
    private static final String DESCRIPTIONS = "descriptions";
    private static final int STYLES = 2;
    private static final int KIN = Stream.TRAINING + 40;
    private static final int TREATMENT = Stream.TRAINING + 41;
    private static final int FINE = 1 << 24;

    /** Draws for one more thing before any will do. */
    private static final int TRIES = 4;

    /**
     * What is weighed and changed.
     *
     * @param temperature that cosines are divided by, above 0
     * @param classes weight of the class
     * @param identity weight of the other style
     * @param text weight of the description
     * @param kin the part of a batch that differs from others of it by detail alone where it can, 0 to below 1
     * @param grey how often a picture is shown grey
     * @param edges how often only its edges are shown
     * @param jitter strength of {@link Jitter}, 0 to 1
     */
    public record Options(
            double temperature,
            double classes,
            double identity,
            double text,
            double kin,
            double grey,
            double edges,
            double jitter) {
        public Options {
            double sum = temperature + classes + identity + text;
            if (!(temperature > 0 && classes >= 0 && identity >= 0 && text >= 0 && sum < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("temperature is above 0, weights from 0, and all are finite");
            }
            if (!(kin >= 0 && kin < 1 && grey >= 0 && edges >= 0 && grey + edges <= 1)) {
                throw new IllegalArgumentException("kin is in [0,1), grey and edges together in [0,1]");
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("jitter is in [0,1]");
            }
        }
    }

    public ContrastiveObjective {
        check(
                pairs.name(),
                pairs.image().equals(Shape.of(3, network.size(), network.size())),
                "pictures are " + pairs.image(),
                "the network takes %1$d x %1$d".formatted(network.size()));
        check(
                pairs.name(),
                pairs.classes() == network.classes(),
                "there are %d classes".formatted(pairs.classes()),
                "the network tells %d apart".formatted(network.classes()));
        check(
                pairs.name(),
                pairs.count() >= batch,
                "there are %d things".formatted(pairs.count()),
                "a batch has %d different ones".formatted(batch));
        check(
                pairs.name(),
                words.tokens() == network.tokens(),
                "their descriptions have %d tokens".formatted(words.tokens()),
                "the network has " + network.tokens());
    }

    /** With the words that the descriptions have. */
    public static ContrastiveObjective of(
            EmojiTowers network, TrainingPairs pairs, Options options, long seed, int batch) {
        return new ContrastiveObjective(network, pairs, Captions.vocabulary(pairs), options, seed, batch);
    }

    private static void check(String where, boolean kept, String found, String allowed) {
        if (!kept) {
            throw new AssayException(where, found, allowed, "correct the model or choose other data");
        }
    }

    /** Pictures of a step. */
    private int rows() {
        return STYLES * batch;
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("network", network.toString());
        identity.put("options", options.toString());
        identity.put("pairs", pairs.name());
        identity.put("vocabulary", Json.sha256(vocabulary().getBytes(StandardCharsets.UTF_8)));
        identity.put("seed", Long.toString(seed));
        identity.put("batch", Integer.toString(batch));
        return identity;
    }

    @Override
    public Map<String, String> files() {
        return Map.of("vocabulary.txt", vocabulary());
    }

    /** A word a line. */
    private String vocabulary() {
        return String.join("\n", words.vocabulary()) + "\n";
    }

    @Override
    public Example example(long step) {
        int[] chosen = chosen(step);
        ImageShape shape = new ImageShape(3, network.size(), network.size());
        Captions captions = new Captions(pairs, words, network.length(), seed);
        float[] pictures = new float[rows() * shape.elements()];
        long[] tokens = new long[rows() * network.length()];
        float[] classes = new float[rows() * pairs.classes()];
        List<List<Long>> descriptions = new ArrayList<>();
        for (int row = 0; row < rows(); row++) {
            int thing = chosen[row % batch];
            int style = row / batch;
            long number = step * rows() + row;
            Treatment treatment = treatment(number);
            double[] picture = picture(thing, style, treatment, shape, number);
            for (int i = 0; i < picture.length; i++) {
                pictures[row * picture.length + i] = (float) picture[i];
            }
            long[] description = captions.tokens(thing, style, treatment, number);
            System.arraycopy(description, 0, tokens, row * description.length, description.length);
            descriptions.add(Arrays.stream(description).sorted().boxed().toList());
            classes[row * pairs.classes() + pairs.label(thing)] = 1;
        }
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put(
                EmojiTowers.IMAGE, new Array.Floats(pictures, rows(), shape.channels(), shape.height(), shape.width()));
        inputs.put(EmojiTowers.TOKENS, new Array.Longs(tokens, rows(), network.length()));
        Map<String, Array> targets = new LinkedHashMap<>();
        targets.put(CLASSES, new Array.Floats(classes, rows(), pairs.classes()));
        targets.put(THINGS, shares(Arrays.stream(chosen).boxed().toList()));
        targets.put(DESCRIPTIONS, shares(descriptions));
        return new Example(inputs, targets);
    }

    /** Different things: some in the order of the epoch, the others kin of those. */
    private int[] chosen(long step) {
        int more = (int) (options.kin() * batch);
        int[] first = new Batches(seed, pairs.count(), batch - more).at(step);
        List<Integer> chosen = new ArrayList<>();
        Arrays.stream(first).distinct().forEach(chosen::add);
        List<Integer> related =
                chosen.stream().filter(thing -> !pairs.kin(thing).isEmpty()).toList();
        for (int slot = 0; chosen.size() < batch; slot++) {
            chosen.add(another(step * batch + slot, slot, related, chosen));
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private int another(long number, int slot, List<Integer> related, List<Integer> chosen) {
        if (!related.isEmpty()) {
            List<Integer> kin = pairs.kin(related.get(slot % related.size()));
            for (int i = 0; i < TRIES; i++) {
                int drawn = kin.get(new Stream(seed, number, KIN + (i << 16)).below(kin.size()));
                if (!chosen.contains(drawn)) {
                    return drawn;
                }
            }
        }
        int any = new Stream(seed, number, KIN + (TRIES << 16)).below(pairs.count());
        while (chosen.contains(any)) {
            any = (any + 1) % pairs.count();
        }
        return any;
    }

    private Treatment treatment(long number) {
        double drawn = (double) new Stream(seed, number, TREATMENT).below(FINE) / FINE;
        if (drawn < options.grey()) {
            return Treatment.GREY;
        }
        return drawn < options.grey() + options.edges() ? Treatment.EDGES : Treatment.PLAIN;
    }

    private double[] picture(int thing, int style, Treatment treatment, ImageShape shape, long number) {
        float[] values = new float[shape.elements()];
        pairs.read(thing, style, values, 0);
        double[] picture = new double[values.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = values[i];
        }
        return new Jitter(options.jitter(), seed).of(treatment.of(picture, shape), shape, number);
    }

    /** [N,N]: what is alike belongs together in equal shares. */
    private static Array shares(List<?> keys) {
        int count = keys.size();
        float[] shares = new float[count * count];
        for (int i = 0; i < count; i++) {
            int alike = 0;
            for (int j = 0; j < count; j++) {
                alike += keys.get(i).equals(keys.get(j)) ? 1 : 0;
            }
            for (int j = 0; j < count; j++) {
                shares[i * count + j] = keys.get(i).equals(keys.get(j)) ? 1f / alike : 0;
            }
        }
        return new Array.Floats(shares, count, count);
    }

    @Override
    public Tensor loss(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
        Tensor classes = Contrast.crossEntropy(outputs.get(EmojiTowers.LOGITS), targets.get(CLASSES));
        List<Tensor> styles = outputs.get(EmojiTowers.IDENTITY).chunk(0, STYLES);
        Tensor identity = Contrast.bothWays(styles.get(0), styles.get(1), targets.get(THINGS), options.temperature());
        Tensor text = Contrast.bothWays(
                outputs.get(EmojiTowers.EMBEDDING),
                outputs.get(EmojiTowers.TEXT),
                targets.get(DESCRIPTIONS),
                options.temperature());
        return classes.mul(options.classes())
                .add(identity.mul(options.identity()))
                .add(text.mul(options.text()));
    }
}
