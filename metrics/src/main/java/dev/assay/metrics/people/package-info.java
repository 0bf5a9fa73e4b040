/** What people say about images: means, how far raters agree, and rankings from pairs. */
package dev.assay.metrics.people;
