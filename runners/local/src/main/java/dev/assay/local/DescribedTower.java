package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.FileHash;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.metrics.group.Embedding;
import dev.assay.reference.text.TokenRule;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.text.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A text tower of an ONNX file, a vocabulary and a descriptor beside them. */
final class DescribedTower implements TextTower {
    /** Vocabularies and texts of small networks; longer files are refused. */
    private static final long MOST_VOCABULARY_BYTES = 16L << 20;

    private static final int MOST_TOKENS = 4096;
    private static final String JSON = ".json";

    private final Descriptor descriptor;
    private final Tokens tokens;
    private final OnnxSession session;

    private DescribedTower(Descriptor descriptor, Tokens tokens, OnnxSession session) {
        this.descriptor = descriptor;
        this.tokens = tokens;
        this.session = session;
    }

    /**
     * What an ONNX file needs to know to be a text tower: a YAML file beside it with these keys.
     *
     * @param tower name that scores carry
     * @param onnx the ONNX file, in the folder of the descriptor
     * @param sha256 of it, followed by {@code <onnx>.data} where its weights lie beside it; lower-case hex
     * @param vocabulary a {@code .json} file is a tokenizer.json; any other has a word a line: line i, from 0, is token i +
     *     2; 0 is padding, 1 an unknown word
     * @param vocabularySha256 of that file
     * @param length tokens of a text, cut or padded
     * @param padding the token after the end of a text
     * @param input name of the input, int64 [N,length]
     * @param output name of the output, float32 [N,D]
     * @param extractor name of the image extractor it was trained with
     * @param tap of that extractor, [N,D] in the same space
     * @param about one sentence for people
     */
    record Descriptor(
            String tower,
            String onnx,
            String sha256,
            String vocabulary,
            String vocabularySha256,
            int length,
            int padding,
            String input,
            String output,
            String extractor,
            String tap,
            String about) {
        Descriptor {
            check(tower, tower.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"), "tower", tower, "a short name");
            check(tower, plain(onnx), "onnx", onnx, "a file in this folder");
            check(tower, plain(vocabulary), "vocabulary", vocabulary, "a file in this folder");
            check(tower, length >= 1 && length <= MOST_TOKENS, "length", length, "from 1 to " + MOST_TOKENS);
            boolean kept = padding == Words.PADDING || (padding > 0 && vocabulary.endsWith(JSON));
            check(tower, kept, "padding", padding, "0 for words, a token for a tokenizer");
        }

        private static boolean plain(String file) {
            return file.matches("[^/\\\\]+") && !file.startsWith(".");
        }

        private static void check(String tower, boolean good, String key, Object found, String allowed) {
            if (!good) {
                throw new AssayException(
                        "text tower " + tower + ", " + key, "it is " + found, "it must be " + allowed, "correct it");
            }
        }

        /** Reads a descriptor. */
        static Descriptor read(Path file) {
            if (!Files.isRegularFile(file)) {
                throw new AssayException(
                        file.toString(),
                        "there is no such file",
                        "a text tower is a YAML file beside an ONNX file and a vocabulary",
                        "check the path");
            }
            return Json.readYaml(file, Descriptor.class);
        }

        /** All that determines the embedding of a text. */
        Map<String, String> identity() {
            Map<String, String> identity = new TreeMap<>();
            identity.put("sha256", sha256);
            identity.put("vocabulary_sha256", vocabularySha256);
            identity.put("length", Integer.toString(length));
            identity.put("padding", Integer.toString(padding));
            identity.put("output", output);
            identity.put("extractor", extractor);
            identity.put("tap", tap);
            return identity;
        }
    }

    /** Opens the tower of a YAML descriptor, after comparing both files with their hashes. */
    static DescribedTower open(Path file, SessionOptions options) {
        Descriptor descriptor = Descriptor.read(file);
        Path onnx = file.resolveSibling(descriptor.onnx());
        Path vocabulary = file.resolveSibling(descriptor.vocabulary());
        List<Path> network = new ArrayList<>(List.of(onnx));
        Path data = onnx.resolveSibling(descriptor.onnx() + ".data");
        if (Files.isRegularFile(data)) {
            network.add(data);
        }
        verify(network, descriptor.sha256(), descriptor);
        verify(List.of(vocabulary), descriptor.vocabularySha256(), descriptor);
        Tokens tokens = tokens(descriptor, vocabulary);
        boolean opened = false;
        try {
            OnnxSession session = OnnxSession.open(onnx, options);
            opened = true;
            return new DescribedTower(descriptor, tokens, session);
        } finally {
            if (!opened) {
                tokens.close();
            }
        }
    }

    /** What makes tokens of a text, as many as the tower takes. */
    private interface Tokens extends AutoCloseable {
        long[] of(String text);

        @Override
        default void close() {}
    }

    /** Tokens by a {@code tokenizer.json}. */
    private record Tokenized(Tokenizer tokenizer, TokenRule rule) implements Tokens {
        @Override
        public long[] of(String text) {
            return tokenizer.tokens(text, rule).ids();
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }

    private static Tokens tokens(Descriptor descriptor, Path vocabulary) {
        if (descriptor.vocabulary().endsWith(JSON)) {
            int length = descriptor.length();
            return new Tokenized(Tokenizer.open(vocabulary), new TokenRule(length, length, descriptor.padding()));
        }
        Words words = new Words(lines(vocabulary));
        return text -> words.tokens(text, descriptor.length());
    }

    private static void verify(List<Path> files, String wanted, Descriptor descriptor) {
        Path first = files.get(0);
        if (!Files.isRegularFile(first)) {
            throw new AssayException(
                    first.toString(),
                    "there is no such file",
                    "it lies beside the descriptor of text tower " + descriptor.tower(),
                    "export the tower again");
        }
        String found = FileHash.sha256(files);
        if (!found.equals(wanted)) {
            throw new AssayException(
                    first.toString(),
                    "its SHA-256 is " + found,
                    "text tower " + descriptor.tower() + " says " + wanted,
                    "export the tower again, or correct its descriptor if you changed the file on purpose");
        }
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MOST_VOCABULARY_BYTES) {
                throw new AssayException(
                        file.toString(),
                        Files.size(file) + " bytes",
                        "a vocabulary may have " + MOST_VOCABULARY_BYTES,
                        "use a smaller one");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read: " + AssayException.reason(e),
                    "a vocabulary is UTF-8 text, a word a line",
                    "check the file",
                    e);
        }
    }

    @Override
    public String name() {
        return descriptor.tower();
    }

    @Override
    public String extractor() {
        return descriptor.extractor();
    }

    @Override
    public String tap() {
        return descriptor.tap();
    }

    @Override
    public Map<String, String> identity() {
        return descriptor.identity();
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        int length = descriptor.length();
        long[] all = new long[Math.multiplyExact(texts.size(), length)];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(tokens.of(texts.get(i)), 0, all, i * length, length);
        }
        float[] values = session.runFloats(
                        Map.of(descriptor.input(), new Array.Longs(all, texts.size(), length)), descriptor.output())
                .get(descriptor.output());
        if (values.length == 0 || values.length % texts.size() != 0) {
            throw new AssayException(
                    "text tower " + descriptor.tower(),
                    "%d values for %d texts".formatted(values.length, texts.size()),
                    "an output has equally many values for each text",
                    "name another output");
        }
        int width = values.length / texts.size();
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            embeddings.add(Embedding.of(Arrays.copyOfRange(values, i * width, (i + 1) * width)));
        }
        return embeddings;
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            tokens.close();
        }
    }
}
