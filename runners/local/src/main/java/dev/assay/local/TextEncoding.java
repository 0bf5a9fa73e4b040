package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.model.Model;
import dev.assay.reference.text.ClipText;
import dev.assay.reference.text.T5Encoder;
import dev.assay.reference.text.TokenRule.Tokens;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that an encoder is going to encode.
 *
 * @param model an encoder of texts of their length
 * @param texts all equally long, their tokens known to the encoder
 */
record TextEncoding(Model model, List<Tokens> texts) {
    /** Fits an encoder to texts, or says why it cannot be. T5 takes any length, CLIP has its own. */
    static TextEncoding of(Model named, List<Tokens> texts) {
        int length = texts.get(0).ids().length;
        for (Tokens text : texts) {
            if (text.ids().length != length) {
                throw new AssayException(
                        named.name(),
                        "texts of %d and of %d tokens".formatted(length, text.ids().length),
                        "all texts of a run are equally long",
                        "encode them one by one, or by a rule with one length");
            }
        }
        if (named.network() instanceof T5Encoder t5) {
            checkTokens(named.name(), texts, t5.vocabulary());
            return new TextEncoding(new Model(named.config(), t5.withLength(length)), texts);
        }
        if (named.network() instanceof ClipText clip) {
            checkTokens(named.name(), texts, clip.vocabulary());
            if (clip.length() != length) {
                throw new AssayException(
                        named.name(),
                        "texts of %d tokens".formatted(length),
                        "it takes %d".formatted(clip.length()),
                        "choose another rule");
            }
            return new TextEncoding(named, texts);
        }
        throw new AssayException(
                named.name(),
                "family '%s' encodes no texts".formatted(named.config().family()),
                "a network of the family clip-text or t5-encoder is needed",
                "choose another model; 'assay models list' shows them");
    }

    private static void checkTokens(String name, List<Tokens> texts, int vocabulary) {
        for (Tokens text : texts) {
            long largest = Arrays.stream(text.ids()).max().orElse(0);
            if (largest >= vocabulary) {
                throw new AssayException(
                        name,
                        "token " + largest,
                        "it knows %d tokens".formatted(vocabulary),
                        "choose the tokenizer and the rule that it was trained with");
            }
        }
    }

    /** Tokens of each text. */
    int length() {
        return texts.get(0).ids().length;
    }

    /** The tokens, and all outputs of the encoder, each [texts,...]. */
    Map<String, Array> run(OnnxSession session, int batch) {
        Map<String, Array> all = new LinkedHashMap<>(tokens(0, texts.size()));
        Map<String, float[]> joined = new LinkedHashMap<>();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (int from = 0; from < texts.size(); from += batch) {
            int start = from;
            int count = Math.min(batch, texts.size() - from);
            Map<String, Array> inputs = tokens(from, count);
            inputs.keySet()
                    .retainAll(session.inputs().stream().map(p -> p.name()).toList());
            session.run(inputs).forEach((name, array) -> {
                float[] part = ((Array.Floats) array).values();
                float[] whole = joined.computeIfAbsent(
                        name, n -> new float[Math.multiplyExact(part.length / count, texts.size())]);
                System.arraycopy(part, 0, whole, start * (part.length / count), part.length);
                shapes.computeIfAbsent(name, n -> array.shape().clone())[0] = texts.size();
            });
        }
        joined.forEach((name, values) -> all.put(name, new Array.Floats(values, shapes.get(name))));
        return all;
    }

    private Map<String, Array> tokens(int from, int count) {
        long[] ids = new long[count * length()];
        long[] mask = new long[count * length()];
        for (int i = 0; i < count; i++) {
            System.arraycopy(texts.get(from + i).ids(), 0, ids, i * length(), length());
            System.arraycopy(texts.get(from + i).mask(), 0, mask, i * length(), length());
        }
        Map<String, Array> tokens = new LinkedHashMap<>();
        tokens.put(T5Encoder.IDS, new Array.Longs(ids, count, length()));
        tokens.put(T5Encoder.MASK, new Array.Longs(mask, count, length()));
        return tokens;
    }
}
