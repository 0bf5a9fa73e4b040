package dev.assay.spec.groups;

/** Which part of a benchmark a case belongs to. */
public enum Split {
    /** The benchmark itself: groups of at most 4, the sizes that group models are trained on. */
    CORE,
    /** Groups of 8 made of core cases, where quality is reported to fall; scored apart from the core. */
    STRESS
}
