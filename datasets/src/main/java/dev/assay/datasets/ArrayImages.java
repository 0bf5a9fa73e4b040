package dev.assay.datasets;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.ElementType;
import dev.assay.datasets.array.NpyReader;
import dev.assay.spec.AssayException;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Pictures in one array, uint8 [N,H,W,3], row-major; read one by one in constant memory. Ids are {@code #0}, {@code #1}... */
final class ArrayImages implements ImageSource {
    private final String name;
    private final Supplier<NpyReader> array;
    private final int[] labels;
    private final long count;
    private final int height;
    private final int width;

    /**
     * Checks the shape.
     *
     * @param labels one class per picture, or none
     */
    ArrayImages(String name, ArrayHeader header, Supplier<NpyReader> array, int[] labels, DecodeOptions options) {
        this.name = name;
        this.array = array;
        this.labels = labels;
        long[] shape = header.shape();
        if (header.type() != ElementType.UINT8) {
            throw wrong(header, "convert 0-255 values with astype(uint8)");
        }
        if (shape.length != 4 || shape[3] != 3) {
            boolean channelsFirst = shape.length == 4 && shape[1] == 3;
            throw wrong(header, channelsFirst ? "transpose it with (0, 2, 3, 1)" : "give it this shape");
        }
        if (header.fortran()) {
            throw wrong(header, "save it with numpy.ascontiguousarray");
        }
        if (shape[0] == 0) {
            throw wrong(header, "there are no pictures in it");
        }
        PictureDecoder.checkSize(name, shape[2], shape[1], options);
        count = shape[0];
        height = (int) shape[1];
        width = (int) shape[2];
    }

    private AssayException wrong(ArrayHeader header, String remedy) {
        return new AssayException(
                name,
                "the pictures are " + header.describe(),
                "uint8 [N, height, width, 3] in C order is read",
                remedy);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(count);
    }

    @Override
    public Reader open() {
        return new Pass(array.get());
    }

    private final class Pass implements Reader {
        private final NpyReader reader;
        private long next;

        Pass(NpyReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public EncodedImage next() {
            if (!hasNext()) {
                throw new NoSuchElementException(name);
            }
            byte[] rgb = new byte[3 * height * width];
            if (reader.readBytes(rgb, 0, rgb.length) < rgb.length) {
                throw new AssayException(
                        name, "picture #%d is cut off".formatted(next), "the array must be whole", "copy it again");
            }
            int label = labels.length == 0 ? EncodedImage.NO_LABEL : labels[(int) next];
            Image image = new Image(height, width, rgb);
            return new EncodedImage("#" + next++, label, () -> image);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
