/**
 * What a group of related images is scored by, as pure functions of embeddings and pixels: adherence to the
 * members' texts, consistency with each other and with references, duplicates, structure and order, and
 * the averages over cases, tasks and categories with their bootstrap intervals. Which images are embedded by what is the
 * caller's business.
 *
 * <p>The group diffusion paper published neither formulas nor numbers; the formulas here are what its reviewers describe
 * (text-image cosine, image-image cosine) or ours, and each says which.
 */
package dev.assay.metrics.group;
