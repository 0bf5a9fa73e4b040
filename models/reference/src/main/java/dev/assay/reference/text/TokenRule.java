package dev.assay.reference.text;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the tokens of a text become the fixed number that an encoder takes. A text that is too long is cut and keeps its last
 * token, which ends it; a shorter one is filled up.
 *
 * @param least tokens that a text has at least
 * @param most tokens that it has at most
 * @param padding the token after the end
 */
public record TokenRule(int least, int most, long padding) {
    private static final int CLIP_TOKENS = 77;
    private static final int PIXART_TOKENS = 120;
    private static final int SD3_TOKENS = 256;
    private static final int T5_MOST = 4096;

    /** The first text encoder of Stable Diffusion 3, and CLIP-L alone: filled up with the end of the text. */
    public static final TokenRule CLIP_L = new TokenRule(CLIP_TOKENS, CLIP_TOKENS, 49407);

    /** The second text encoder of Stable Diffusion 3, and CLIP-G alone. */
    public static final TokenRule CLIP_G = new TokenRule(CLIP_TOKENS, CLIP_TOKENS, 0);

    /** T5 for PixArt-alpha, which is also told the mask. */
    public static final TokenRule T5_PIXART = new TokenRule(PIXART_TOKENS, PIXART_TOKENS, 0);

    /** T5 for Stable Diffusion 3 as diffusers runs it. */
    public static final TokenRule T5_SD3 = new TokenRule(SD3_TOKENS, SD3_TOKENS, 0);

    /** T5 for Stable Diffusion 3 as its authors' code runs it: longer texts stay whole. */
    public static final TokenRule T5_SD3_REFERENCE = new TokenRule(CLIP_TOKENS, T5_MOST, 0);

    private static final Pattern LENGTH_AND_PADDING = Pattern.compile("(\\d{1,4}):(\\d{1,9})");

    private static final Map<String, TokenRule> BY_NAME = new TreeMap<>(Map.of(
            "clip-l", CLIP_L,
            "clip-g", CLIP_G,
            "t5-pixart", T5_PIXART,
            "t5-sd3", T5_SD3,
            "t5-sd3-reference", T5_SD3_REFERENCE));

    public TokenRule {
        if (least < 1 || most < least || most > T5_MOST || padding < 0) {
            throw new AssayException(
                    "token rule",
                    "%d to %d tokens, padding %d".formatted(least, most, padding),
                    "1 <= least <= most <= %d and padding is not negative".formatted(T5_MOST),
                    "correct it");
        }
    }

    /** The rule of that name, or of {@code 77:0} the one of 77 tokens and padding 0; others are answered with near ones. */
    public static TokenRule of(String name) {
        Matcher given = LENGTH_AND_PADDING.matcher(name);
        if (given.matches()) {
            int length = Integer.parseInt(given.group(1));
            return new TokenRule(length, length, Long.parseLong(given.group(2)));
        }
        if (!BY_NAME.containsKey(name)) {
            throw Names.unknown("token rule", name, BY_NAME.keySet());
        }
        return BY_NAME.get(name);
    }

    /**
     * A text for an encoder. The arrays are not copied, do not modify.
     *
     * @param ids the tokens
     * @param mask 1 for each token of the text, 0 for padding
     */
    public record Tokens(long[] ids, long[] mask) {}

    /**
     * Cuts a text or fills it up.
     *
     * @param text all its tokens, the last of which ends it; not empty
     */
    public Tokens apply(long[] text) {
        if (text.length == 0) {
            throw new AssayException(
                    "tokens of a text",
                    "there is none",
                    "encoders need the token that ends a text",
                    "choose a tokenizer that adds it");
        }
        int kept = Math.min(text.length, most);
        long[] ids = Arrays.copyOf(text, Math.max(kept, least));
        ids[kept - 1] = text[text.length - 1];
        Arrays.fill(ids, kept, ids.length, padding);
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 0, kept, 1);
        return new Tokens(ids, mask);
    }
}
