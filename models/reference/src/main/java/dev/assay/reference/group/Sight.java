package dev.assay.reference.group;

import dev.assay.reference.diffusion.Choice;

/** Which members of a group attend to which. */
public enum Sight implements Choice {
    /** Image tokens see those of all members; texts are seen by their own member alone. The paper's. */
    GROUP("group"),
    /** Every member for itself, as the base model would make it. */
    INDEPENDENT("independent"),
    /** All tokens of texts and images see all, the joint attention of Stable Diffusion 3 without the paper's mask. */
    FULL("full");

    private final String id;

    Sight(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
