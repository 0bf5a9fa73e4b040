package dev.assay.local;

import dev.assay.graph.FileHash;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Parts;
import dev.assay.reference.pixart.Pixart;
import dev.assay.reference.pixart.PixartGroup;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which encoded texts a model is given. */
final class TextOptions {
    private static final String NO_TEXT = "--no-text";
    private static final List<String> NULL_CAPTIONS = List.of(Pixart.NULL_CAPTION, "caption_projection.y_embedding");

    @Option(
            names = "--texts",
            split = ",",
            paramLabel = "FILE.npz",
            description = {
                "Texts from 'assay models encode', for models of texts. Of Stable Diffusion 3 the three archives of",
                "CLIP-L, CLIP-G and T5: l.npz,g.npz,t5.npz."
            })
    private List<Path> texts = List.of();

    @Option(
            names = NO_TEXT,
            split = ",",
            paramLabel = "FILE.npz",
            description = {
                "Likewise the one text that stands for none in guidance, as a rule the empty one (default: the caption",
                "that PixArt's checkpoint stores for it, with the mask of each text)."
            })
    private List<Path> noText = List.of();

    boolean given() {
        return !texts.isEmpty();
    }

    /** What was named, for a result. */
    Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>();
        if (!texts.isEmpty()) {
            identity.put("texts", sha256(texts));
        }
        if (!noText.isEmpty()) {
            identity.put("no-text", sha256(noText));
        }
        return identity;
    }

    private static String sha256(List<Path> files) {
        return "%s sha256 %s"
                .formatted(
                        String.join(
                                ",",
                                files.stream()
                                        .map(f -> f.getFileName().toString())
                                        .toList()),
                        FileHash.sha256(files));
    }

    /** The texts, with what stands for none where there is {@code --no-text}. */
    EncodedTexts read(Model model) {
        if (texts.isEmpty()) {
            throw new AssayException(
                    model.name(),
                    "its images follow texts",
                    "texts are given as arrays",
                    "add --texts with what 'assay models encode' wrote");
        }
        DiffusionNetwork net = model.diffusionNetwork();
        List<Port> ports = Conditions.ports(net);
        EncodedTexts read = EncodedTexts.read(ports, texts, size(model));
        if (noText.isEmpty()) {
            return read;
        }
        List<String> told = ports.stream().map(Port::name).filter(net::hasNone).toList();
        return read.withNone(EncodedTexts.read(ports, noText, size(model)), told);
    }

    /** The texts for guidance: where nothing stands for none yet, it is what the checkpoint stores. */
    EncodedTexts guided(EncodedTexts read, ModelWeights weights) {
        if (!read.none().isEmpty()) {
            return read;
        }
        Optional<float[]> stored = read.texts().containsKey("caption")
                ? NULL_CAPTIONS.stream()
                        .flatMap(name -> weights.stored(name).stream())
                        .findFirst()
                : Optional.empty();
        float[] caption = stored.orElseThrow(() -> new AssayException(
                "guidance",
                "nothing stands for no text",
                "it is given as an encoded text, or stored in PixArt's original checkpoint",
                "add --no-text with an encoded empty text, or --guidance 1"));
        int wanted = read.texts().get("caption").rows().get(0).length;
        if (caption.length != wanted) {
            throw new AssayException(
                    Pixart.NULL_CAPTION,
                    "%d numbers".formatted(caption.length),
                    "captions have %d".formatted(wanted),
                    "add --no-text with an encoded empty text");
        }
        return read.withStored(caption);
    }

    /** What PixArt is told of an image's size: its own in pixels, and that ratio. */
    private static Map<String, float[]> size(Model model) {
        DiffusionNetwork net = model.diffusionNetwork();
        if (!(net instanceof Pixart) && !(net instanceof PixartGroup)) {
            return Map.of();
        }
        Shape image =
                net instanceof GroupNetwork group ? group.members().images().get(0) : net.image();
        int rows = image.dim(1);
        int columns = image.dim(2);
        int factor = model.hasLatents() ? Parts.autoencoder(model).factor() : 1;
        return Map.of(
                "csize", new float[] {rows * factor, columns * factor}, "ar", new float[] {(float) rows / columns});
    }
}
