package dev.assay.spec.groups;

import dev.assay.spec.AssayException;

/**
 * One picture of a group.
 *
 * @param id unique in its case, such as {@code page-2}; the picture's file is {@code <case>/<id>.png}
 * @param role given or made
 * @param prompt what is in the picture, complete in itself: shared things are said again in every member
 * @param shortPrompt the same in at most 60 words, for text encoders of 77 tokens
 * @param text the exact words that the picture must show; empty for none
 * @param drawing of a reference, the picture that is given; of a target, the ground truth where there is one
 */
public record Member(String id, MemberRole role, String prompt, String shortPrompt, String text, Drawing drawing) {
    public Member {
        if (!id.matches("[a-z0-9][a-z0-9-]*")) {
            throw new AssayException(
                    "member '" + id + "'", "not a name", "small letters, digits and hyphens", "rename it");
        }
    }

    /** Whether it is a reference. */
    public boolean given() {
        return role == MemberRole.REFERENCE;
    }

    /** Whether it is a target. */
    public boolean made() {
        return role == MemberRole.TARGET;
    }

    /** Whether this is a target whose ground truth can be drawn. */
    public boolean hasTruth() {
        return made() && drawing.drawn();
    }
}
