package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupDraws;
import dev.assay.datasets.emoji.groups.Look;
import dev.assay.datasets.emoji.groups.Picture;
import dev.assay.graph.Shape;
import dev.assay.reference.text.Words;
import dev.assay.training.TrainingGroups;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Drawn groups of {@code emoji-groups}, from pictures of 32 x 32 pixels. */
final class TrainingEmoji implements TrainingGroups {
    /** The data set's name. */
    static final String NAME = "emoji-groups";

    private static final float HALF = 127.5f;

    private final Album album = Album.of(Emoji.load("emoji-32"));
    private final GroupDraws draws = new GroupDraws(album.set().entries());
    private final Words words = new Words(vocabulary(draws));

    /**
     * The words of the training split that more than one emoji has, in order. Words that a single one has are unknown ones,
     * so that what stands for those is trained too.
     */
    private static List<String> vocabulary(GroupDraws draws) {
        Map<String, String> first = new TreeMap<>();
        Map<String, Boolean> shared = new TreeMap<>();
        for (Picture picture : draws.pictures()) {
            for (String word : Words.split(picture.prompt())) {
                String base = picture.entry().base();
                shared.merge(word, !first.computeIfAbsent(word, w -> base).equals(base), Boolean::logicalOr);
            }
        }
        for (Look look : Look.values()) {
            Words.split(look.word()).forEach(word -> shared.put(word, true));
        }
        return shared.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String name() {
        return NAME + ": " + album.set().name();
    }

    @Override
    public Shape image() {
        return Shape.of(3, album.set().size(), album.set().size());
    }

    /** All pictures, those of the validation split too. */
    Album album() {
        return album;
    }

    @Override
    public Words words() {
        return words;
    }

    @Override
    public int most() {
        return GroupDraws.MOST;
    }

    @Override
    public List<Member> draw(int members, IntUnaryOperator random) {
        return draws.draw(members, random).stream()
                .map(picture -> new Member(numbers(album.image(picture)), picture.prompt()))
                .toList();
    }

    /** The samples of a picture from -1 to 1, channel by channel. */
    static float[] numbers(Image image) {
        int pixels = image.height() * image.width();
        float[] numbers = new float[3 * pixels];
        for (int i = 0; i < numbers.length; i++) {
            int pixel = i % pixels;
            numbers[i] = image.at(pixel / image.width(), pixel % image.width(), i / pixels) / HALF - 1;
        }
        return numbers;
    }
}
