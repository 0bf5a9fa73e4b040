package dev.assay.spec.groups;

import dev.assay.spec.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What code can answer about a group without seeing what is in its pictures. */
public enum CodeCheck {
    /** There is a readable picture for every target of the case. */
    COUNT("every target has a readable picture"),
    /** No two pictures of the group, references included, are copies. */
    DISTINCT("no picture is a copy of another, references included"),
    /** Each target holds more edges than the one before it. */
    RISING_DETAIL("each picture has more edges than the one before"),
    /** The edges of the targets lie where those of the truth lie; without a truth, where those of the other targets lie. */
    STRUCTURE("edges lie where the truth, or the other picture of the pair, has them"),
    /** The pixels that may not change are those of the reference. */
    OUTSIDE_MASK("pixels outside the mask are those of the reference");

    private static final List<String> NAMES =
            Arrays.stream(values()).map(CodeCheck::label).toList();

    private final String meaning;

    CodeCheck(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** As checklists write it: {@code rising-detail}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The check of that label; an unknown one is answered with near ones. */
    public static CodeCheck named(String label) {
        int index = NAMES.indexOf(label);
        if (index < 0) {
            throw Names.unknown("code check", label, NAMES);
        }
        return values()[index];
    }
}
