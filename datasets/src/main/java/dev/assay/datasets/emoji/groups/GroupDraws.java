package dev.assay.datasets.emoji.groups;

import dev.assay.datasets.emoji.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Groups to train on: drawn ones, of emoji of the split {@code train} alone. A group is one emoji in several styles, skin
 * tones and looks, a part of a sequence in order, or emoji of one kind in one style.
 */
public final class GroupDraws {
    /** The largest group that is drawn. */
    public static final int MOST = 4;

    private static final String SPLIT = "train";

    /** Of 100 draws. */
    private static final int HUNDRED = 100;

    private final List<Catalog.Emoji> all;
    private final List<Catalog.Emoji> toned;
    private final List<List<Catalog.Emoji>> circles;
    private final List<List<Catalog.Emoji>> kinds;

    /** Of the emoji in an index. */
    public GroupDraws(List<Entry> entries) {
        Catalog catalog = new Catalog(entries);
        all = catalog.of(SPLIT);
        toned = all.stream().filter(Catalog.Emoji::hasTones).toList();
        circles = catalog.circles().stream()
                .map(circle ->
                        circle.stream().filter(e -> e.split().equals(SPLIT)).toList())
                .toList();
        kinds = all.stream()
                .collect(Collectors.groupingBy(Catalog.Emoji::subcategory, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(kind -> kind.size() >= MOST)
                .toList();
    }

    /** Every picture of the split as it is, in the order of the index. */
    public List<Picture> pictures() {
        return all.stream()
                .flatMap(e -> e.pictures().values().stream())
                .map(e -> new Picture(e, Look.COLOUR))
                .toList();
    }

    /**
     * A group.
     *
     * @param members 1 to {@link #MOST}
     * @param draws takes a bound and gives a number from 0 to below it
     */
    public List<Picture> draw(int members, IntUnaryOperator draws) {
        if (members == 1) {
            return List.of(new Picture(of(entries(any(draws)), draws), anyLook(draws)));
        }
        int kind = draws.applyAsInt(HUNDRED);
        List<Picture> group = members == 2 ? pair(kind, draws) : several(kind, members, draws);
        return shuffled(group, draws);
    }

    private List<Picture> pair(int kind, IntUnaryOperator draws) {
        if (kind < 25) {
            Catalog.Emoji emoji = any(draws);
            Entry entry = of(entries(emoji), draws);
            return Catalog.VENDORS.stream()
                    .map(v -> new Picture(emoji.at(v, entry.skinTone()), Look.COLOUR))
                    .toList();
        }
        if (kind < 65) {
            Picture picture = new Picture(of(entries(any(draws)), draws), Look.COLOUR);
            return List.of(picture, picture.as(kind < 45 ? Look.GREY : Look.EDGES));
        }
        return kind < 85 ? tones(2, draws) : kind < 90 ? sequence(2, draws) : style(2, draws);
    }

    private List<Picture> several(int kind, int members, IntUnaryOperator draws) {
        if (kind < 35) {
            return tones(members, draws);
        }
        if (kind < 45) {
            return sequence(members, draws);
        }
        return kind < 70 ? style(members, draws) : cells(members, draws);
    }

    /** One emoji, one style, several skin tones. */
    private List<Picture> tones(int members, IntUnaryOperator draws) {
        Catalog.Emoji emoji = toned.get(draws.applyAsInt(toned.size()));
        String vendor = of(Catalog.VENDORS, draws);
        List<String> tones = new ArrayList<>(Catalog.TONES);
        tones.add(Catalog.NO_TONE);
        return shuffled(tones, draws).stream()
                .limit(members)
                .map(tone -> new Picture(emoji.at(vendor, tone), Look.COLOUR))
                .toList();
    }

    /** Neighbours in a circle, without those that are kept for validation. */
    private List<Picture> sequence(int members, IntUnaryOperator draws) {
        List<Catalog.Emoji> circle = of(circles, draws);
        String vendor = of(Catalog.VENDORS, draws);
        int first = draws.applyAsInt(circle.size());
        List<Picture> group = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Catalog.Emoji emoji = circle.get((first + i) % circle.size());
            group.add(new Picture(emoji.at(vendor, Catalog.NO_TONE), Look.COLOUR));
        }
        return group;
    }

    /** Different emoji of one kind in one style. */
    private List<Picture> style(int members, IntUnaryOperator draws) {
        String vendor = of(Catalog.VENDORS, draws);
        return shuffled(of(kinds, draws), draws).stream()
                .limit(members)
                .map(emoji -> new Picture(emoji.at(vendor, Catalog.NO_TONE), Look.COLOUR))
                .toList();
    }

    /** One emoji and skin tone in several styles and looks. */
    private List<Picture> cells(int members, IntUnaryOperator draws) {
        Catalog.Emoji emoji = any(draws);
        String tone = of(entries(emoji), draws).skinTone();
        List<Picture> cells = new ArrayList<>();
        for (String vendor : Catalog.VENDORS) {
            for (Look look : Look.values()) {
                cells.add(new Picture(emoji.at(vendor, tone), look));
            }
        }
        return shuffled(cells, draws).subList(0, members);
    }

    private Catalog.Emoji any(IntUnaryOperator draws) {
        return of(all, draws);
    }

    private static List<Entry> entries(Catalog.Emoji emoji) {
        return List.copyOf(emoji.pictures().values());
    }

    private static Look anyLook(IntUnaryOperator draws) {
        int look = draws.applyAsInt(HUNDRED);
        return look < 70 ? Look.COLOUR : look < 85 ? Look.GREY : Look.EDGES;
    }

    private static <T> T of(List<T> list, IntUnaryOperator draws) {
        return list.get(draws.applyAsInt(list.size()));
    }

    /** Fisher and Yates' shuffle. */
    private static <T> List<T> shuffled(List<T> list, IntUnaryOperator draws) {
        List<T> order = new ArrayList<>(list);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, draws.applyAsInt(i + 1));
        }
        return order;
    }
}
