package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LossCurveTest {
    private static List<Long> steps(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static List<String> points(String svg, String kind) {
        Matcher line = Pattern.compile("<polyline class=\"%s\" points=\"([^\"]*)\"".formatted(kind))
                .matcher(svg);
        assertThat(line.find()).isTrue();
        return List.of(line.group(1).split(" ", -1));
    }

    private static List<String> heights(String svg, String kind) {
        return points(svg, kind).stream()
                .map(point -> point.substring(point.indexOf(',')))
                .toList();
    }

    /** Two of forty rows are a twentieth, so losses that go up and down by turns have a flat mean after the first. */
    @Test
    void theMeanIsOverATwentiethOfTheRows() {
        List<Double> losses =
                steps(40).stream().map(i -> i % 2 == 0 ? 1.0 : 3.0).toList();
        String svg = new LossCurve(steps(40), losses).svg();
        assertThat(heights(svg, "raw")).hasSize(40);
        assertThat(Set.copyOf(heights(svg, "raw"))).hasSize(2);
        assertThat(heights(svg, "mean")).hasSize(40);
        assertThat(Set.copyOf(heights(svg, "mean").subList(1, 40))).hasSize(1);
    }

    @Test
    void lossesOfManySizesAreOnALogScale() {
        assertThat(new LossCurve(steps(3), List.of(100.0, 10.0, 1.0)).svg())
                .contains("loss on a log scale")
                .doesNotContain("NaN");
        assertThat(new LossCurve(steps(3), List.of(3.0, 2.0, 0.0)).svg()).doesNotContain("log scale", "NaN");
    }

    @Test
    void oneRowIsDrawnAndNoneIsRefused() {
        assertThat(points(new LossCurve(List.of(1L), List.of(0.5)).svg(), "raw"))
                .hasSize(1);
        assertThatThrownBy(() -> new LossCurve(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
