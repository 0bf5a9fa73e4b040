package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.FeatureMatrix;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
    /** 1 MiB of floats is a block, so these fill several. */
    private static final int N = 700;

    private static final int D = 5000;

    private static float value(int i, int j) {
        return i * 10_000f + j;
    }

    private static float[] values(int from, int to) {
        float[] values = new float[(to - from) * D];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < D; j++) {
                values[(i - from) * D + j] = value(i, j);
            }
        }
        return values;
    }

    private static void assertWhole(Rows rows) {
        assertThat(rows.size()).isEqualTo(N);
        float[] row = new float[D + 1];
        for (int i = 0; i < N; i++) {
            rows.copyRow(i, row, 1);
            assertThat(row[1]).isEqualTo(value(i, 0));
            assertThat(row[D]).isEqualTo(value(i, D - 1));
            assertThat(rows.at(i, 17)).isEqualTo(value(i, 17));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 209, 500, 700})
    void rowsComeBackInOrderHoweverTheyArrive(int piece) {
        Rows.Collector collector = new Rows.Collector(D);
        for (int i = 0; i < N; i += piece) {
            collector.add(values(i, Math.min(N, i + piece)), 0, Math.min(piece, N - i));
        }
        assertWhole(collector.statistic());
    }

    @Test
    void mergedPartsAreTheWhole() {
        Rows first = Rows.of(values(0, 300), D);
        Rows second = Rows.of(values(300, N), D);
        assertWhole((Rows) Statistic.merge(first, second));
        assertWhole(Rows.merge(Rows.merge(Rows.of(new float[0], D), first), second));
    }

    @Test
    void savedRowsAreReadAsFeaturesBitForBit(@TempDir Path folder) {
        Path file = folder.resolve("rows.npz");
        Rows rows = Rows.merge(Rows.of(values(0, 300), D), Rows.of(values(300, N), D));
        NpyWriter.writeNpz(file, Map.of("features", rows.array()));
        assertWhole(read(file));
        NpyWriter.writeNpz(file, Map.of("features", Rows.of(values(0, N), D).array()));
        assertWhole(read(file));
    }

    private static Rows read(Path file) {
        FeatureMatrix matrix = EvaluationInput.open(file, DecodeOptions.DEFAULT)
                .features()
                .orElseThrow()
                .taps()
                .get("features");
        float[] values = new float[N * D];
        try (FeatureMatrix.RowReader reader = matrix.open()) {
            assertThat(reader.read(values, 0, N)).isEqualTo(N);
        }
        return Rows.of(values, matrix.columns());
    }

    @Test
    void momentsOfRowsAreThoseOfTheStream() {
        float[] features = ParityArrays.features(ParityArrays.REFERENCE, 600, 8);
        Moments.Collector collector = new Moments.Collector(8, Compute.on(1));
        collector.add(features, 0, 600);
        assertThat(Rows.of(features, 8).moments(Compute.on(2)).sameAs(collector.statistic()))
                .isTrue();
    }

    @Test
    void badInputIsOneClearError() {
        assertThatThrownBy(() -> Rows.of(new float[] {0, 0, 0, Float.NEGATIVE_INFINITY}, 2))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("row 1, column 1 is -Infinity");
        assertThatThrownBy(() -> Rows.merge(Rows.of(new float[2], 2), Rows.of(new float[3], 3)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("2 columns, the other 3");
        Moments.Collector collector = new Moments.Collector(2, Compute.on(1));
        collector.add(new float[4], 0, 2);
        assertThatThrownBy(() -> Statistic.merge(Rows.of(new float[2], 2), collector.statistic()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("both must hold the same");
        for (int columns : new int[] {0, Dimensions.MAX_OF_ROWS + 1}) {
            assertThatThrownBy(() -> Rows.of(new float[3 * columns], columns))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining(columns + " columns; rows have 1 to 262144 columns");
            assertThatThrownBy(() -> new Rows.Collector(columns)).isInstanceOf(AssayException.class);
        }
    }
}
