package dev.assay.local;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Entry;
import dev.assay.graph.Shape;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import dev.assay.training.TrainingPairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Emoji that Noto and Twemoji both draw, with their names and skin tones in words. */
final class PicturePairs implements TrainingPairs {
    /** What descriptions call the styles of {@link #VENDORS}. */
    private static final List<String> STYLES = List.of("noto style", "twemoji style");

    private static final List<String> VENDORS = List.of("google", "twitter");
    private static final float HALF = 127.5f;

    private final String name;
    private final int classes;
    private final List<Thing> things;

    private PicturePairs(String name, int classes, List<Thing> things) {
        this.name = name;
        this.classes = classes;
        this.things = things;
    }

    /** One emoji, the same entry for both vendors but for the picture. */
    private record Thing(Entry entry, int label, List<Image> pictures, List<Integer> kin) {}

    /** The emoji of a selection, whose pictures of both vendors must be in it. */
    static PicturePairs of(EmbeddedSet set, Map<String, List<String>> where) {
        ImageSource source = set.select(where);
        Map<String, Entry> entries = set.entries().stream().collect(Collectors.toMap(Entry::id, e -> e));
        Map<String, Map<String, Image>> pictures = new LinkedHashMap<>();
        Map<String, Integer> labels = new LinkedHashMap<>();
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                EncodedImage picture = reader.next();
                Entry entry = entries.get(picture.id());
                pictures.computeIfAbsent(entry.unified(), u -> new LinkedHashMap<>())
                        .put(entry.vendor(), picture.decode());
                labels.put(entry.unified(), picture.label());
            }
        }
        List<Entry> found = set.entries().stream()
                .filter(e -> e.vendor().equals(VENDORS.get(0)) && pictures.containsKey(e.unified()))
                .toList();
        Map<String, List<Integer>> kin = kin(found);
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Entry entry = found.get(i);
            int itself = i;
            List<Integer> others =
                    kin.get(entry.base()).stream().filter(k -> k != itself).toList();
            List<Image> both = VENDORS.stream()
                    .map(vendor -> picture(source.name(), entry, vendor, pictures.get(entry.unified())))
                    .toList();
            things.add(new Thing(entry, labels.get(entry.unified()), both, others));
        }
        return new PicturePairs(source.name() + " in pairs", set.labels().size(), things);
    }

    private static Image picture(String source, Entry entry, String vendor, Map<String, Image> pictures) {
        Image picture = pictures.get(vendor);
        if (picture == null) {
            throw new AssayException(
                    source,
                    "%s has no picture of %s".formatted(entry.unified(), vendor),
                    "pairs need " + String.join(" and ", VENDORS),
                    "select both vendors");
        }
        return picture;
    }

    private static Map<String, List<Integer>> kin(List<Entry> entries) {
        Map<String, List<Integer>> kin = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            kin.computeIfAbsent(entries.get(i).base(), b -> new ArrayList<>()).add(i);
        }
        return kin;
    }

    /** The skin tones of an emoji in words: {@code medium light dark skin tone}; empty for none. */
    static String tones(Entry entry) {
        return entry.skinTone().equals("none") ? "" : words(entry.skinTone()) + " skin tone";
    }

    private static String words(String text) {
        return String.join(" ", Words.split(text));
    }

    /** What an emoji may be called: its Unicode name, the same without "sign" at its end, and its short names. */
    static List<String> names(Entry entry) {
        String full = words(entry.name());
        return Stream.of(full, full.replaceAll(" sign$", ""), words(entry.words()))
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int count() {
        return things.size();
    }

    @Override
    public List<String> styles() {
        return STYLES;
    }

    @Override
    public Shape image() {
        Image first = things.get(0).pictures().get(0);
        return Shape.of(3, first.height(), first.width());
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int label(int thing) {
        return things.get(thing).label();
    }

    @Override
    public void read(int thing, int style, float[] into, int from) {
        Image image = things.get(thing).pictures().get(style);
        int plane = image.height() * image.width();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    into[from + c * plane + y * image.width() + x] = image.at(y, x, c) / HALF - 1;
                }
            }
        }
    }

    @Override
    public List<String> names(int thing) {
        return names(things.get(thing).entry());
    }

    @Override
    public String kind(int thing) {
        return words(things.get(thing).entry().subcategory());
    }

    @Override
    public String detail(int thing) {
        return tones(things.get(thing).entry());
    }

    @Override
    public List<Integer> kin(int thing) {
        return things.get(thing).kin();
    }
}
