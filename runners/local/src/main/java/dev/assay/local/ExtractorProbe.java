package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.Entry;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.Look;
import dev.assay.datasets.emoji.groups.Picture;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.emoji.TextEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well features tell the pictures of the split validation apart, which share no emoji with those of the split train.
 * Distances are Euclidean.
 */
final class ExtractorProbe {
    private static final int BATCH = 64;
    private static final int FEW = 5;
    private static final List<String> VENDORS = List.of("google", "twitter");
    private static final List<String> TONES = List.of("light", "medium-light", "medium", "medium-dark", "dark");
    private static final String VALIDATION = "validation";
    private static final String FEATURES = "features";

    private final FeatureExtractor extractor;
    private final EmbeddedSet set = Emoji.load("emoji-32");
    private final Album album = Album.of(set);
    /** The same emoji of both vendors in one order. */
    private final List<List<Entry>> validation =
            VENDORS.stream().map(vendor -> entries(vendor, VALIDATION)).toList();

    private final Map<Picture, Map<String, float[]>> seen = new HashMap<>();
    private final Map<String, float[]> read = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    ExtractorProbe(FeatureExtractor extractor) {
        this.extractor = extractor;
    }

    /**
     * What was found.
     *
     * @param probe what is asked
     * @param value the part of answers that are right, or an area under a curve
     * @param chance what guesses give
     */
    record Row(String probe, double value, double chance) {}

    private List<Entry> entries(String vendor, String split) {
        return set.entries().stream()
                .filter(e -> e.vendor().equals(vendor) && e.split().equals(split))
                .toList();
    }

    /** Rows that need no words. */
    List<Row> pictures() {
        for (String tap : List.of(FEATURES, EmojiTowers.IDENTITY)) {
            if (extractor.taps().contains(tap)) {
                otherStyle(tap);
            }
        }
        if (extractor.taps().contains(EmojiTowers.LOGITS)) {
            classes();
        }
        return taken();
    }

    /** The row that needs all pictures of the split train. */
    List<Row> neighbours() {
        nearest();
        return taken();
    }

    /** Rows that compare pictures with words. */
    List<Row> words(TextEncoder text) {
        names(text);
        styles(text);
        tones(text);
        looks(text);
        return taken();
    }

    private List<Row> taken() {
        List<Row> taken = List.copyOf(rows);
        rows.clear();
        return taken;
    }

    /** The values of a tap, picture after picture; every picture is shown to the network once. */
    private float[] values(List<Picture> pictures, String tap) {
        List<Picture> unseen =
                pictures.stream().filter(p -> !seen.containsKey(p)).distinct().toList();
        for (int from = 0; from < unseen.size(); from += BATCH) {
            look(unseen.subList(from, Math.min(unseen.size(), from + BATCH)));
        }
        return joined(pictures.stream().map(p -> seen.get(p).get(tap)).toList());
    }

    private void look(List<Picture> pictures) {
        List<Image> images = pictures.stream().map(album::image).toList();
        pictures.forEach(p -> seen.put(p, new HashMap<>()));
        extractor.extract(images, extractor.taps()).forEach((tap, values) -> {
            int width = values.length / pictures.size();
            for (int i = 0; i < pictures.size(); i++) {
                seen.get(pictures.get(i)).put(tap, Arrays.copyOfRange(values, i * width, (i + 1) * width));
            }
        });
    }

