/**
 * Dense linear algebra for the metrics: row-major arrays, OpenBLAS where its natives load and pure Java elsewhere, each
 * on one thread. Parallelism is ours, over tiles of a fixed size, so that no result depends on the number of threads.
 */
package dev.assay.metrics.algebra;
