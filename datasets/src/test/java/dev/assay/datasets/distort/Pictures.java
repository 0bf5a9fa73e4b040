package dev.assay.datasets.distort;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.FormulaImage;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Small sets for the tests, whose pictures may be decoded once only, as the contract says. */
record Pictures(String name, List<Image> pictures, int[] labels) implements ImageSource {
    /** {@code count} textured pictures from number {@code first} on, in {@code classes} classes. */
    static Pictures textured(String name, int first, int count, int classes) {
        return new Pictures(
                name,
                IntStream.range(first, first + count)
                        .mapToObj(k -> FormulaImage.of(k, 6, 8))
                        .toList(),
                IntStream.range(0, count).map(i -> i % classes).toArray());
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(pictures.size());
    }

    @Override
    public Reader open() {
        Iterator<Integer> places = IntStream.range(0, pictures.size()).iterator();
        return new Reader() {
            @Override
            public boolean hasNext() {
                return places.hasNext();
            }

            @Override
            public EncodedImage next() {
                int place = places.next();
                AtomicBoolean decoded = new AtomicBoolean();
                return new EncodedImage(name + "#" + place, labels[place], () -> {
                    if (decoded.getAndSet(true)) {
                        throw new IllegalStateException("decoded twice");
                    }
                    return pictures.get(place);
                });
            }

            @Override
            public void close() {}
        };
    }

    static List<EncodedImage> read(ImageSource source) {
        List<EncodedImage> images = new ArrayList<>();
        try (Reader reader = source.open()) {
            while (reader.hasNext()) {
                images.add(reader.next());
            }
        }
        return images;
    }

    /** The pixels as text, so that equal pictures are equal. */
    static List<String> pixels(ImageSource source) {
        return read(source).stream().map(image -> hex(image.decode())).toList();
    }

    static String hex(Image image) {
        return java.util.HexFormat.of().formatHex(image.rgb());
    }
}
