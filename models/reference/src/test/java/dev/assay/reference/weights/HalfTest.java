package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HalfTest {
    @Test
    void everyHalfKeepsItsBitsThroughFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.value((short) bits);
            if (Float.isNaN(value)) {
                assertThat(Half.value(Half.nearest(value))).isNaN();
            } else {
                assertThat(Half.nearest(value)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void halvesHaveTheValuesOfTheStandard() {
        assertThat(Half.value((short) 0x8000)).isEqualTo(-0f);
        assertThat(Half.value((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(Half.value((short) 0x03FF)).isEqualTo(1023 * 0x1p-24f);
        assertThat(Half.value((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(Half.value((short) 0x3555)).isEqualTo(0x1.554p-2f);
        assertThat(Half.value((short) 0x7BFF)).isEqualTo(65504);
        assertThat(Half.value((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Half.value((short) 0x7E00)).isNaN();
    }

    @Test
    void everyNumberGoesToTheNearestHalfAndTiesToTheEvenOne() {
        TreeMap<Float, Integer> halves = new TreeMap<>();
        for (int bits = 0; bits < 0x7C00; bits++) {
            halves.put(Half.value((short) bits), bits);
        }
        Random random = new Random(7);
        for (int trial = 0; trial < 200_000; trial++) {
            float value = Float.intBitsToFloat(random.nextInt(Float.floatToIntBits(65520)));
            float below = halves.floorKey(value);
            Float above = halves.ceilingKey(value);
            int expected = nearer(value, below, above == null ? 65536 : above, halves);
            assertThat(Half.nearest(value)).as("%a", value).isEqualTo((short) expected);
            assertThat(Half.nearest(-value)).as("%a", -value).isEqualTo((short) (expected | 0x8000));
        }
    }

    private static int nearer(float value, float below, float above, Map<Float, Integer> halves) {
        double down = (double) value - below;
        double up = (double) above - value;
        int lower = halves.get(below);
        int upper = halves.getOrDefault(above, 0x7C00);
        if (down == up) {
            return lower % 2 == 0 ? lower : upper;
        }
        return down < up ? lower : upper;
    }

    @Test
    void tiesAndLimitsRoundAsIeee754Says() {
        assertThat(Half.nearest(1 + 0x1p-11f)).isEqualTo((short) 0x3C00);
        assertThat(Half.nearest(1 + 0x1.8p-10f)).isEqualTo((short) 0x3C02);
        assertThat(Half.nearest(Math.nextUp(1 + 0x1p-11f))).isEqualTo((short) 0x3C01);
        assertThat(Half.nearest(0x1p-25f)).isEqualTo((short) 0);
        assertThat(Half.nearest(Math.nextUp(0x1p-25f))).isEqualTo((short) 1);
        assertThat(Half.nearest(0x1.8p-24f)).isEqualTo((short) 2);
        assertThat(Half.nearest(Float.MIN_VALUE)).isEqualTo((short) 0);
        assertThat(Half.nearest(-Float.MIN_VALUE)).isEqualTo((short) 0x8000);
        assertThat(Half.nearest(Math.nextDown(0x1p-14f))).isEqualTo((short) 0x0400);
        assertThat(Half.nearest(Math.nextDown(65520f))).isEqualTo((short) 0x7BFF);
        assertThat(Half.nearest(65520)).isEqualTo((short) 0x7C00);
        assertThat(Half.nearest(-Float.MAX_VALUE)).isEqualTo((short) 0xFC00);
        assertThat(Half.nearest(Float.NaN)).isEqualTo((short) 0x7E00);
    }
}
