package dev.assay.spec.groups;

/** What a task gives beside its text. */
public enum TaskKind {
    /** Words alone. */
    TEXT,
    /** Words and one or more pictures of the group. */
    REFERENCE
}
