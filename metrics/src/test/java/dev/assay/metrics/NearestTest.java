package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    /** Widths from exact to far wider than the spacing; 7 values or 1000, so that ties are many or few. */
    @ParameterizedTest
    @CsvSource({"4,1000,0", "4,1000,1", "4,1000,500", "4,7,0", "4,7,1", "1,7,3", "30,1000,40", "30,7,2"})
    void theLastOfTheSmallestIsExact(int wanted, int values, double width) {
        SplittableRandom random = new SplittableRandom(values);
        for (int times = 0; times < 50; times++) {
            double[] distances = random.ints(500, 0, values).asDoubleStream().toArray();
            Nearest nearest = new Nearest(wanted, i -> distances[i]);
            for (int i = 0; i < distances.length; i++) {
                nearest.offer(
                        i, distances[i] - width * random.nextDouble(), distances[i] + width * random.nextDouble());
            }
            double[] sorted = distances.clone();
            Arrays.sort(sorted);
            assertThat(nearest.last()).isEqualTo(sorted[wanted - 1]);
        }
    }
}
