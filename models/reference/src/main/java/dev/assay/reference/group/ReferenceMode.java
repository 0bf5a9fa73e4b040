package dev.assay.reference.group;

import dev.assay.reference.diffusion.Choice;

/**
 * How given members take part in sampling. The paper calls it editing and inpainting over members and says no more; what is
 * here are the ways in which others do that.
 */
public enum ReferenceMode implements Choice {
    /** With as much noise as the others have, always the noise that they began with, as inpainting in diffusers. */
    REPLACE("replace"),
    /** The same, and each step is repeated after going back (Lugmayr et al. 2022), so that others fit them better. */
    REPLACE_RESAMPLE("replace-resample"),
    /** Without noise, at time 0, which only networks that know times of members apart are trained for. */
    CLEAN("clean-t0");

    private final String id;

    ReferenceMode(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
