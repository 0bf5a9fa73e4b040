package dev.assay.spec.groups;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * About how many tokens a text has, from above for plain English. No tokenizer of a big encoder is shipped, so words are
 * taken apart by length: byte-pair vocabularies hold most words of up to seven letters whole, T5's smaller one those of up
 * to five; each begun four letters more count one. Digits and punctuation marks count one each. Long common words are
 * counted too high, rare short names may be counted too low.
 */
public final class TokenEstimate {
    /** Tokens that CLIP's text encoders take, both ends included. */
    public static final int CLIP_LIMIT = 77;

    /** Tokens that PixArt-alpha feeds from T5; SD3 takes 77 to 256. */
    public static final int T5_LIMIT = 120;

    private static final Pattern PIECE = Pattern.compile("\\p{L}+|\\d|[^\\s\\p{L}\\d]");
    private static final int MORE = 4;

    private TokenEstimate() {}

    /** Tokens of CLIP's byte-pair encoding, with the marks of beginning and end. */
    public static int clip(String text) {
        return 2 + count(text, 7);
    }

    /** Tokens of T5's vocabulary, with the mark of the end. */
    public static int t5(String text) {
        return 1 + count(text, 5);
    }

    /** Words, separated by spaces. */
    public static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }

    private static int count(String text, int whole) {
        int count = 0;
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            int over = Math.max(0, piece.end() - piece.start() - whole);
            count += 1 + (over + MORE - 1) / MORE;
        }
        return count;
    }
}
