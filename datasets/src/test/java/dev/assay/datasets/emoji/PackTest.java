package dev.assay.datasets.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 130})
    void picturesComeBackUnchanged(int count) throws IOException {
        List<byte[]> pictures = pictures(count);
        Pack pack = new Pack("test.pack", Pack.write(pictures));
        assertThat(pack.pictures()).isEqualTo(count);
        for (int i = 0; i < count; i += 7) {
            int at = i % Pack.CHUNK * Pack.PICTURE;
            assertThat(Arrays.copyOfRange(pack.chunk(i / Pack.CHUNK), at, at + Pack.PICTURE))
                    .isEqualTo(pictures.get(i));
        }
    }

    @Test
    void cutOffPackIsRefused() throws IOException {
        byte[] bytes = Pack.write(pictures(65));
        for (int length : new int[] {0, 3, 4, 7, 100, bytes.length - 1}) {
            assertThatThrownBy(() -> new Pack("test.pack", Arrays.copyOf(bytes, length)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageStartingWith("test.pack");
        }
    }

    @Test
    void absurdCountIsRefusedBeforeMemoryIsAllocated() {
        byte[] bytes = ByteBuffer.allocate(100).putInt(Integer.MAX_VALUE).array();
        assertThatThrownBy(() -> new Pack("test.pack", bytes)).isInstanceOf(AssayException.class);
    }

    @Test
    void corruptChunkIsRefused() throws IOException {
        byte[] bytes = Pack.write(pictures(3));
        Arrays.fill(bytes, 8, 60, (byte) 0x5A);
        Pack pack = new Pack("test.pack", bytes);
        assertThatThrownBy(() -> pack.chunk(0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("chunk 0");
    }

    private static List<byte[]> pictures(int count) {
        Random random = new Random(5);
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] picture = new byte[Pack.PICTURE];
            random.nextBytes(picture);
            pictures.add(picture);
        }
        return pictures;
    }
}
