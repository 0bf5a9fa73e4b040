package dev.assay.datasets.drawn;

import dev.assay.datasets.Image;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The drawn pictures of a benchmark: references, and ground truth of targets where there is one. */
public final class GroupPictures {
    /** How far beyond the pixels that change a change may reach: lines differ in weight between systems. */
    public static final int MARGIN = 8;

    private GroupPictures() {}

    /**
     * What the drawn pictures of a benchmark are.
     *
     * @param hash SHA-256 over all of them in order, each as its name {@code case/member}, a zero byte and its samples
     * @param problems pictures that hold nothing or are those of another member of their case, one line each
     */
    public record Checked(String hash, List<String> problems) {
        public Checked {
            problems = List.copyOf(problems);
        }
    }

    /** Draws every picture of the benchmark once. */
    public static Checked check(GroupBenchmark benchmark) {
        MessageDigest digest = Json.sha256();
        List<String> problems = new ArrayList<>();
        for (GroupCase c : benchmark.cases()) {
            List<byte[]> seen = new ArrayList<>();
            for (Member member : c.members()) {
                if (member.drawing().drawn()) {
                    String name = c.id() + "/" + member.id();
                    Image image = Drawings.draw(member.drawing());
                    digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
                    digest.update(image.rgb());
                    if (empty(image)) {
                        problems.add(name + ": the picture is empty");
                    }
                    if (seen.stream().anyMatch(other -> Arrays.equals(other, image.rgb()))) {
                        problems.add(name + ": the picture is that of another member");
                    }
                    seen.add(image.rgb());
                }
            }
        }
        return new Checked(HexFormat.of().formatHex(digest.digest()), problems);
    }

    /**
     * Where a change may show: white where the pictures differ and up to {@link #MARGIN} pixels around, black elsewhere.
     * Both must have one size.
     */
    public static Image mask(Image before, Image after) {
        int height = before.height();
        int width = before.width();
        if (after.height() != height || after.width() != width) {
            throw new IllegalArgumentException(
                    "%d x %d against %d x %d".formatted(height, width, after.height(), after.width()));
        }
        byte[] mask = new byte[before.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                if (!Arrays.equals(before.rgb(), at, at + 3, after.rgb(), at, at + 3)) {
                    open(mask, height, width, y, x);
                }
            }
        }
        return new Image(height, width, mask);
    }

    private static void open(byte[] mask, int height, int width, int y, int x) {
        int left = Math.max(0, x - MARGIN);
        int right = Math.min(width, x + MARGIN + 1);
        for (int row = Math.max(0, y - MARGIN); row < Math.min(height, y + MARGIN + 1); row++) {
            Arrays.fill(mask, 3 * (row * width + left), 3 * (row * width + right), (byte) 255);
        }
    }

    /** Whether all of it has one colour. */
    private static boolean empty(Image image) {
        byte[] rgb = image.rgb();
        for (int i = 3; i < rgb.length; i++) {
            if (rgb[i] != rgb[i % 3]) {
                return false;
            }
        }
        return true;
    }
}
