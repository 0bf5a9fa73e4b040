package dev.assay.spec.groups;

/** What the pictures of a group have in common; the relations named by Huang et al. 2024 (arXiv 2410.15027). */
public enum Relation {
    IDENTITY,
    STYLE,
    LAYOUT,
    SURROUNDINGS,
    COLOR
}
