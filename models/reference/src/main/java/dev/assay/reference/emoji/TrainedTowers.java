package dev.assay.reference.emoji;

import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.Extractor;
import dev.assay.reference.model.Models;
import dev.assay.reference.text.Words;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The towers that are part of Assay, trained as {@code models/reference/trained/assay-emoji-v1} says: the feature extractor
 * {@link #NAME} and the encoder of descriptions that goes with it.
 *
 * @param network both towers
 * @param words of descriptions
 * @param weights of both towers
 */
public record TrainedTowers(EmojiTowers network, Words words, Weights weights) {
    /** The name of the preset, and of the extractor in scores. */
    public static final String NAME = "assay-emoji-v1";

    private static final String FOLDER = "/dev/assay/reference/trained/" + NAME + "/";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String VOCABULARY = "vocabulary.txt";
    private static final String CHECKSUMS = "SHA256SUMS";

    /** Grey levels from the middle to either end. */
    private static final double HALF = 127.5;

    /** Reads them, after comparing their checksums. */
    public static TrainedTowers load() {
        EmojiTowers network = (EmojiTowers) Models.named(NAME).network();
        byte[] sums = read(CHECKSUMS);
        Words words = new Words(new String(verified(VOCABULARY, sums), StandardCharsets.UTF_8)
                .lines()
                .toList());
        if (words.tokens() != network.tokens()) {
            throw broken(VOCABULARY, "it has %d tokens, the network %d".formatted(words.tokens(), network.tokens()));
        }
        return new TrainedTowers(network, words, weights(network, verified(WEIGHTS, sums)));
    }

    private static byte[] read(String file) {
        try (InputStream in = TrainedTowers.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw broken(file, "it is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a file that are those of its line {@code hash  name} in the list. */
    static byte[] verified(String file, byte[] bytes, byte[] sums) {
        String line = Json.sha256(bytes) + "  " + file;
        if (new String(sums, StandardCharsets.UTF_8).lines().noneMatch(line::equals)) {
            throw broken(file, "its SHA-256 is not that of " + CHECKSUMS);
        }
        return bytes;
    }

    private static byte[] verified(String file, byte[] sums) {
        return verified(file, read(file), sums);
    }

    private static AssayException broken(String file, String found) {
        return new AssayException(
                NAME + "/" + file,
                found,
                "it is part of Assay and must be as it was trained",
                "build Assay again from a complete checkout");
    }

    /** All values in memory: a few megabytes. */
    private static Weights weights(EmojiTowers network, byte[] file) {
        return inFolder(folder -> {
            Path written = Files.write(folder.resolve(WEIGHTS), file);
            Map<String, float[]> values = new HashMap<>();
            try (Checkpoint checkpoint = Checkpoint.open(written)) {
                MatchedWeights matched = MatchedWeights.match(
                        checkpoint, ShapeBackend.describe(network).parameters());
                ShapeBackend.describe(network)
                        .parameters()
                        .forEach(p -> values.put(p.name(), matched.tensor(p.name(), p.shape())));
            }
            return (name, shape) -> values.get(name);
        });
    }

    /** Does something in a folder that is gone afterwards. */
    private static <T> T inFolder(Work<T> work) {
        try {
            Path folder = Files.createTempDirectory("assay-towers");
            try {
                return work.in(folder);
            } finally {
                try (var files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new AssayException(
                    System.getProperty("java.io.tmpdir"),
                    "cannot be written: " + AssayException.reason(e),
                    "the folder for temporary files must be writable and have room",
                    "free some space, or choose another with ASSAY_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                    e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Path folder) throws IOException;
    }

    /**
     * The tower of pictures as a feature extractor: {@code features} for distances of distributions, {@code logits} for class
     * scores, {@code embedding} to compare with a description and {@code identity} with a picture in another style.
     */
    public Extractor extractor() {
        Map<String, String> taps = new LinkedHashMap<>();
        for (String output :
                List.of(EmojiTowers.FEATURES, EmojiTowers.LOGITS, EmojiTowers.EMBEDDING, EmojiTowers.IDENTITY)) {
            taps.put(output, output);
        }
        return new Extractor(
                NAME,
                network.image(),
                network.size(),
                network.size(),
                "antialias-bilinear",
                List.of(HALF, HALF, HALF),
                List.of(HALF, HALF, HALF),
                taps,
                "trained on the embedded emoji, split train; part of Assay");
    }

    /** Writes {@link #extractor} into a folder and gives the descriptor's path. */
    public Path exportImages(Path folder) {
        return extractor().export(weights, folder);
    }

    /** Opens the tower of descriptions. */
    public TextEncoder text(SessionOptions options) {
        return inFolder(folder -> {
            OnnxFile file =
                    OnnxFile.write(network.text(), weights, folder.resolve("text.onnx"), OnnxFile.Storage.INSIDE);
            return new TextEncoder(words, network.length(), OnnxSession.open(file.path(), options));
        });
    }
}
