/**
 * From images to scores: feature extractors, the statistics their features are summed into, and the metrics that compare
 * two statistics. Readers start at {@link dev.assay.metrics.Metrics} and {@link dev.assay.metrics.FeatureExtractor}.
 */
package dev.assay.metrics;
