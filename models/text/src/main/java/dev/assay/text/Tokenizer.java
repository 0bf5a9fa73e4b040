package dev.assay.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.assay.reference.text.TokenRule;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A tokenizer as its {@code tokenizer.json} describes it, run by Hugging Face's tokenizers. The file alone counts: what it
 * says about cutting and padding is left to a {@link TokenRule}, and no file beside it is read. Several threads may call it
 * at once; close it after the last.
 *
 * <p>The natives come from the class path and are unpacked into the folder that {@code DJL_CACHE_DIR} names, by default
 * {@code .djl.ai} in the user's home; nothing is fetched.
 */
public final class Tokenizer implements AutoCloseable {
    /** The name of the file in a folder of a published model. */
    public static final String FILE = "tokenizer.json";

    private static final long LARGEST = 64L << 20;

    /** Longer texts are no prompts. */
    private static final int LONGEST_TEXT = 100_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final String sha256;
    private final HuggingFaceTokenizer natives;

    private Tokenizer(String file, String sha256, HuggingFaceTokenizer natives) {
        this.file = file;
        this.sha256 = sha256;
        this.natives = natives;
    }

    /** Opens a {@code tokenizer.json}, or that in a folder. */
    public static Tokenizer open(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
        byte[] bytes = read(file);
        check(file, bytes);
        // Otherwise the engine looks for natives and for an address of a cloud in the network.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            Map<String, String> options = Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");
            HuggingFaceTokenizer natives = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), options);
            return new Tokenizer(file.toString(), Json.sha256(bytes), natives);
        } catch (LinkageError e) {
            throw absent(e);
        } catch (IOException | RuntimeException e) {
            throw refused(file, reason(e), e);
        }
    }

    private static byte[] read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                throw refused(file, "it has %d bytes".formatted(Files.size(file)), null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read (" + AssayException.reason(e) + ")",
                    "a %s is needed, or a folder with one".formatted(FILE),
                    "check the path; older models have other files, which transformers converts",
                    e);
        }
    }

    /** Token by token: a tree of a hostile file would be many times as large as the file. */
    private static void check(Path file, byte[] bytes) {
        boolean model = false;
        boolean ended = false;
        try (JsonParser parser = JSON.createParser(bytes)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw refused(file, "it is no JSON (something follows its end)", null);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                model |= depth == 2 && token == JsonToken.START_OBJECT && "model".equals(parser.currentName());
                ended = depth == 0;
            }
        } catch (IOException e) {
            throw refused(file, "it is no JSON (" + reason(e) + ")", e);
        }
        if (!model) {
            throw refused(file, "it has no section 'model'", null);
        }
    }

    private static AssayException refused(Path file, String found, Throwable cause) {
        String rule = "a %s of Hugging Face's tokenizers of at most %d MiB is needed".formatted(FILE, LARGEST >> 20);
        return cause == null
                ? new AssayException(file.toString(), found, rule, "fetch it again")
                : new AssayException(file.toString(), found, rule, "fetch it again", cause);
    }

    private static AssayException absent(Throwable cause) {
        return new AssayException(
                "natives of tokenizers",
                "they do not start (" + reason(cause) + ")",
                "there are some for Linux and macOS and for 64-bit Windows, and they need 20 MB in the cache folder",
                "free some space, or set DJL_CACHE_DIR to a folder that has it",
                cause);
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
        return text.substring(0, Math.min(text.length(), 200));
    }

    /** SHA-256 of the file, lower-case hex. */
    public String sha256() {
        return sha256;
    }

    /** All tokens of a text, with those that the tokenizer puts at its start and end. */
    public long[] ids(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new AssayException(
                    file,
                    "a text of %d characters".formatted(text.length()),
                    "texts have at most " + LONGEST_TEXT,
                    "shorten it");
        }
        try {
            return natives.encode(text).getIds();
        } catch (RuntimeException e) {
            throw new AssayException(
                    file,
                    "a text cannot be split (" + reason(e) + ")",
                    "the tokenizer must know its characters or have a token for unknown ones",
                    "choose another tokenizer or text",
                    e);
        }
    }

    /** A text as an encoder takes it. */
    public TokenRule.Tokens tokens(String text, TokenRule rule) {
        return rule.apply(ids(text));
    }

    @Override
    public void close() {
        natives.close();
    }
}
