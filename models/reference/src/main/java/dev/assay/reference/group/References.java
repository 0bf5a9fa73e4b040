package dev.assay.reference.group;

import dev.assay.spec.AssayException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Members that are given.
 *
 * @param members the images of a group
 * @param given numbers of those that are given, from 0
 * @param images whole groups, [B,C,1,P] row by row, in which the given members are what they shall be; what the others hold
 *     does not count. Not copied, do not modify
 */
public record References(Members members, SortedSet<Integer> given, double[] images) {
    public References {
        given = Collections.unmodifiableSortedSet(new TreeSet<>(given));
        if (!given.isEmpty() && (given.first() < 0 || given.last() >= members.count())) {
            throw new AssayException(
                    "references",
                    "members " + given + " are given",
                    "there are members 0 to " + (members.count() - 1),
                    "correct the numbers");
        }
        if (images.length % elements(members) != 0) {
            throw new AssayException(
                    "references",
                    images.length + " numbers",
                    "groups have " + elements(members),
                    "give whole groups with the images in place");
        }
    }

    private static int elements(Members members) {
        return Math.toIntExact(members.image().elements());
    }

    /** The given members of one batch of groups and the others of another, as a batch of its own. */
    public double[] join(double[] given, double[] others) {
        if (given.length != others.length) {
            throw new IllegalArgumentException(
                    "batches of %d and %d numbers do not go together".formatted(given.length, others.length));
        }
        double[] joined = others.clone();
        int row = members.start(members.count());
        for (int start = 0; start < joined.length; start += row) { // a channel of a group
            for (int member : this.given) {
                int from = members.start(member);
                System.arraycopy(given, start + from, joined, start + from, members.start(member + 1) - from);
            }
        }
        return joined;
    }

    /** Groups with the given members as they shall be, bit for bit. */
    public double[] put(double[] groups) {
        return join(images, groups);
    }

    /** Groups in which every member that is not given looks like the first that is, as editing begins. */
    public double[] spread() {
        if (given.isEmpty()) {
            throw new AssayException(
                    "references", "no member is given", "editing begins from one that is", "give one, or strength 1");
        }
        int source = given.first();
        double[] spread = images.clone();
        for (int member = 0; member < members.count(); member++) {
            if (!given.contains(member)) {
                copy(source, member, spread);
            }
        }
        return spread;
    }

    private void copy(int source, int target, double[] groups) {
        Members.Size size = members.sizes().get(source);
        if (!members.sizes().get(target).equals(size)) {
            throw new AssayException(
                    "references",
                    "member %d is of another size than member %d, which is given".formatted(target, source),
                    "editing begins from an image of the same size",
                    "choose equal sizes, or strength 1");
        }
        int row = members.start(members.count());
        for (int start = 0; start < groups.length; start += row) {
            System.arraycopy(
                    groups, start + members.start(source), groups, start + members.start(target), size.pixels());
        }
    }

    /** The input {@code share} of a group: 0 for members that the network is to see without noise. */
    public float[] share(ReferenceMode mode) {
        float[] share = new float[members.count()];
        for (int i = 0; i < share.length; i++) {
            share[i] = mode == ReferenceMode.CLEAN && given.contains(i) ? 0 : 1;
        }
        return share;
    }
}
