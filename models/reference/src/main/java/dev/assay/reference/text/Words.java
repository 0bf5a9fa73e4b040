package dev.assay.reference.text;

import dev.assay.spec.AssayException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A vocabulary of whole words, for small models that learn their own text encoder. A word is a run of letters and digits
 * in lower case; everything else parts words.
 */
public final class Words {
    /** The token after the end of a text. */
    public static final int PADDING = 0;

    /** The token of a word that is not in the vocabulary. */
    public static final int UNKNOWN = 1;

    private static final int FIRST = 2;

    private final List<String> vocabulary;
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Word i of the list is token i + 2. */
    public Words(List<String> vocabulary) {
        this.vocabulary = List.copyOf(vocabulary);
        for (String word : this.vocabulary) {
            if (!split(word).equals(List.of(word)) || numbers.put(word, FIRST + numbers.size()) != null) {
                throw new AssayException(
                        "vocabulary",
                        "'" + word + "' is no single new word",
                        "each line is one word of lower-case letters and digits",
                        "correct the list");
            }
        }
    }

    /** The words of the list. */
    public List<String> vocabulary() {
        return vocabulary;
    }

    /** How many tokens there are: one more than the largest. */
    public int tokens() {
        return FIRST + vocabulary.size();
    }

    /** The words of a text in order. */
    public static List<String> split(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A text as {@code length} tokens: cut, or filled up with {@link #PADDING}. */
    public long[] tokens(String text, int length) {
        long[] tokens = new long[length];
        List<String> words = split(text);
        for (int i = 0; i < Math.min(length, words.size()); i++) {
            tokens[i] = numbers.getOrDefault(words.get(i), UNKNOWN);
        }
        return tokens;
    }
}
