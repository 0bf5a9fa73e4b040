package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import dev.assay.metrics.ExtractorDescriptor;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.reference.Pixels;
import dev.assay.reference.emoji.TrainedTowers;
import dev.assay.reference.inception.InceptionExtractor;
import dev.assay.reference.inception.InceptionWeights;
import dev.assay.reference.weights.WeightFile;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import dev.assay.spec.Preset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Feature extractors by name: the embedded ones, the Inception network of imported weights, or a user's ONNX file. */
final class Extractors {
    /** The embedded extractor that needs no weights. */
    static final String PIXELS = "pixels-16";

    /** Those that are always there. */
    private static final List<String> EMBEDDED = List.of(PIXELS, TrainedTowers.NAME);

    private static final int PIXELS_SIDE = 16;

    private Extractors() {}

    /** The extractor that options and preset ask for. */
    static FeatureExtractor open(ExtractorOptions options, Preset preset, Device device) {
        SessionOptions session = new SessionOptions(1, device);
        Optional<Path> weights = options.weights().or(() -> InceptionWeights.find(Home.weights()));
        String name = options.name().orElse(weights.isPresent() ? InceptionExtractor.NAME : PIXELS);
        if (isDescriptor(name)) {
            return FeatureExtractor.open(Path.of(name), session);
        }
        if (name.equals(InceptionExtractor.NAME)) {
            Path file = weights.orElseThrow(() -> InceptionWeights.absent(Home.weights()));
            return FeatureExtractor.open(inception(file, preset), session);
        }
        if (EMBEDDED.contains(name)) {
            return embedded(name, device);
        }
        throw Names.unknown(
                "extractor", name, List.of(InceptionExtractor.NAME, PIXELS, TrainedTowers.NAME, "a .yaml file"));
    }

    private static boolean isDescriptor(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** What scores call the extractor that the user chose, where one was chosen. */
    static Optional<String> label(ExtractorOptions options) {
        return options.name()
                .map(name -> isDescriptor(name)
                        ? ExtractorDescriptor.read(Path.of(name)).extractor()
                        : name);
    }

    /** An extractor that suites may name: one that is always there. */
    static FeatureExtractor embedded(String name, Device device) {
        if (!EMBEDDED.contains(name)) {
            throw Names.unknown("embedded extractor", name, EMBEDDED);
        }
        return name.equals(PIXELS) ? pixels(device) : made(device, TrainedTowers.load()::exportImages);
    }

    static FeatureExtractor pixels(Device device) {
        return made(device, folder -> Pixels.export(PIXELS_SIDE, folder));
    }

    /** Made anew each time in a folder of its own, so that it needs no home and no other process is in the way. */
    private static FeatureExtractor made(Device device, UnaryOperator<Path> export) {
        try (Scratch scratch = Scratch.open("assay-extractor")) {
            return FeatureExtractor.open(export.apply(scratch.folder()), new SessionOptions(1, device));
        }
    }

    /** Tells people why the CPU is used where a GPU was allowed. */
    static void tell(FeatureExtractor extractor, PrintWriter messages) {
        if (!extractor.note().isEmpty()) {
            messages.println(extractor.name() + ": " + extractor.note());
        }
    }

    /**
     * The descriptor of the Inception network with these weights as the preset feeds it, made once for each file and
     * preprocessing.
     */
    static Path inception(Path weights, Preset preset) {
        if (!Files.isRegularFile(weights)) {
            throw InceptionWeights.absent(weights);
        }
        String sha256 = WeightFile.verify(weights);
        Path folder = Home.extractors()
                .resolve("inception-%s-%s-%s-%s"
                        .formatted(sha256.substring(0, 16), preset.resize(), preset.inputMean(), preset.inputScale()));
        Optional<Path> made = descriptor(folder);
        if (made.isPresent()) {
            return made.get();
        }
        try (InceptionWeights opened = InceptionWeights.open(weights)) {
            return InceptionExtractor.export(opened, preset.resize(), preset.inputMean(), preset.inputScale(), folder);
        }
    }

    /** The descriptor is written last, so a folder with one is complete. */
    private static Optional<Path> descriptor(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(folder, "[!.]*.yaml")) {
            var found = files.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (IOException e) {
            throw new AssayException(
                    folder.toString(),
                    "cannot be read: " + AssayException.reason(e),
                    "it must be readable",
                    "check its rights",
                    e);
        }
    }

    /** Copies verified weights to where later commands look; gives the copy's path. */
    static Path importWeights(Path file) {
        try (InceptionWeights opened = InceptionWeights.open(file)) {
            Path kept = Home.weights().resolve(keptName(opened));
            Files.createDirectories(Home.weights());
            Path partial = Files.createTempFile(Home.weights(), ".assay", ".partial");
            try {
                Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
            return kept;
        } catch (IOException e) {
            throw new AssayException(
                    Home.weights().toString(),
                    "cannot be written: " + AssayException.reason(e),
                    "it must be writable and have room",
                    "free some space or set ASSAY_HOME to another folder",
                    e);
        }
    }

    private static String keptName(InceptionWeights weights) {
        return InceptionWeights.FILES.stream()
                .filter(weights.file()::equals)
                .findFirst()
                .orElseThrow(() -> new AssayException(
                        weights.file(),
                        "not a name under which the weights are published",
                        "there are " + String.join(", ", InceptionWeights.FILES),
                        "give the file its published name, or use it in place with --weights"));
    }

    static String describeWeights() {
        return InceptionWeights.find(Home.weights())
                .map(file -> "inception: " + file)
                .orElse("inception: none imported; scores use " + PIXELS);
    }
}
