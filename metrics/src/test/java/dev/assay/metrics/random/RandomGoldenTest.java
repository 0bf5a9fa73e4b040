package dev.assay.metrics.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every draw of numpy_rng.json. */
class RandomGoldenTest {
    private final JsonNode golden = golden();

    @ParameterizedTest
    @ValueSource(ints = {0, 42, 2020, 2021})
    void numpyDrawsAreRepeated(int seed) {
        JsonNode expected = golden.get("RandomState(" + seed + ")");
        NumpyRandom random = new NumpyRandom(seed);
        assertThat(random.permutation(10)).containsExactly(ints(expected.get("permutation(10)")));
        assertThat(random.choice(100, 8)).containsExactly(ints(expected.get("then_choice(100,8,replace=False)")));
        assertThat(IntStream.of(random.permutation(1000)).limit(8).toArray())
                .containsExactly(ints(expected.get("then_permutation(1000)_first8")));
        assertThat(IntStream.range(0, 6).map(i -> random.integer(1000)).toArray())
                .containsExactly(ints(expected.get("then_randint(0,1000,6)")));
        for (JsonNode value : expected.get("then_random_sample(3)")) {
            assertThat(random.uniform()).isEqualTo(value.asDouble());
        }
        for (JsonNode value : expected.get("then_randn(4)")) {
            // The C library's log and Java's may differ in the last bit.
            assertThat(random.normal()).isCloseTo(value.asDouble(), within(1e-15));
        }
        for (JsonNode value : expected.get("then_uint32x3")) {
            assertThat(Integer.toUnsignedLong(random.bits())).isEqualTo(value.asLong());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 42, 2020, 2021})
    void pythonShufflesAreRepeated(int seed) {
        JsonNode expected = golden.get("python random.seed(" + seed + "); shuffle(range(12))");
        assertThat(new PythonRandom(seed).shuffled(12)).containsExactly(ints(expected));
    }

    @Test
    void numpyShuffleOfANumberRangeIsAPermutation() {
        JsonNode expected = golden.get("RandomState(0).shuffle(arange(20)) (EDM2 image subset)");
        assertThat(new NumpyRandom(0).permutation(20)).containsExactly(ints(expected));
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static JsonNode golden() {
        try (InputStream in = RandomGoldenTest.class.getResourceAsStream("/golden/numpy_rng.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
