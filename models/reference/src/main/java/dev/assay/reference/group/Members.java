package dev.assay.reference.group;

import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.AssayException;
import java.util.Collections;
import java.util.List;

/**
 * The images of a group, which may differ in size, and their common form: one image of a single row, [C,1,P], that holds the
 * pixels of all members one member after the other, each row by row. So schedules, samplers, guidance and losses, which work
 * number by number, take a group for an image.
 *
 * @param channels of every member: 3 for pixels, 4 or 16 for latents
 * @param sizes of the members in order; 1 to 8
 */
public record Members(int channels, List<Size> sizes) {
    /** The largest group; the paper's ablations end there. */
    public static final int MOST = 8;

    /**
     * Rows and columns of a member.
     *
     * @param height at least 1
     * @param width at least 1
     */
    public record Size(int height, int width) {
        public Size {
            if (height < 1 || width < 1) {
                throw new AssayException(
                        "group",
                        "a member is %d x %d".formatted(height, width),
                        "sizes are at least 1",
                        "correct the sizes");
            }
        }

        int pixels() {
            return height * width;
        }
    }

    public Members {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.size() > MOST) {
            throw new AssayException(
                    "group", "it has %d members".formatted(sizes.size()), "1 to " + MOST, "make smaller groups");
        }
        double numbers = channels
                * sizes.stream()
                        .mapToDouble(s -> (double) s.height() * s.width())
                        .sum();
        if (channels < 1 || numbers > Integer.MAX_VALUE) {
            throw new AssayException(
                    "group",
                    "its members have %d channels and %.0f numbers".formatted(channels, numbers),
                    "there is a channel at least, and %d numbers at most".formatted(Integer.MAX_VALUE),
                    "correct the sizes");
        }
    }

    /** Members of one size. */
    public static Members alike(int count, int channels, int height, int width) {
        return new Members(channels, Collections.nCopies(count, new Size(height, width)));
    }

    public int count() {
        return sizes.size();
    }

    /** The group as one image: [C,1,P]. */
    public Shape image() {
        return Shape.of(channels, 1, start(count()));
    }

    /** Each member as an image of its own: [C,height,width]. */
    public List<Shape> images() {
        return sizes.stream()
                .map(size -> Shape.of(channels, size.height(), size.width()))
                .toList();
    }

    /** Another number of members, all of the first one's size. */
    public Members alike(int count) {
        return alike(count, channels, sizes.get(0).height(), sizes.get(0).width());
    }

    /** The pixels of all members before this one. */
    public int start(int member) {
        int before = 0;
        for (Size size : sizes.subList(0, member)) {
            before += size.pixels();
        }
        return before;
    }

    /** A group [B,D,1,P] to one of its members [B,D,height,width]. */
    public Tensor member(Tensor group, int member) {
        Size size = sizes.get(member);
        Shape all = group.shape();
        return group.slice(3, start(member), start(member + 1))
                .reshape(all.dim(0), all.dim(1), size.height(), size.width());
    }

    /** Members [B,D,height,width] of any D to their group [B,D,1,P]. */
    public Tensor join(List<Tensor> members) {
        List<Tensor> rows = members.stream()
                .map(m -> m.reshape(
                        m.shape().dim(0),
                        m.shape().dim(1),
                        1,
                        m.shape().dim(2) * m.shape().dim(3)))
                .toList();
        return rows.size() == 1
                ? rows.get(0)
                : rows.get(0).concat(3, rows.subList(1, rows.size()).toArray(new Tensor[0]));
    }
}
