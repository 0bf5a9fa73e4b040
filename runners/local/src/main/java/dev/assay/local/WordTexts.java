package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reference.text.Words;
import java.util.List;
import java.util.Map;

/**
 * Texts as words that the network itself knows; padding alone is no text.
 *
 * @param words the vocabulary that the network was trained with
 * @param length tokens of each text
 * @param prompts the texts
 */
record WordTexts(Words words, int length, List<String> prompts) implements Conditions {
    @Override
    public Map<String, Array> inputs(int[] numbers, boolean[] none) {
        long[] tokens = new long[numbers.length * length];
        for (int i = 0; i < numbers.length; i++) {
            if (!none[i]) {
                long[] text = words.tokens(prompts.get(numbers[i]), length);
                System.arraycopy(text, 0, tokens, i * length, length);
            }
        }
        return Map.of(WordGroup.TOKENS, new Array.Longs(tokens, numbers.length, length));
    }
}
