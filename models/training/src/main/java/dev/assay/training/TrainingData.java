package dev.assay.training;

/** What a network learns from. */
public sealed interface TrainingData permits TrainingImages, TrainingGroups {
    /** What messages and logs call it, the same for the same data. */
    String name();
}
