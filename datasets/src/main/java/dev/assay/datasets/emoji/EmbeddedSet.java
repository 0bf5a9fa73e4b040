package dev.assay.datasets.emoji;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A data set that is part of Assay: its index, and selections of its pictures by the index. */
public final class EmbeddedSet {
    /** More values than a message should list. */
    private static final int LISTED = 120;

    private final String name;
    private final int shrink;
    private final Shelf shelf;
    private final List<Entry> entries;
    private final List<String> labels;
    private final Map<String, Pack> packs = new HashMap<>();
    /** Position of each entry among those of its vendor, which is its position in the pack. */
    private final int[] positions;

    private EmbeddedSet(String name, int shrink, Shelf shelf, List<Entry> entries) {
        this.name = name;
        this.shrink = shrink;
        this.shelf = shelf;
        this.entries = entries;
        this.labels =
                entries.stream().map(Entry::subcategory).sorted().distinct().toList();
        this.positions = new int[entries.size()];
        Map<String, Integer> next = new HashMap<>();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = next.merge(entries.get(i).vendor(), 1, Integer::sum) - 1;
        }
    }

    /** Reads the index; pictures are read when they are asked for. {@code shrink} is 1 or 2. */
    static EmbeddedSet read(String name, int shrink, Shelf shelf) {
        return new EmbeddedSet(name, shrink, shelf, Index.read(shelf.read(Shelf.INDEX)));
    }

    public String name() {
        return name;
    }

    /** Height and width of its pictures in pixels. */
    public int size() {
        return Pack.SIZE / shrink;
    }

    /** The whole index in order: by vendor, then by Unicode's order of emoji, then by skin tone. */
    public List<Entry> entries() {
        return entries;
    }

    /** The subcategories in order; a picture's label is the position of its subcategory, whatever was selected. */
    public List<String> labels() {
        return labels;
    }

    /** All pictures. */
    public ImageSource all() {
        return select(Map.of());
    }

    /**
     * The pictures whose value in each of the named columns is one of those given, in the order of the index.
     *
     * @param where values by column; columns are those of {@link Entry#COLUMNS}
     * @throws AssayException for an unknown column or value, and where nothing is left
     */
    public ImageSource select(Map<String, List<String>> where) {
        where.forEach(this::check);
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (where.entrySet().stream()
                    .allMatch(column -> column.getValue().contains(entry.column(column.getKey())))) {
                chosen.add(i);
            }
        }
        String title = title(where);
        if (chosen.isEmpty()) {
            throw new AssayException(
                    title, "no picture has all these values", "a selection has at least one", "widen the selection");
        }
        return new Selection(title, chosen);
    }

    /**
     * Checks that the packed files are as they were written and hold what the index says.
     *
     * @throws AssayException naming the first file that does not
     */
    public void verify() {
        String sums = new String(shelf.read(Shelf.CHECKSUMS), StandardCharsets.UTF_8);
        Set<String> unchecked = entries.stream()
                .map(entry -> Shelf.pack(entry.vendor()))
                .collect(Collectors.toCollection(TreeSet::new));
        unchecked.add(Shelf.INDEX);
        for (String line : sums.lines().toList()) {
            String file = line.substring(line.lastIndexOf(' ') + 1);
            String found = Json.sha256(shelf.read(file));
            if (!line.startsWith(found)) {
                throw new AssayException(
                        file,
                        "its SHA-256 is " + found,
                        "it must be " + line.substring(0, line.indexOf(' ')),
                        "build Assay again from a complete checkout");
            }
            unchecked.remove(file);
        }
        if (!unchecked.isEmpty()) {
            throw new AssayException(
                    Shelf.CHECKSUMS,
                    "it does not list " + String.join(", ", unchecked),
                    "every packed file has a checksum",
                    "build Assay again from a complete checkout");
        }
        Map<String, Long> counts =
                entries.stream().collect(Collectors.groupingBy(Entry::vendor, TreeMap::new, Collectors.counting()));
        counts.forEach((vendor, count) -> {
            if (pack(vendor).pictures() != count) {
                throw new AssayException(
                        Shelf.pack(vendor),
                        "it holds " + pack(vendor).pictures() + " pictures",
                        "the index names " + count,
                        "build Assay again from a complete checkout");
            }
        });
    }

    private void check(String column, List<String> values) {
        if (!Entry.COLUMNS.contains(column)) {
            throw Names.unknown("column of " + name, column, Entry.COLUMNS);
        }
        if (values.isEmpty()) {
            throw new AssayException(
                    name + ", column " + column,
                    "no value given",
                    "at least one is needed",
                    "name one or leave it out");
        }
        TreeSet<String> known =
                entries.stream().map(entry -> entry.column(column)).collect(Collectors.toCollection(TreeSet::new));
        for (String value : values) {
            if (known.contains(value)) {
                continue;
            }
            if (known.size() <= LISTED) {
                throw Names.unknown(column, value, known);
            }
            throw new AssayException(
                    column + " '" + value + "'",
                    "no such " + column,
                    "there are " + known.size() + ", among them " + known.first() + " and " + known.last(),
                    "look it up in the index");
        }
    }

    /** "emoji-32[split=train,vendor=google]": the same for the same selection. */
    private String title(Map<String, List<String>> where) {
        if (where.isEmpty()) {
            return name;
        }
        return new TreeMap<>(where)
                .entrySet().stream()
                        .map(column -> column.getKey() + "="
                                + column.getValue().stream().sorted().distinct().collect(Collectors.joining("|")))
                        .collect(Collectors.joining(",", name + "[", "]"));
    }

    private Pack pack(String vendor) {
        synchronized (packs) {
            return packs.computeIfAbsent(vendor, v -> new Pack(Shelf.pack(v), shelf.read(Shelf.pack(v))));
        }
    }

    /** Pictures by their position in the index, ascending. */
    private final class Selection implements ImageSource {
        private final String title;
        private final List<Integer> chosen;

        Selection(String title, List<Integer> chosen) {
            this.title = title;
            this.chosen = Collections.unmodifiableList(chosen);
        }

        @Override
        public String name() {
            return title;
        }

        @Override
        public OptionalLong count() {
            return OptionalLong.of(chosen.size());
        }

        @Override
        public Reader open() {
            return new Pass(chosen);
        }
    }

    /** A chunk that is inflated when the first of its pictures is decoded, by whichever thread. */
    private static final class Chunk {
        private final Pack pack;
        private final int number;
        private byte[] pixels = {};

        Chunk(Pack pack, int number) {
            this.pack = pack;
            this.number = number;
        }

        boolean is(Pack otherPack, int otherNumber) {
            return pack == otherPack && number == otherNumber;
        }

        synchronized byte[] pixels() {
            if (pixels.length == 0) {
                pixels = pack.chunk(number);
            }
            return pixels;
        }
    }

    private final class Pass implements ImageSource.Reader {
        private final List<Integer> chosen;
        private int next;
        private Chunk chunk;

        Pass(List<Integer> chosen) {
            this.chosen = chosen;
            this.chunk = new Chunk(pack(entries.get(chosen.get(0)).vendor()), 0);
        }

        @Override
        public boolean hasNext() {
            return next < chosen.size();
        }

        @Override
        public EncodedImage next() {
            int index = chosen.get(next++);
            Entry entry = entries.get(index);
            Pack pack = pack(entry.vendor());
            int number = positions[index] / Pack.CHUNK;
            if (!chunk.is(pack, number)) {
                chunk = new Chunk(pack, number);
            }
            Chunk own = chunk;
            int offset = positions[index] % Pack.CHUNK * Pack.PICTURE;
            int label = Collections.binarySearch(labels, entry.subcategory());
            return new EncodedImage(entry.id(), label, () -> decode(own, offset));
        }

        private Image decode(Chunk own, int offset) {
            Image image = Pixels.overWhite(own.pixels(), offset);
            return shrink == 1 ? image : Pixels.halved(image);
        }

        @Override
        public void close() {
            next = chosen.size();
        }
    }
}
