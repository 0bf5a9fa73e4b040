package dev.assay.datasets.resize;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.Image;
import dev.assay.spec.Names;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of resizers and what they share. */
final class Resizers {
    private static final List<Resizer> ALL = Stream.of(
                    new Tf1Bilinear(),
                    new Torch("torch-bilinear", TorchTaps.Kind.BILINEAR, true),
                    new Torch("torch-bicubic", TorchTaps.Kind.BICUBIC, true),
                    new Torch("antialias-bilinear", TorchTaps.Kind.ANTIALIAS_BILINEAR, false),
                    new Torch("antialias-bicubic", TorchTaps.Kind.ANTIALIAS_BICUBIC, false),
                    new PilFloat("pil-bilinear", PilFilter.BILINEAR, false),
                    new PilFloat("pil-bicubic", PilFilter.BICUBIC, false),
                    new PilFloat("pil-lanczos", PilFilter.LANCZOS, false),
                    new PilFloat("pil-box", PilFilter.BOX, false),
                    new PilFloat("clean-bicubic", PilFilter.BICUBIC, true),
                    new PilFloat("clean-lanczos", PilFilter.LANCZOS, true),
                    new PilUint8(PilFilter.BILINEAR),
                    new PilUint8(PilFilter.BICUBIC),
                    new PilUint8(PilFilter.LANCZOS),
                    new PilUint8(PilFilter.BOX),
                    new PilCrop(PilFilter.BICUBIC))
            .toList();
    private static final Map<String, Resizer> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Resizer::name, Function.identity()));
    static final List<String> NAMES = ALL.stream().map(Resizer::name).toList();

    private static final int LONGEST = 1 << 18;
    private static final long LARGEST = 1L << 29;

    private Resizers() {}

    static Resizer named(String name) {
        Resizer resizer = BY_NAME.get(name);
        if (resizer == null) {
            throw Names.unknown("resizer", name, NAMES);
        }
        return resizer;
    }

    static void check(int height, int width, float[] out, int offset) {
        if (height < 1 || width < 1 || offset < 0 || out.length - offset < 3L * height * width) {
            throw new IllegalArgumentException(
                    "3 x %d x %d values do not fit into %d from %d on".formatted(height, width, out.length, offset));
        }
    }

    /**
     * How many samples a picture of [height, width] between the passes has. A strip one pixel wide would become as wide as
     * the target while it is still as tall as the source, so that a small file could ask for all memory; and the tables
     * grow with the sides. To be asked before either is made.
     */
    static int samples(Image image, int height, int width, int bytes) {
        long samples = 3L * height * width;
        int side = Math.max(Math.max(image.height(), image.width()), Math.max(height, width));
        if (side > LONGEST || samples * bytes > LARGEST) {
            throw new BadImageException(
                    "a picture of %d x %d pixels".formatted(image.height(), image.width()),
                    "resizing it takes a picture of %d x %d".formatted(height, width),
                    "sides have at most %d pixels and such a picture %d MiB".formatted(LONGEST, LARGEST >> 20),
                    "leave it out or cut it to a usual shape");
        }
        return (int) samples;
    }

    /** [h, w, 3] to [3, h, w] without a change of value. */
    static void copy(Image image, float[] out, int offset) {
        byte[] rgb = image.rgb();
        int plane = image.height() * image.width();
        for (int i = 0; i < plane; i++) {
            out[offset + i] = rgb[3 * i] & 0xFF;
            out[offset + plane + i] = rgb[3 * i + 1] & 0xFF;
            out[offset + 2 * plane + i] = rgb[3 * i + 2] & 0xFF;
        }
    }
}
