package dev.assay.spec.groups;

import java.util.List;
import java.util.Map;

/**
 * A task as people write it: patterns with slots in braces, and the fillings of the slots of each case.
 *
 * <p>A slot holds words or a list of words. In a member pattern with {@code each}, which is repeated for every entry of
 * the list it names, a list slot means the entry at the member's place and {@code {k}} that place, from 1. Elsewhere a
 * list slot means all entries, joined by commas and "and"; {@code {name.2}} is the second and {@code {name.last}} the last; {@code {Name}} begins with a capital. {@code {targets}} is the
 * number of pictures to be made, in words. Fillings may hold slots. The parameter {@code all} of a drawing holds several:
 * {@code "main: red, second: blue"}.
 *
 * @param cases of the core, in order; {@code slot: value} each
 * @param stress fillings that replace those of a core case, which the key "case" numbers from 1
 */
record TaskFile(
        String task,
        String about,
        TaskKind kind,
        List<Basis> basis,
        String keep,
        List<Emphasis> emphasis,
        List<Relation> shared,
        String instruction,
        List<MemberPattern> members,
        List<Question> checklist,
        List<Map<String, Object>> cases,
        List<Map<String, Object>> stress) {
    /**
     * One member, or as many as a list has entries.
     *
     * @param id of the member; with {@code {k}} where there may be several
     * @param each name of the list slot it is repeated for; empty for one member
     */
    record MemberPattern(
            String id, MemberRole role, String each, String prompt, String shortPrompt, String text, Drawing drawing) {}
}
