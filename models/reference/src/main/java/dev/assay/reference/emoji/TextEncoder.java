package dev.assay.reference.emoji;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.text.Words;
import java.util.List;
import java.util.Map;

/** Descriptions to embeddings, which {@link #cosine} compares with the tap {@code embedding} of a picture. */
public final class TextEncoder implements AutoCloseable {
    private final Words words;
    private final int length;
    private final OnnxSession session;

    TextEncoder(Words words, int length, OnnxSession session) {
        this.words = words;
        this.length = length;
        this.session = session;
    }

    /** What it knows; other words count as one that says nothing. */
    public Words words() {
        return words;
    }

    /** Words of a description that are read; more are left out. */
    public int length() {
        return length;
    }

    /**
     * The embeddings of descriptions, each of length 1, one after another. They are computed one by one, so that none
     * depends on the others even in its last bits.
     */
    public float[] embed(List<String> descriptions) {
        List<float[]> rows = descriptions.stream().map(this::embed).toList();
        float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    /** The embedding of a description, of length 1. */
    public float[] embed(String description) {
        Array tokens = new Array.Longs(words.tokens(description, length), 1, length);
        return session.runFloats(Map.of(EmojiTowers.TOKENS, tokens), EmojiTowers.TEXT)
                .get(EmojiTowers.TEXT);
    }

    /**
     * The cosine of two rows, -1 to 1.
     *
     * @param a embeddings one after another, and {@code b} others
     * @param i the row of a, and {@code j} that of b
     * @param width numbers of a row
     */
    public static double cosine(float[] a, int i, float[] b, int j, int width) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int k = 0; k < width; k++) {
            double x = a[i * width + k];
            double y = b[j * width + k];
            product += x * y;
            squareA += x * x;
            squareB += y * y;
        }
        return product / Math.sqrt(squareA * squareB);
    }

    @Override
    public void close() {
        session.close();
    }
}
