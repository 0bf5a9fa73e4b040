package dev.assay.datasets;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.Npz;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A {@code .npy} or {@code .npz}: pictures uint8 [N,H,W,3] and labels ({@code arr_0}, {@code arr_1}), statistics ({@code
 * mu}, {@code sigma}, {@code mu_s}, {@code sigma_s}) and features float [N,D] ({@code features}, {@code pool3}, {@code
 * feats} or {@code arr_0}; {@code spatial}; {@code logits}). An array that stands alone may have any name.
 */
final class ArrayFile implements EvaluationInput {
    private static final String ALLOWED =
            "uint8 [N, H, W, 3] pictures (arr_0), float [N, D] features, spatial or logits, "
                    + "or mu and sigma are read";
    /** Labels are held in memory, four bytes each. */
    private static final long MAX_LABELS = 1 << 27;
    /** Names in files to taps. */
    private static final Map<String, String> TAPS = Map.of(
            "features", "features", "pool3", "features", "feats", "features", "spatial", "spatial", "logits", "logits");

    private final Path file;
    private final String kind;
    private final DecodeOptions options;
    private final List<ImageSource> images = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, FeatureMatrix> taps = new LinkedHashMap<>();
    private final List<Statistics> statistics = new ArrayList<>();

    ArrayFile(Path file, String kind, DecodeOptions options) {
        this.file = file;
        this.kind = kind;
        this.options = options;
        if (kind.equals("npy")) {
            addPicturesOrFeatures(file.toString(), () -> NpyReader.open(file), List.of());
        } else {
            addMembers(Npz.names(file));
        }
        long counts =
                taps.values().stream().mapToLong(FeatureMatrix::rows).distinct().count();
        if (counts > 1) {
            throw new AssayException(
                    file.toString(),
                    "its feature matrices have different numbers of rows",
                    "one row per image in each",
                    "save them again");
        }
        if (taps.values().stream().anyMatch(FeatureMatrix::rounded)) {
            notes.add("float64 features are rounded to float32");
        }
    }

    private void addMembers(List<String> names) {
        StatisticsFile.read(file).ifPresent(statistics::add);
        for (String name : names) {
            String tap = TAPS.get(name);
            if (tap != null) {
                addFeatures(tap, name(name), member(name));
            }
        }
        if (names.contains("arr_0")) {
            addPicturesOrFeatures(name("arr_0"), member("arr_0"), names);
        } else if (names.size() == 1 && taps.isEmpty()) {
            addPicturesOrFeatures(name(names.get(0)), member(names.get(0)), List.of());
        }
        if (images.isEmpty() && taps.isEmpty() && statistics.isEmpty()) {
            throw new AssayException(
                    file.toString(),
                    "its %d arrays are %s".formatted(names.size(), firstNames(names)),
                    ALLOWED,
                    "rename or choose the array");
        }
    }

    private static String firstNames(List<String> names) {
        return names.stream().limit(20).collect(Collectors.joining(", "));
    }

    private String name(String member) {
        return file + "[" + member + "]";
    }

    private Supplier<NpyReader> member(String name) {
        return () -> Npz.open(file, name);
    }

    private static ArrayHeader header(Supplier<NpyReader> array) {
        try (NpyReader reader = array.get()) {
            return reader.header();
        }
    }

    private void addPicturesOrFeatures(String name, Supplier<NpyReader> array, List<String> names) {
        ArrayHeader header = header(array);
        if (header.rank() == 4) {
            int[] labels = names.contains("arr_1") ? labels("arr_1", header.shape()[0]) : new int[0];
            images.add(new ArrayImages(name, header, array, labels, options));
        } else if (header.rank() == 2) {
            addFeatures(Statistics.FEATURES, name, array);
        } else {
            throw new AssayException(
                    name, "the array is " + header.describe(), ALLOWED, "save it in one of these forms");
        }
    }

    private void addFeatures(String tap, String name, Supplier<NpyReader> array) {
        FeatureMatrix earlier = taps.put(tap, new FeatureMatrix(name, header(array), array));
        if (earlier != null) {
            throw new AssayException(
                    name,
                    "these are %s and so is %s".formatted(tap, earlier.name()),
                    "one array for each",
                    "remove one");
        }
    }

    private int[] labels(String member, long pictures) {
        try (NpyReader reader = Npz.open(file, member)) {
            ArrayHeader header = reader.header();
            if (header.type().isFloat() || header.rank() != 1 || header.count() > MAX_LABELS) {
                throw new AssayException(
                        reader.where(),
                        "the labels are " + header.describe(),
                        "integers [N] with N up to %d are read".formatted(MAX_LABELS),
                        "save them so");
            }
            if (header.count() != pictures) {
                throw new AssayException(
                        reader.where(),
                        "there are %d labels for %d pictures".formatted(header.count(), pictures),
                        "each picture has one label",
                        "save both arrays again");
            }
            int[] labels = new int[(int) header.count()];
            long[] block = new long[1 << 13];
            int done = 0;
            for (int n = reader.readLongs(block, 0, block.length);
                    n > 0;
                    n = reader.readLongs(block, 0, block.length)) {
                for (int i = 0; i < n; i++) {
                    if (block[i] < EncodedImage.NO_LABEL || block[i] > Integer.MAX_VALUE) {
                        throw new AssayException(
                                reader.where(),
                                "label %d is %d".formatted(done, block[i]),
                                "labels are class indices from 0 (-1 for none)",
                                "save them again");
                    }
                    labels[done++] = (int) block[i];
                }
            }
            return labels;
        }
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Optional<ImageSource> images() {
        return images.stream().findFirst();
    }

    @Override
    public Optional<Statistics> statistics() {
        return statistics.stream().findFirst();
    }

    @Override
    public Optional<FeatureArrays> features() {
        return taps.isEmpty() ? Optional.empty() : Optional.of(new FeatureArrays(taps));
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
