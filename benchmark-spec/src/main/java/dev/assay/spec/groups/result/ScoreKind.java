package dev.assay.spec.groups.result;

import dev.assay.spec.Better;

/**
 * What a score is.
 *
 * @param id with its network or judge in brackets, such as {@code self[pixels-16]}
 * @param better which way it improves
 * @param about its formula in one sentence
 */
public record ScoreKind(String id, Better better, String about) {}
