package dev.assay.local;

import dev.assay.graph.SessionOptions;
import dev.assay.metrics.group.Embedding;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.emoji.TextEncoder;
import dev.assay.reference.emoji.TrainedTowers;
import java.util.List;
import java.util.Map;

/**
 * The encoder of descriptions that comes along with the extractor {@code assay-emoji-v1}.
 *
 * @param encoder its network
 */
record TrainedTower(TextEncoder encoder) implements TextTower {
    /** Opens it. */
    static TrainedTower open(SessionOptions options) {
        return new TrainedTower(TrainedTowers.load().text(options));
    }

    @Override
    public String name() {
        return TrainedTowers.NAME;
    }

    @Override
    public String extractor() {
        return TrainedTowers.NAME;
    }

    @Override
    public String tap() {
        return EmojiTowers.EMBEDDING;
    }

    /** Its weights are those of the extractor, whose identity has their hash. */
    @Override
    public Map<String, String> identity() {
        return Map.of("extractor", TrainedTowers.NAME, "length", Integer.toString(encoder.length()));
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        return texts.stream().map(text -> Embedding.of(encoder.embed(text))).toList();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
