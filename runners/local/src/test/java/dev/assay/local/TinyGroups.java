package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.spec.groups.Basis;
import dev.assay.spec.groups.Drawing;
import dev.assay.spec.groups.Emphasis;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.MemberRole;
import dev.assay.spec.groups.Question;
import dev.assay.spec.groups.Relation;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.TaskKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** A benchmark of colours: three words to three pictures in order, and a red picture that becomes blue on its left half. */
final class TinyGroups {
    static final int SIDE = 24;
    static final int RED = 0xFF0000;
    static final int GREEN = 0x00FF00;
    static final int BLUE = 0x0000FF;

    private static final List<String> WORDS = List.of("red", "green", "blue");

    private TinyGroups() {}

    static GroupBenchmark benchmark() {
        List<GroupCase> colours = new ArrayList<>();
        List<GroupCase> edits = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            colours.add(colours("colours-0" + i));
            edits.add(edit("edit-0" + i));
        }
        return new GroupBenchmark(
                "tiny",
                1,
                "colours",
                List.of(
                        new GroupTask(
                                "colours",
                                "three colours",
                                TaskKind.TEXT,
                                List.of(Basis.P),
                                3,
                                0,
                                "",
                                List.of(Emphasis.A, Emphasis.O),
                                colours),
                        new GroupTask(
                                "edit",
                                "one half changes",
                                TaskKind.REFERENCE,
                                List.of(Basis.P),
                                2,
                                1,
                                "",
                                List.of(Emphasis.P),
                                edits)));
    }

    private static GroupCase colours(String id) {
        return new GroupCase(
                id,
                "colours",
                Split.CORE,
                "Red, then green, then blue.",
                WORDS.stream().map(w -> member(w, MemberRole.TARGET, w, "none")).toList(),
                List.of(Relation.STYLE),
                questions("code:distinct"));
    }

    private static GroupCase edit(String id) {
        return new GroupCase(
                id,
                "edit",
                Split.CORE,
                "Make the left half blue.",
                List.of(
                        member("before", MemberRole.REFERENCE, "red", "x"),
                        member("after", MemberRole.TARGET, "blue", "x")),
                List.of(Relation.LAYOUT),
                questions("code:outside-mask"));
    }

    private static Member member(String id, MemberRole role, String prompt, String recipe) {
        return new Member(id, role, "A " + prompt + " picture.", prompt, "", new Drawing(recipe, Map.of()));
    }

    private static List<Question> questions(String second) {
        return List.of(
                new Question(1, "Is every picture there?", "code:count"),
                new Question(1, "Are the colours right?", "vision"),
                new Question(2, "Is it clean?", second),
                new Question(2, "Is it even?", "vision"),
                new Question(3, "Is it fine?", "vision"),
                new Question(3, "Is it beautiful?", "vision"));
    }

    /** A picture of a colour on its left half and another on its right. */
    static Image halves(int left, int right) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int colour = i % SIDE < SIDE / 2 ? left : right;
            rgb[3 * i] = (byte) (colour >> 16);
            rgb[3 * i + 1] = (byte) (colour >> 8);
            rgb[3 * i + 2] = (byte) colour;
        }
        return new Image(SIDE, SIDE, rgb);
    }

    static Image flat(int colour) {
        return halves(colour, colour);
    }

    static Image noise(long seed) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(seed).nextBytes(rgb);
        return new Image(SIDE, SIDE, rgb);
    }

    /** The reference and the true picture of the edits. */
    static KnownPictures known() {
        return new KnownPictures() {
            @Override
            public Optional<Image> picture(GroupCase of, Member member) {
                return switch (member.id()) {
                    case "before" -> Optional.of(flat(RED));
                    case "after" -> Optional.of(halves(BLUE, RED));
                    default -> Optional.empty();
                };
            }

            @Override
            public Optional<boolean[]> mayChange(GroupCase of, Member member, Image reference) {
                boolean[] mask = new boolean[SIDE * SIDE];
                for (int i = 0; i < mask.length; i++) {
                    mask[i] = i % SIDE < SIDE / 2;
                }
                return member.id().equals("after") ? Optional.of(mask) : Optional.empty();
            }
        };
    }

    static void write(Path folder, String of, String member, Image image) {
        BufferedImage pixels = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                pixels.setRGB(x, y, image.at(y, x, 0) << 16 | image.at(y, x, 1) << 8 | image.at(y, x, 2));
            }
        }
        try {
            Path file = folder.resolve(of).resolve(member + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(pixels, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A system that does everything right. */
    static Path perfect(Path folder) {
        for (int i = 1; i <= 3; i++) {
            write(folder, "colours-0" + i, "red", flat(RED));
            write(folder, "colours-0" + i, "green", flat(GREEN));
            write(folder, "colours-0" + i, "blue", flat(BLUE));
            write(folder, "edit-0" + i, "after", halves(BLUE, RED));
        }
        return folder;
    }

    /** A system that gives every member the text of the next. */
    static Path shuffled(Path folder) {
        for (int i = 1; i <= 3; i++) {
            write(folder, "colours-0" + i, "red", flat(GREEN));
            write(folder, "colours-0" + i, "green", flat(BLUE));
            write(folder, "colours-0" + i, "blue", flat(RED));
            write(folder, "edit-0" + i, "after", halves(RED, BLUE));
        }
        return folder;
    }
}
