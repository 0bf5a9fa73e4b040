/** Other tools' random number generators, so that their draws can be repeated here from the same seed. */
package dev.assay.metrics.random;
