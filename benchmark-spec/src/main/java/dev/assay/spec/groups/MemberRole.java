package dev.assay.spec.groups;

/** Whether a picture of a group is given or made. */
public enum MemberRole {
    REFERENCE,
    TARGET
}
