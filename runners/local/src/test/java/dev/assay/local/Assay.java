package dev.assay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** One command line run inside the tests' own process, as the launcher would run it. */
final class Assay {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Never the user's own folder: weights imported there would change which extractor is the default.
        System.setProperty("assay.home", Path.of("target", "assay-home").toString());
    }

    /** What a command left behind. */
    record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The result but for what may differ between equal runs. */
        String withoutTimings() {
            return ((ObjectNode) json()).without("timings").toPrettyString();
        }

        /** The value of a score by its id. */
        double score(String id) {
            for (JsonNode score : json().get("scores")) {
                if (score.get("id").asText().equals(id)) {
                    return score.get("value").asDouble();
                }
            }
            throw new AssertionError("no score " + id + " in " + out);
        }
    }

    private Assay() {}

    /** Arguments may be paths, numbers or words. */
    static Ran run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new),
                new PrintWriter(out),
                new PrintWriter(err));
        return new Ran(code, out.toString(), err.toString());
    }

    /** {@code evaluate --json} of one set against another. */
    static Ran evaluate(Path generated, Path reference, Object... options) {
        Object[] fixed = {"evaluate", "--generated", generated, "--reference", reference, "--json"};
        Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        return run(all);
    }

    /** Values that the original tools gave; the file names their versions. */
    static JsonNode golden(String file) {
        try (InputStream in = Assay.class.getResourceAsStream("/golden/" + file)) {
            return JSON.readTree(in).get("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
