package dev.assay.spec;

import java.util.List;

/**
 * A way of measuring as data: how images enter the Inception network and every parameter of every metric. Presets
 * named after other tools reproduce those tools, their quirks included; {@code exact} is our own default.
 *
 * @param preset name
 * @param version raised whenever a number made with this preset can change
 * @param about one sentence for people
 * @param source where the parameters were found
 * @param resize resizer in front of the Inception network, see {@code dev.assay.datasets.resize.Resizer}
 * @param inputMean subtracted from the resized 0..255 value
 * @param inputScale divides the result of the subtraction
 * @param metrics in the order they are printed
 */
public record Preset(
        String preset,
        int version,
        String about,
        String source,
        String resize,
        double inputMean,
        double inputScale,
        List<MetricSpec> metrics) {
    public Preset {
        metrics = List.copyOf(metrics);
    }
}
