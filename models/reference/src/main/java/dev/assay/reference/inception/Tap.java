package dev.assay.reference.inception;

/** Where features are taken from {@link Inception}. */
public enum Tap {
    /** After the first max pool, averaged over the image: 64 features. */
    FEATURES_64("features_64", 64),
    /** After the second max pool, averaged over the image: 192 features. */
    FEATURES_192("features_192", 192),
    /** After Mixed_6e, averaged over the image: 768 features. */
    FEATURES_768("features_768", 768),
    /**
     * Of sFID: the first 7 channels of Mixed_6d.branch1x1 after its ReLU, 17 x 17 x 7 values in the order row, column,
     * channel (mixed_6/conv of the frozen graph, Nash et al. 2021).
     */
    SPATIAL("spatial", 2023),
    /** The last features, averaged over the image: 2048, those of FID. */
    POOL3("pool3", 2048),
    /** Class scores without the bias, as the original Inception Score takes them: 1008. */
    LOGITS_UNBIASED("logits_unbiased", 1008),
    /** Class scores with the bias: 1008. */
    LOGITS("logits", 1008);

    private final String output;
    private final int width;

    Tap(String output, int width) {
        this.output = output;
        this.width = width;
    }

    /** The name of the output in the ONNX file. */
    public String output() {
        return output;
    }

    /** How many features there are. */
    public int width() {
        return width;
    }
}
