package dev.assay.reference.pixart;

import dev.assay.graph.Array;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Members.Size;
import dev.assay.reference.weights.HashFill;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A member of a group, as the inputs have it.
 *
 * @param pixels [4,height,width]
 * @param caption [6,16]
 * @param mask [6]
 * @param shape height and width in pixels, and their ratio
 */
record Member(Size size, float[] pixels, float time, float[] caption, float[] mask, float[] shape) {
    static final int CHANNELS = 4;
    static final int TOKENS = 6;
    static final int TEXT = 16;

    /** Member i of the parity files: the first tokens of its caption, so many. */
    static Member alike(int i, float time, int tokens) {
        int pixels = CHANNELS * 64;
        float[] x = Arrays.copyOfRange(HashFill.input("input.x", (i + 1) * pixels), i * pixels, (i + 1) * pixels);
        return of(new Size(8, 8), x, i, time, tokens, 512, 512, 1);
    }

    /** Member i of its groups of mixed sizes. */
    static Member mixed(int i, float time, int tokens) {
        Size size = List.of(new Size(8, 8), new Size(8, 12), new Size(12, 8)).get(i);
        float[] ratios = {1, 0.6667f, 1.5f};
        float[] x = HashFill.input("input.x" + i, CHANNELS * size.height() * size.width());
        return of(size, x, i, time, tokens, 64 * size.height(), 64 * size.width(), ratios[i]);
    }

    private static Member of(
            Size size, float[] x, int i, float time, int tokens, float height, float width, float ratio) {
        int text = TOKENS * TEXT;
        float[] caption = Arrays.copyOfRange(HashFill.input("input.y", (i + 1) * text), i * text, (i + 1) * text);
        float[] mask = new float[TOKENS];
        Arrays.fill(mask, 0, tokens, 1);
        return new Member(size, x, time, caption, mask, new float[] {height, width, ratio});
    }

    Member withCaption(float[] other) {
        return new Member(size, pixels, time, other, mask, shape);
    }

    Member withMask(float... other) {
        return new Member(size, pixels, time, caption, other, shape);
    }

    Member withTime(float other) {
        return new Member(size, pixels, other, caption, mask, shape);
    }

    static Members members(List<Member> group) {
        return new Members(CHANNELS, group.stream().map(Member::size).toList());
    }

    /** Images of one size as inputs of the base model. */
    static Map<String, Array> images(List<Member> images) {
        int n = images.size();
        Size size = images.get(0).size;
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", floats(images.stream().map(Member::pixels).toList(), n, CHANNELS, size.height(), size.width()));
        inputs.put("t", floats(images.stream().map(m -> new float[] {m.time}).toList(), n));
        conditions(images, n).forEach(inputs::put);
        return inputs;
    }

    /** Groups as inputs of a network for groups; what it takes no part of must be left out by the caller. */
    static Map<String, Array> groups(List<List<Member>> groups) {
        int b = groups.size();
        List<Member> first = groups.get(0);
        List<Member> all = groups.stream().flatMap(List::stream).toList();
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put(
                "x",
                floats(
                        groups.stream().map(Member::row).toList(),
                        b,
                        CHANNELS,
                        1,
                        members(first).image().dim(2)));
        inputs.put("t", floats(groups.stream().map(g -> new float[] {1}).toList(), b));
        inputs.put("share", floats(all.stream().map(m -> new float[] {m.time}).toList(), b, first.size()));
        conditions(all, b, first.size()).forEach(inputs::put);
        return inputs;
    }

    private static Map<String, Array> conditions(List<Member> images, int... axes) {
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("caption", floats(images.stream().map(Member::caption).toList(), and(axes, TOKENS, TEXT)));
        inputs.put("mask", floats(images.stream().map(Member::mask).toList(), and(axes, TOKENS)));
        inputs.put(
                "csize",
                floats(images.stream().map(m -> Arrays.copyOf(m.shape, 2)).toList(), and(axes, 2)));
        inputs.put(
                "ar", floats(images.stream().map(m -> new float[] {m.shape[2]}).toList(), and(axes, 1)));
        return inputs;
    }

    private static int[] and(int[] axes, int... more) {
        int[] all = Arrays.copyOf(axes, axes.length + more.length);
        System.arraycopy(more, 0, all, axes.length, more.length);
        return all;
    }

    private static Array.Floats floats(List<float[]> parts, int... shape) {
        return new Array.Floats(
                joined(parts), Arrays.stream(shape).mapToLong(d -> d).toArray());
    }

    private static float[] joined(List<float[]> parts) {
        int length = parts.stream().mapToInt(p -> p.length).sum();
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The pixels of a group, [4,1,P]. */
    private static float[] row(List<Member> group) {
        int places = members(group).image().dim(2);
        float[] row = new float[CHANNELS * places];
        int start = 0;
        for (Member m : group) {
            int plane = m.size.height() * m.size.width();
            for (int c = 0; c < CHANNELS; c++) {
                System.arraycopy(m.pixels, c * plane, row, c * places + start, plane);
            }
            start += plane;
        }
        return row;
    }

    /** Member j of group i in an output [B,D,1,P]: [D,height,width]. */
    static float[] part(float[] out, List<Member> group, int i, int j, int channels) {
        int places = members(group).image().dim(2);
        int start = 0;
        for (Member m : group.subList(0, j)) {
            start += m.size.height() * m.size.width();
        }
        int plane = group.get(j).size.height() * group.get(j).size.width();
        float[] part = new float[channels * plane];
        for (int c = 0; c < channels; c++) {
            System.arraycopy(out, (i * channels + c) * places + start, part, c * plane, plane);
        }
        return part;
    }
}
