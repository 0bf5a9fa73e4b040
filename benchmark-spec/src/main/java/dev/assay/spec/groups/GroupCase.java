package dev.assay.spec.groups;

import java.util.List;

/**
 * One instruction and the group it asks for.
 *
 * @param id unique in its benchmark, such as {@code picture_book-03} or, in the stress split, {@code picture_book-s1}
 * @param task id of its task
 * @param split core or stress
 * @param instruction what a person would ask, in one or two sentences
 * @param members in order, references first
 * @param shared what the members have in common
 * @param checklist six questions, two of each level
 */
public record GroupCase(
        String id,
        String task,
        Split split,
        String instruction,
        List<Member> members,
        List<Relation> shared,
        List<Question> checklist) {
    public GroupCase {
        members = List.copyOf(members);
        shared = List.copyOf(shared);
        checklist = List.copyOf(checklist);
    }

    /** Pictures in the group, references included. */
    public int n() {
        return members.size();
    }

    /** Pictures that are given. */
    public int m() {
        return references().size();
    }

    public List<Member> references() {
        return members.stream().filter(Member::given).toList();
    }

    public List<Member> targets() {
        return members.stream().filter(Member::made).toList();
    }
}
