package dev.assay.training;

import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Descriptions of pictures in words: style, treatment, detail, kind and name, parted by commas. Style and detail are now and
 * then left out, the kind as often as not.
 *
 * @param pairs what is described
 * @param words the words there are
 * @param length tokens of a description
 * @param seed of all draws
 */
record Captions(TrainingPairs pairs, Words words, int length, long seed) {
    private static final int NAME = Stream.TRAINING + 32;
    private static final int DETAIL = Stream.TRAINING + 33;
    private static final int STYLE = Stream.TRAINING + 34;
    private static final int KIND = Stream.TRAINING + 35;

    /** From here on one for each word. */
    private static final int WORD = Stream.TRAINING + 256;

    /** One in so many leaves out a detail or the style. */
    private static final int LEFT_OUT = 6;

    /** One word in so many is taken for one that was never seen. */
    private static final int UNSEEN = 24;

    /** Every word that a description of the pictures can have, in the order of the alphabet. */
    static Words vocabulary(TrainingPairs pairs) {
        TreeSet<String> all = new TreeSet<>();
        pairs.styles().forEach(style -> all.addAll(Words.split(style)));
        for (Treatment treatment : Treatment.values()) {
            all.addAll(Words.split(treatment.word()));
        }
        for (int thing = 0; thing < pairs.count(); thing++) {
            pairs.names(thing).forEach(name -> all.addAll(Words.split(name)));
            all.addAll(Words.split(pairs.detail(thing)));
            all.addAll(Words.split(pairs.kind(thing)));
        }
        return new Words(List.copyOf(all));
    }

    /** A description of a picture; {@code number} is that of the example. */
    long[] tokens(int thing, int style, Treatment treatment, long number) {
        long[] tokens = words.tokens(text(thing, style, treatment, number), length);
        for (int i = 0; i < length; i++) {
            if (tokens[i] != Words.PADDING && new Stream(seed, number, WORD + i).below(UNSEEN) == 0) {
                tokens[i] = Words.UNKNOWN;
            }
        }
        return tokens;
    }

    /** The same in words. */
    String text(int thing, int style, Treatment treatment, long number) {
        List<String> parts = new ArrayList<>();
        if (new Stream(seed, number, STYLE).below(LEFT_OUT) > 0) {
            parts.add(pairs.styles().get(style));
        }
        parts.add(treatment.word());
        if (new Stream(seed, number, DETAIL).below(LEFT_OUT) > 0) {
            parts.add(pairs.detail(thing));
        }
        if (new Stream(seed, number, KIND).below(2) > 0) {
            parts.add(pairs.kind(thing));
        }
        parts.add(called(thing, number));
        return String.join(", ", parts.stream().filter(part -> !part.isEmpty()).toList());
    }

    /** The first name in half of the cases, any in the others. */
    private String called(int thing, long number) {
        List<String> names = pairs.names(thing);
        int drawn = new Stream(seed, number, NAME).below(2 * names.size());
        return names.get(drawn < names.size() ? 0 : drawn - names.size());
    }
}
