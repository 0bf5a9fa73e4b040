package dev.assay.local;

import dev.assay.graph.FileHash;
import dev.assay.graph.Network;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Generator;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.reference.weights.WeightFile;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which weights a model has, and its autoencoder if it makes latents. */
final class WeightOptions {
    /** The option for layouts that a checkpoint does not tell apart. */
    static final String LAYOUT = "--layout";

    private static final String AUTOENCODER = "--autoencoder-weights";

    @Option(
            names = {"-w", "--weights"},
            paramLabel = "FILE|random:SEED|hash",
            description = {
                "A checkpoint (.pth, .pt, .safetensors, .npz, or the index of several .safetensors, or a folder with",
                "one), random:SEED for the weights before training, or hash for those that follow from names alone."
            })
    private String weights;

    @Option(
            names = "--dictionary",
            paramLabel = "NAME",
            description = {
                "Which dictionary of the checkpoint to take, such as ema or model; . for the whole file",
                "(default: averaged weights where there are some)."
            })
    private String dictionary;

    @Option(
            names = LAYOUT,
            paramLabel = "NAME",
            description =
                    "How the checkpoint names and orders its tensors, where it does not tell: an error names the choices.")
    private String layout;

    @Option(
            names = AUTOENCODER,
            paramLabel = "FILE|random:SEED|hash",
            description = "The same for the autoencoder of a model that makes latents.")
    private String autoencoder;

    /** The files that are read: what must not be written over. */
    Path[] files() {
        return Stream.of(Optional.ofNullable(weights), Optional.ofNullable(autoencoder))
                .flatMap(Optional::stream)
                .flatMap(named -> ModelWeights.path(named).stream())
                .toArray(Path[]::new);
    }

    /** What was named, for a result: the SHA-256 of a file, or the rule that gives the values. */
    Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>();
        Optional.ofNullable(weights).ifPresent(named -> identity.put("network", identity(named)));
        Optional.ofNullable(dictionary).ifPresent(named -> identity.put("dictionary", named));
        Optional.ofNullable(layout).ifPresent(named -> identity.put("layout", named));
        Optional.ofNullable(autoencoder).ifPresent(named -> identity.put("autoencoder", identity(named)));
        return identity;
    }

    private static String identity(String named) {
        return ModelWeights.path(named)
                .map(file -> "%s sha256 %s".formatted(file.getFileName(), FileHash.sha256(WeightFile.files(file))))
                .orElse(named);
    }

    /** The weights of a part; those of encoder and decoder are the autoencoder's and named by either option. */
    ModelWeights open(Model model, Part part) {
        return switch (part) {
            case NETWORK, DENOISER, EXTRACTOR -> own(parameters(model.network()));
            case ENCODER, DECODER -> {
                List<Parameter> parameters = parameters(Parts.of(model, part));
                yield autoencoder == null && weights != null ? own(parameters) : decoding(parameters);
            }
            case GENERATOR -> {
                ModelWeights network = own(parameters(model.network()));
                yield network.with(() -> decoding(parameters(Parts.of(model, Part.DECODER))), Generator::weights);
            }
        };
    }

    /** The weights of what makes pixels beside a denoiser. */
    ModelWeights openDecoder(Model model) {
        return decoding(parameters(Parts.of(model, Part.DECODER)));
    }

    private static List<Parameter> parameters(Network network) {
        return ShapeBackend.describe(network).parameters();
    }

    private ModelWeights own(List<Parameter> parameters) {
        return ModelWeights.open(
                given("--weights", weights), Optional.ofNullable(dictionary), Optional.ofNullable(layout), parameters);
    }

    private ModelWeights decoding(List<Parameter> parameters) {
        return parameters.isEmpty()
                ? ModelWeights.NONE
                : ModelWeights.open(given(AUTOENCODER, autoencoder), Optional.empty(), Optional.empty(), parameters);
    }

    private static String given(String option, String named) {
        if (named == null) {
            throw new AssayException(
                    option, "it is missing", "a checkpoint, random:SEED or hash is needed", "add the option");
        }
        return named;
    }
}
