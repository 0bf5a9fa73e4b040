package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "65504, 65504",
        "65519.996, 65504",
        "65520, Infinity",
        "-70000, -Infinity",
        "2049, 2048",
        "2051, 2052",
        "0.1, 0.0999755859375",
        "-0.1, -0.0999755859375",
        "6.103515625E-5, 6.103515625E-5",
        "5.960464477539063E-8, 5.960464477539063E-8",
        "2.9802322387695312E-8, 0",
        "3.1E-8, 5.960464477539063E-8",
        "8.940696716308594E-8, 1.1920928955078125E-7",
    })
    void roundsToNearestEven(float value, float half) {
        assertThat(Half.round(value)).isEqualTo(half);
    }

    @Test
    void whatIsNotANumberStaysSo() {
        assertThat(Half.round(Float.NaN)).isNaN();
        assertThat(Half.round(Float.intBitsToFloat(0x7FFFFFFF))).isNaN();
    }

    @Test
    void everyHalfIsItsOwnRounding() {
        for (int exponent = -24; exponent <= 15; exponent++) {
            int bits = Math.min(10, exponent + 24);
            for (int mantissa = 0; mantissa < 1 << bits; mantissa++) {
                float half = (float) Math.scalb(1 + mantissa / (double) (1 << bits), exponent);
                assertThat(Half.round(half)).isEqualTo(half);
                assertThat(Half.round(-half)).isEqualTo(-half);
            }
        }
    }
}
