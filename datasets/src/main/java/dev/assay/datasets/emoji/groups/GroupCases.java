package dev.assay.datasets.emoji.groups;

import dev.assay.datasets.emoji.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cases of {@code emoji-groups}: for each task groups of emoji of the split {@code validation}, taken evenly over the
 * index. The two sequences are too short for that: each of their cases asks for at least one picture of that split, and
 * its other members may be of the split {@code train}.
 */
public final class GroupCases {
    /** Cases of a task, where there are as many. */
    public static final int EACH = 32;

    private static final String SPLIT = "validation";

    private final Catalog catalog;
    private final List<Catalog.Emoji> all;
    private final List<Catalog.Emoji> toned;

    private GroupCases(Catalog catalog) {
        this.catalog = catalog;
        all = catalog.of(SPLIT);
        toned = all.stream().filter(Catalog.Emoji::hasTones).toList();
    }

    /** All cases that an index gives, task by task. */
    public static List<GroupCase> of(List<Entry> entries) {
        GroupCases cases = new GroupCases(new Catalog(entries));
        List<GroupCase> list = new ArrayList<>();
        for (GroupTask task : GroupTask.values()) {
            List<List<Picture>> groups = cases.groups(task);
            for (int i = 0; i < groups.size(); i++) {
                list.add(new GroupCase(String.format(Locale.ROOT, "%s-%02d", task.id(), i + 1), task, groups.get(i)));
            }
        }
        return list;
    }

    private List<List<Picture>> groups(GroupTask task) {
        return switch (task) {
            case TO_TWEMOJI -> each(all, 0, (e, i) -> styles(e, 0, 1));
            case TO_NOTO -> each(all, 2, (e, i) -> styles(e, 1, 0));
            case PAIR -> each(all, 4, (e, i) -> styles(e, 0, 1));
            case SKIN_TONE -> each(toned, 0, (e, i) -> tones(e, i, List.of(i % 5, (i + 1 + i / 5 % 4) % 5)));
            case COMPLETION -> each(toned, 1, (e, i) -> tones(e, i, List.of(0, 4, 1 + i % 3, 1 + (i + 1) % 3)));
            case TONES -> each(toned, 1, (e, i) -> tones(e, i + 1, List.of(0, 1, 3, 4)));
            case COLOURISATION -> each(all, 1, (e, i) -> looks(e, i, Look.GREY));
            case SKETCH -> each(all, 3, (e, i) -> looks(e, i, Look.EDGES));
            case STYLE_GROUP -> kinds();
            case CLOCK -> sequences(catalog.circles().get(0), task);
            case MOON -> sequences(catalog.circles().get(1), task);
        };
    }

    @FunctionalInterface
    private interface Maker {
        List<Picture> make(Catalog.Emoji emoji, int number);
    }

    /** Of {@link #EACH} emoji evenly over a list, {@code shift} after the first of each stretch. */
    private static List<List<Picture>> each(List<Catalog.Emoji> from, int shift, Maker maker) {
        int count = Math.min(EACH, from.size());
        return IntStream.range(0, count)
                .mapToObj(i -> maker.make(from.get((i * from.size() / count + shift) % from.size()), i))
                .toList();
    }

    private static List<Picture> styles(Catalog.Emoji emoji, int... vendors) {
        return IntStream.of(vendors)
                .mapToObj(v -> plain(emoji, Catalog.VENDORS.get(v)))
                .toList();
    }

    private static List<Picture> tones(Catalog.Emoji emoji, int number, List<Integer> tones) {
        String vendor = vendor(number);
        return tones.stream()
                .map(t -> new Picture(emoji.at(vendor, Catalog.TONES.get(t)), Look.COLOUR))
                .toList();
    }

    private static List<Picture> looks(Catalog.Emoji emoji, int number, Look given) {
        Picture picture = plain(emoji, vendor(number));
        return List.of(picture.as(given), picture);
    }

    private static Picture plain(Catalog.Emoji emoji, String vendor) {
        return new Picture(emoji.at(vendor, Catalog.NO_TONE), Look.COLOUR);
    }

    private static String vendor(int number) {
        return Catalog.VENDORS.get(number % Catalog.VENDORS.size());
    }

    /** Runs of emoji of one kind, one run a case, in either style by turns. */
    private List<List<Picture>> kinds() {
        int members = GroupTask.STYLE_GROUP.members();
        List<List<Picture>> groups = new ArrayList<>();
        var kinds = all.stream()
                .collect(Collectors.groupingBy(Catalog.Emoji::subcategory, LinkedHashMap::new, Collectors.toList()))
                .values();
        for (List<Catalog.Emoji> kind : kinds) {
            for (int from = 0; from + members <= kind.size() && groups.size() < EACH; from += members) {
                String vendor = vendor(groups.size());
                groups.add(kind.subList(from, from + members).stream()
                        .map(e -> plain(e, vendor))
                        .toList());
            }
        }
        return groups;
    }

    /** Both styles of every run that asks for an emoji of the split. */
    private static List<List<Picture>> sequences(List<Catalog.Emoji> circle, GroupTask task) {
        List<List<Picture>> groups = new ArrayList<>();
        for (String vendor : Catalog.VENDORS) {
            for (int first = 0; first < circle.size(); first++) {
                int from = first;
                List<Catalog.Emoji> run = IntStream.range(0, task.members())
                        .mapToObj(i -> circle.get((from + i) % circle.size()))
                        .toList();
                if (run.stream().skip(task.given()).anyMatch(e -> e.split().equals(SPLIT))) {
                    groups.add(run.stream().map(e -> plain(e, vendor)).toList());
                }
            }
        }
        return groups;
    }
}
