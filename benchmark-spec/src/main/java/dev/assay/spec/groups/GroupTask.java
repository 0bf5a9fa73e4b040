package dev.assay.spec.groups;

import java.util.List;

/**
 * A kind of group.
 *
 * @param id such as {@code picture_book}
 * @param about one phrase for people
 * @param kind whether references are given
 * @param basis how well grounded it is, see {@link Basis#meaning()}
 * @param n pictures in a core case
 * @param m references among them
 * @param keep what stays equal across members, in words
 * @param emphasis which scores say most about it
 * @param cases core first
 */
public record GroupTask(
        String id,
        String about,
        TaskKind kind,
        List<Basis> basis,
        int n,
        int m,
        String keep,
        List<Emphasis> emphasis,
        List<GroupCase> cases) {
    public GroupTask {
        basis = List.copyOf(basis);
        emphasis = List.copyOf(emphasis);
        cases = List.copyOf(cases);
    }

    public List<GroupCase> cases(Split split) {
        return cases.stream().filter(c -> c.split() == split).toList();
    }
}
