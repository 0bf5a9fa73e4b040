package dev.assay.datasets.emoji.groups;

import java.util.List;

/**
 * A group with its true pictures.
 *
 * @param id such as {@code skin-tone-07}; a file name
 * @param task what is asked for
 * @param members its pictures in order; the task's first ones are given, the others are the ground truth
 */
public record GroupCase(String id, GroupTask task, List<Picture> members) {
    public GroupCase {
        members = List.copyOf(members);
    }
}
