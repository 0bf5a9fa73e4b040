/**
 * Networks computed at once by the natives of PyTorch, with gradients, and what training needs besides: optimiser, moving
 * average, learning rate, saved state. The natives stay inside this module.
 */
package dev.assay.training;
