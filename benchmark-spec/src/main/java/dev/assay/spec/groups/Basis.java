package dev.assay.spec.groups;

/** How well grounded a task is: the list of tasks of the paper was never published. */
public enum Basis {
    G("named by the sources of Group Diffusion Transformers (arXiv 2410.15027)"),
    L("named by In-Context LoRA (arXiv 2410.23775) of the same team"),
    I("named by IDEA-Bench (arXiv 2412.11767) of the same team"),
    P("added by Assay"),
    E("defined by Assay over its embedded data");

    private final String meaning;

    Basis(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
