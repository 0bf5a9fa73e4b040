package dev.assay.local;

import dev.assay.metrics.group.Embedding;
import java.util.List;
import java.util.Map;

/** The text half of an image-text pair of networks: texts to embeddings that an image extractor's output can meet. */
interface TextTower extends AutoCloseable {
    /** What scores call it. */
    String name();

    /** The image extractor it was trained with. */
    String extractor();

    /** The output of that extractor in the same space. */
    String tap();

    /** All that determines the embedding of a text. */
    Map<String, String> identity();

    /** The embeddings of texts, at least one, in their order. */
    List<Embedding> embed(List<String> texts);

    @Override
    void close();
}
