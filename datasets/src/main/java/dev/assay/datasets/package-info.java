/** Images from any container, one at a time, with ids and labels; resizers; the embedded data set. */
package dev.assay.datasets;
