package dev.assay.spec.groups;

/** Which scores say most about a task. */
public enum Emphasis {
    A("prompt adherence"),
    S("prompt separation: no text leaks into another member"),
    CS("consistency of the made pictures with one another"),
    CX("consistency of the made pictures with the references"),
    P("pixels or structure against the ground truth"),
    O("order of the pictures"),
    T("exact text in the picture"),
    D("duplicate guard: no copies of a reference or of one another");

    private final String meaning;

    Emphasis(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
