package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.reference.group.Members;
import dev.assay.reference.model.Latents;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.reference.vae.Moments;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** That of networks that make latents: the means of what the autoencoder makes of a picture, and its pictures of them. */
final class LatentCode implements PictureCode, AutoCloseable {
    private final Model model;
    private final WeightOptions weights;
    private final SessionOptions options;
    private final Path folder;
    private final int channels;
    private final int factor;
    private final Map<Members.Size, OnnxSession> encoders = new HashMap<>();
    private final Map<Members.Size, OnnxSession> decoders = new HashMap<>();

    /**
     * The autoencoder of a model.
     *
     * @param folder where exported networks go
     */
    LatentCode(Model model, WeightOptions weights, SessionOptions options, Path folder) {
        this.model = model;
        this.weights = weights;
        this.options = options;
        this.folder = folder;
        channels = Parts.autoencoder(model).latentChannels();
        factor = Parts.autoencoder(model).factor();
        weights.openDecoder(model).close();
    }

    @Override
    public float[] numbers(Image picture, Members.Size size) {
        OnnxSession encoder =
                encoders.computeIfAbsent(size, s -> open("encoder", s, Part.ENCODER, Parts.encoder(model, latent(s))));
        int height = size.height() * factor;
        int width = size.width() * factor;
        float[] pixels = TrainingEmoji.numbers(Fitted.to(picture, height, width));
        float[] moments = encoder.runFloats(Map.of("x", new Array.Floats(pixels, 1, 3, height, width)))
                .get("moments");
        Latents latents = model.latents();
        return new Moments(moments).sample(new float[moments.length / 2], latents.scale(), latents.shift());
    }

    @Override
    public Image picture(float[] numbers, Members.Size size) {
        OnnxSession decoder = decoders.computeIfAbsent(
                size, s -> open("decoder", s, Part.DECODER, Parts.decoder(model, true, latent(s))));
        Array.Floats z = new Array.Floats(numbers, 1, channels, size.height(), size.width());
        Array.Raw image = (Array.Raw) decoder.run(Map.of("z", z), "image").get("image");
        return new Image((int) image.shape()[1], (int) image.shape()[2], image.bytes());
    }

    private Shape latent(Members.Size size) {
        return Shape.of(channels, size.height(), size.width());
    }

    private OnnxSession open(String name, Members.Size size, Part part, Network network) {
        Path file = folder.resolve("%s-%d-%d.onnx".formatted(name, size.height(), size.width()));
        OnnxFile.Form form = options.device() == Device.CPU ? OnnxFile.Form.CPU : OnnxFile.Form.CUDA;
        try (ModelWeights opened = part == Part.DECODER ? weights.openDecoder(model) : weights.open(model, part)) {
            Exporting.write(
                    network,
                    opened.weights(),
                    file,
                    new OnnxFile.Options(OnnxFile.Storage.AUTO, form, DataType.FLOAT32));
        }
        return OnnxSession.open(file, options);
    }

    @Override
    public void close() {
        encoders.values().forEach(OnnxSession::close);
        decoders.values().forEach(OnnxSession::close);
    }
}
