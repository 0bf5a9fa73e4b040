package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxImagesTest {
    private static final String IMAGES = "train-images-idx3-ubyte.gz";
    private static final String LABELS = "train-labels-idx1-ubyte.gz";

    @TempDir
    Path temp;

    private static byte[] images(int count) {
        ByteBuffer out = ByteBuffer.allocate(16 + 6 * count)
                .putInt(0x803)
                .putInt(count)
                .putInt(2)
                .putInt(3);
        while (out.hasRemaining()) {
            out.put((byte) out.position());
        }
        return out.array();
    }

    private static byte[] labels(int count) {
        ByteBuffer out = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        while (out.hasRemaining()) {
            out.put((byte) (out.position() % 10));
        }
        return out.array();
    }

    private Path write(String name, byte[] content) throws IOException {
        Path path = temp.resolve(name);
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(content);
        }
        return path;
    }

    private static EvaluationInput open(Path path) {
        return EvaluationInput.open(path, DecodeOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {IMAGES, "train-images-idx3-ubyte", "train-images.idx3-ubyte"})
    void greyPicturesBecomeThreeEqualChannels(String name) throws IOException {
        Path path = write(name, images(3));
        EvaluationInput input = open(path);
        assertThat(input.kind()).isEqualTo("idx");
        assertThat(input.notes()).containsExactly("no label file beside it");
        List<EncodedImage> read = Samples.readAll(input.images().orElseThrow());
        assertThat(read).hasSize(3);
        Image second = read.get(1).decode();
        assertThat(second.height()).isEqualTo(2);
        assertThat(second.width()).isEqualTo(3);
        for (int c = 0; c < 3; c++) {
            assertThat(second.at(1, 2, c)).isEqualTo(16 + 6 + 5);
        }
        assertThat(read.get(1).label()).isEqualTo(EncodedImage.NO_LABEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {LABELS, "train-labels-idx1-ubyte"})
    void labelsLieBesideThePictures(String name) throws IOException {
        Path path = write(IMAGES, images(5));
        write(name, labels(5));
        assertThat(Samples.readAll(open(path).images().orElseThrow()).stream().map(EncodedImage::label))
                .containsExactly(8, 9, 0, 1, 2);
    }

    @Test
    void labelsThatDoNotFitAreRefused() throws IOException {
        Path path = write(IMAGES, images(5));
        Path labels = write(LABELS, labels(4));
        assertThatThrownBy(() -> open(path)).hasMessageContaining("4 labels for 5 pictures");
        write(LABELS, Arrays.copyOf(labels(5), 10));
        assertThatThrownBy(() -> open(path)).hasMessageContaining("does not hold 5 labels");
        assertThatThrownBy(() -> open(labels)).hasMessageContaining("these are labels");
    }

    @Test
    void headersThatDoNotFitTheDataAreRefused() throws IOException {
        Path shorter = write("a-images-idx3-ubyte", Arrays.copyOf(images(5), 40));
        assertThatThrownBy(() -> open(shorter))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("promises 46 bytes, the file has 40");
        Path packed = write("b-images-idx3-ubyte.gz", Arrays.copyOf(images(5), 40));
        ImageSource source = open(packed).images().orElseThrow();
        assertThatThrownBy(() -> Samples.readAll(source))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("ends too early");
        Path longer = write("c-images-idx3-ubyte.gz", Arrays.copyOf(images(5), 47));
        ImageSource surplus = open(longer).images().orElseThrow();
        assertThatThrownBy(() -> Samples.readAll(surplus)).hasMessageContaining("goes on after its 5 pictures");
    }

    @Test
    void hugeClaimsTakeNoMemory() throws IOException {
        byte[] huge = images(1);
        ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE).putInt(8, 8000).putInt(12, 8000);
        Path path = write(IMAGES, huge);
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("promises 137438953408000016 bytes");
        ByteBuffer.wrap(huge).putInt(8, -1).putInt(12, -1);
        Path negative = write(IMAGES, huge);
        assertThatThrownBy(() -> open(negative)).hasMessageContaining("4294967295 x 4294967295");
    }
}