    private static float[] joined(List<float[]> rows) {
        float[] all = new float[rows.stream().mapToInt(r -> r.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    private float[] texts(TextEncoder text, List<String> descriptions) {
        return joined(descriptions.stream()
                .map(d -> read.computeIfAbsent(d, text::embed))
                .toList());
    }

    private static List<Picture> plain(List<Entry> entries) {
        return entries.stream().map(e -> new Picture(e, Look.COLOUR)).toList();
    }

    private static double near(float[] a, int i, float[] b, int j, int width) {
        double square = 0;
        for (int k = 0; k < width; k++) {
            double difference = a[i * width + k] - b[j * width + k];
            square += difference * difference;
        }
        return -square;
    }

    /** Which picture of the other vendor shows the same emoji in the same tone. */
    private void otherStyle(String tap) {
        float[] google = values(plain(validation.get(0)), tap);
        float[] twitter = values(plain(validation.get(1)), tap);
        int count = validation.get(0).size();
        int width = google.length / count;
        Ranking there = new Ranking(count, count, (q, c) -> near(google, q, twitter, c, width));
        Ranking back = new Ranking(count, count, (q, c) -> near(twitter, q, google, c, width));
        for (int best : new int[] {1, FEW}) {
            rows.add(new Row(
                    "same emoji in the other style, %d of %d, %s".formatted(best, count, tap),
                    (there.among(best) + back.among(best)) / 2,
                    (double) best / count));
        }
    }

    private int label(Entry entry) {
        return Collections.binarySearch(set.labels(), entry.subcategory());
    }

    private double mostFrequent(List<Entry> entries) {
        int[] counts = new int[set.labels().size()];
        entries.forEach(e -> counts[label(e)]++);
        return (double) Arrays.stream(counts).max().orElseThrow() / entries.size();
    }

    private List<Entry> both() {
        return validation.stream().flatMap(List::stream).toList();
    }

    private void nearest() {
        List<Entry> known = VENDORS.stream()
                .flatMap(vendor -> entries(vendor, "train").stream())
                .toList();
        List<Entry> asked = both();
        float[] a = values(plain(asked), FEATURES);
        float[] b = values(plain(known), FEATURES);
        int width = a.length / asked.size();
        long right = IntStream.range(0, asked.size())
                .filter(i -> {
                    int best = 0;
                    double nearest = Double.NEGATIVE_INFINITY;
                    for (int j = 0; j < known.size(); j++) {
                        double near = near(a, i, b, j, width);
                        best = near > nearest ? j : best;
                        nearest = Math.max(near, nearest);
                    }
                    return label(known.get(best)) == label(asked.get(i));
                })
                .count();
        rows.add(new Row(
                "class of the nearest picture of the split train, features",
                (double) right / asked.size(),
                mostFrequent(asked)));
    }

    private void classes() {
        List<Entry> asked = both();
        float[] scores = values(plain(asked), EmojiTowers.LOGITS);
        int width = scores.length / asked.size();
        long right = IntStream.range(0, asked.size())
                .filter(i -> best(width, c -> scores[i * width + c]) == label(asked.get(i)))
                .count();
        rows.add(new Row("class, logits", (double) right / asked.size(), mostFrequent(asked)));
    }

    private static int best(int count, java.util.function.IntToDoubleFunction score) {
        int best = 0;
        for (int c = 1; c < count; c++) {
            best = score.applyAsDouble(c) > score.applyAsDouble(best) ? c : best;
        }
        return best;
    }

    /** Which of the descriptions of one style is a picture's own; both styles by turns. */
    private void names(TextEncoder text) {
        double[] found = new double[3];
        int count = validation.get(0).size();
        for (List<Entry> entries : validation) {
            List<Picture> pictures = plain(entries);
            float[] images = values(pictures, EmojiTowers.EMBEDDING);
            float[] texts = texts(text, pictures.stream().map(Picture::prompt).toList());
            int width = images.length / count;
            Ranking own = new Ranking(count, count, (q, c) -> TextEncoder.cosine(images, q, texts, c, width));
            found[0] += own.among(1) / VENDORS.size();
            found[1] += own.among(FEW) / VENDORS.size();
            found[2] += own.area() / VENDORS.size();
        }
        rows.add(new Row("own description, 1 of %d".formatted(count), found[0], 1.0 / count));
        rows.add(new Row("own description, %d of %d".formatted(FEW, count), found[1], (double) FEW / count));
        rows.add(new Row("own description above another's (area)", found[2], 0.5));
    }

    /** The part of pictures that are nearer to their own description than to any of the others; a tie is wrong. */
    private double chosen(TextEncoder text, Map<Picture, List<String>> ownFirst) {
        List<Picture> pictures = List.copyOf(ownFirst.keySet());
        float[] images = values(pictures, EmojiTowers.EMBEDDING);
        int width = images.length / pictures.size();
        int right = 0;
        for (int i = 0; i < pictures.size(); i++) {
            int row = i;
            List<String> descriptions = ownFirst.get(pictures.get(i));
            float[] texts = texts(text, descriptions);
            double own = TextEncoder.cosine(images, row, texts, 0, width);
            boolean nearest = IntStream.range(1, descriptions.size())
                    .allMatch(c -> TextEncoder.cosine(images, row, texts, c, width) < own);
            right += nearest ? 1 : 0;
        }
        return (double) right / pictures.size();
    }

    private void styles(TextEncoder text) {
        Map<Picture, List<String>> asked = new LinkedHashMap<>();
        for (int i = 0; i < validation.get(0).size(); i++) {
            Picture google = new Picture(validation.get(0).get(i), Look.COLOUR);
            Picture twitter = new Picture(validation.get(1).get(i), Look.COLOUR);
            asked.put(google, List.of(google.prompt(), twitter.prompt()));
            asked.put(twitter, List.of(twitter.prompt(), google.prompt()));
        }
        rows.add(new Row("style of 2 by its words", chosen(text, asked), 1.0 / VENDORS.size()));
    }

    private void tones(TextEncoder text) {
        Map<Picture, List<String>> asked = new LinkedHashMap<>();
        for (Entry entry : both()) {
            if (TONES.contains(entry.skinTone())) {
                List<Entry> others = both().stream()
                        .filter(e -> e.base().equals(entry.base())
                                && e.vendor().equals(entry.vendor())
                                && TONES.contains(e.skinTone())
                                && !e.equals(entry))
                        .toList();
                List<String> prompts = new ArrayList<>();
                prompts.add(new Picture(entry, Look.COLOUR).prompt());
                others.forEach(e -> prompts.add(new Picture(e, Look.COLOUR).prompt()));
                asked.put(new Picture(entry, Look.COLOUR), prompts);
            }
        }
        rows.add(new Row(
                "skin tone of %d by its words".formatted(TONES.size()), chosen(text, asked), 1.0 / TONES.size()));
    }

    private void looks(TextEncoder text) {
        Map<Picture, List<String>> asked = new LinkedHashMap<>();
        for (Entry entry : both()) {
            for (Look look : Look.values()) {
                List<String> prompts = new ArrayList<>();
                prompts.add(new Picture(entry, look).prompt());
                Arrays.stream(Look.values())
                        .filter(other -> other != look)
                        .forEach(other -> prompts.add(new Picture(entry, other).prompt()));
                asked.put(new Picture(entry, look), prompts);
            }
        }
        rows.add(new Row("colour, grey or sketch by its words", chosen(text, asked), 1.0 / Look.values().length));
    }
}
