package dev.assay.reference.inception;

import dev.assay.reference.Extractor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Inception} as a feature extractor of images that the caller has resized to 299x299. */
public final class InceptionExtractor {
    /** The name reserved for the published weights: only its {@code features} make a FID. */
    public static final String NAME = "inception-2015-12-05";

    /** What metrics ask for: FID and its kin, sFID, and both kinds of class scores. */
    public static final Set<Tap> USUAL = Set.of(Tap.POOL3, Tap.SPATIAL, Tap.LOGITS_UNBIASED, Tap.LOGITS);

    private InceptionExtractor() {}

    /**
     * Writes the extractor of a weight file into a folder and gives the descriptor's path. The published state dict gives
     * {@link #NAME}; any other file gives {@code inception-} and the beginning of its hash, for nothing shows that its
     * values are the published ones.
     *
     * @param resize the name of the resizer that brings images to 299x299: {@code tf1-bilinear} in the original
     * @param mean subtracted inside the network, grey levels; 128 in the original
     * @param scale divides inside the network after that; 128 in the original
     */
    public static Path export(InceptionWeights weights, String resize, double mean, double scale, Path folder) {
        String name =
                weights.published() ? NAME : "inception-" + weights.sha256().substring(0, 8);
        String about = "Inception v3 of 2015-12-05, weights " + weights.file() + " sha256 " + weights.sha256();
        return of(name, new Inception(mean, scale, false, USUAL), resize, about).export(weights, folder);
    }

    /** The extractor of a network that does not resize, under a name of the caller's. */
    public static Extractor of(String name, Inception network, String resize, String about) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Tap tap : Tap.values()) {
            if (network.taps().contains(tap)) {
                outputs.put(metricName(tap), tap.output());
            }
        }
        return new Extractor(
                name,
                network,
                Inception.SIZE,
                Inception.SIZE,
                resize,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                outputs,
                about);
    }

    /** What metrics call a tap. The Inception Score is defined on class scores without bias: they are its logits. */
    private static String metricName(Tap tap) {
        return switch (tap) {
            case POOL3 -> "features";
            case LOGITS_UNBIASED -> "logits";
            case LOGITS -> "logits_biased";
            case SPATIAL, FEATURES_64, FEATURES_192, FEATURES_768 -> tap.output();
        };
    }
}
