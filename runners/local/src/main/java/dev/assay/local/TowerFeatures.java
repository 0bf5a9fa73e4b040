package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.graph.Array;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.metrics.group.Embedding;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.emoji.TextEncoder;
import dev.assay.reference.emoji.TrainedTowers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The trained towers of emoji: identities for consistency, and embeddings that meet those of texts. */
final class TowerFeatures implements GroupFeatures, GroupFeatures.Paired, AutoCloseable {
    private final OnnxSession pictures;
    private final TextEncoder descriptions;

    private TowerFeatures(OnnxSession pictures, TextEncoder descriptions) {
        this.pictures = pictures;
        this.descriptions = descriptions;
    }

    /** Opens towers; {@code folder} is for files while they are open. */
    static TowerFeatures open(TrainedTowers towers, Path folder) {
        SessionOptions one = new SessionOptions(1, Device.CPU);
        OnnxFile file = OnnxFile.write(
                towers.network().image(), towers.weights(), folder.resolve("pictures.onnx"), OnnxFile.Options.USUAL);
        return new TowerFeatures(OnnxSession.open(file.path(), one), towers.text(one));
    }

    @Override
    public String name() {
        return TrainedTowers.NAME;
    }

    @Override
    public List<Embedding> identities(List<Image> images) {
        return pictures(images, EmojiTowers.IDENTITY);
    }

    @Override
    public Optional<Paired> paired() {
        return Optional.of(this);
    }

    @Override
    public List<Embedding> images(List<Image> images) {
        return pictures(images, EmojiTowers.EMBEDDING);
    }

    @Override
    public List<Embedding> texts(List<String> texts) {
        return rows(descriptions.embed(texts), texts.size());
    }

    private List<Embedding> pictures(List<Image> images, String output) {
        if (images.isEmpty()) {
            return List.of();
        }
        Image first = images.get(0);
        int size = 3 * first.height() * first.width();
        float[] x = new float[images.size() * size];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(TrainingEmoji.numbers(images.get(i)), 0, x, i * size, size);
        }
        Array.Floats batch = new Array.Floats(x, images.size(), 3, first.height(), first.width());
        float[] out =
                pictures.runFloats(Map.of(EmojiTowers.IMAGE, batch), output).get(output);
        return rows(out, images.size());
    }

    private static List<Embedding> rows(float[] values, int count) {
        int width = values.length / count;
        return IntStream.range(0, count)
                .mapToObj(i -> Embedding.of(Arrays.copyOfRange(values, i * width, (i + 1) * width)))
                .toList();
    }

    @Override
    public void close() {
        pictures.close();
        descriptions.close();
    }
}
