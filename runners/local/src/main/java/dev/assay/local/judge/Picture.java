package dev.assay.local.judge;

import dev.assay.datasets.Image;

/**
 * A picture as a judge is shown it.
 *
 * @param label such as {@code reference 1 (hero)}
 * @param image its pixels
 */
public record Picture(String label, Image image) {}
