package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegAndWebpTest {
    /** Hashes of decoded pictures that a reference library made. */
    record Expected(String madeBy, Map<String, Picture> pictures) {
        record Picture(int width, int height, String sha256Rgb) {}
    }

    private static Image decode(byte[] jpeg) {
        return PictureDecoder.decode("test.jpg", jpeg, DecodeOptions.DEFAULT);
    }

    static Stream<String> jpegs() {
        return expected("jpeg").pictures().keySet().stream();
    }

    static Stream<String> webps() {
        return expected("webp").pictures().keySet().stream();
    }

    private static Expected expected(String folder) {
        return Json.read(Samples.golden(folder + "/expected.json"), Expected.class);
    }

    @ParameterizedTest
    @MethodSource("jpegs")
    void jpegIsBitEqualToLibjpegTurbo(String name) {
        check("jpeg", name);
    }

    @ParameterizedTest
    @MethodSource("webps")
    void webpIsBitEqualToLibwebp(String name) {
        check("webp", name);
    }

    private static void check(String folder, String name) {
        Expected.Picture expected = expected(folder).pictures().get(name);
        Image image = PictureDecoder.decode(name, Samples.bytes(folder + "/" + name), DecodeOptions.DEFAULT);
        assertThat(image.width()).isEqualTo(expected.width());
        assertThat(image.height()).isEqualTo(expected.height());
        assertThat(Json.sha256(image.rgb())).isEqualTo(expected.sha256Rgb());
    }

    @Test
    void exifOrientationTurnsThePictureOnlyWhenAsked() {
        byte[] jpeg = Samples.bytes("jpeg/exif-orientation-6.jpg");
        Image stored = decode(jpeg);
        Image turned = PictureDecoder.decode("x", jpeg, new DecodeOptions(true, 0xFFFFFF, 1 << 20));
        assertThat(turned.width()).isEqualTo(stored.height());
        assertThat(turned.height()).isEqualTo(stored.width());
        assertThat(turned.at(0, turned.width() - 1, 1)).isEqualTo(stored.at(0, 0, 1)); // first row at the right
        assertThat(turned.at(5, 7, 2)).isEqualTo(stored.at(stored.height() - 1 - 7, 5, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg/420.jpg",
                "jpeg/progressive-420.jpg",
                "jpeg/ycck.jpg",
                "webp/lossy.webp",
                "webp/lossless.webp"
            })
    void everyTruncationIsRefused(String name) {
        byte[] whole = Samples.bytes(name);
        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(cut)).as("%d bytes", length).isInstanceOf(BadImageException.class);
        }
        assertThatThrownBy(() -> decode(Arrays.copyOf(whole, whole.length - 2)))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("truncated");
    }

    /** What many downloads look like: the scan stops early, but somebody has put the end marker behind it. */
    @Test
    void aScanThatStopsEarlyIsRefusedEvenWithItsEndMarker() {
        byte[] whole = Samples.bytes("jpeg/420.jpg");
        byte[] cut = Arrays.copyOf(whole, whole.length - 300);
        cut[cut.length - 2] = (byte) 0xFF;
        cut[cut.length - 1] = (byte) 0xD9;
        assertThatThrownBy(() -> decode(cut))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("premature end of data segment");
    }

    @Test
    void whatFollowsTheEndMarkerIsIgnored() {
        byte[] whole = Samples.bytes("jpeg/444.jpg");
        byte[] longer = Arrays.copyOf(whole, whole.length + 100);
        assertThat(decode(longer).rgb()).isEqualTo(decode(whole).rgb());
    }

    @Test
    void profilesAndThumbnailsChangeNothing() {
        byte[] whole = Samples.bytes("jpeg/444.jpg");
        byte[] profile = {
            (byte) 0xFF, (byte) 0xE2, 0, 18, 'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, 9, 1, 7, 7
        };
        byte[] with = new byte[whole.length + profile.length];
        System.arraycopy(whole, 0, with, 0, 2);
        System.arraycopy(profile, 0, with, 2, profile.length);
        System.arraycopy(whole, 2, with, 2 + profile.length, whole.length - 2);
        assertThat(decode(with).rgb()).isEqualTo(decode(whole).rgb());
    }

    @Test
    void hugeDimensionsAndOddCodingsAreRefusedByTheHeader() {
        byte[] jpeg = Samples.bytes("jpeg/444.jpg");
        int frame = frame(jpeg);
        byte[] huge = jpeg.clone();
        Arrays.fill(huge, frame + 5, frame + 9, (byte) 0xFF);
        assertThatThrownBy(() -> decode(huge)).hasMessageContaining("65535 x 65535 pixels");
        byte[] hollow = jpeg.clone();
        hollow[frame + 5] = 30;
        hollow[frame + 7] = 30;
        assertThatThrownBy(() -> decode(hollow)).hasMessageContaining("cannot hold");
        byte[] arithmetic = jpeg.clone();
        arithmetic[frame + 1] = (byte) 0xC9;
        assertThatThrownBy(() -> decode(arithmetic)).hasMessageContaining("SOF9");
        byte[] deep = jpeg.clone();
        deep[frame + 4] = 12;
        assertThatThrownBy(() -> decode(deep)).hasMessageContaining("3 components of 12 bits");
    }

    private static int frame(byte[] jpeg) {
        for (int i = 0; i < jpeg.length - 1; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                return i;
            }
        }
        throw new AssertionError("no SOF0");
    }
}
