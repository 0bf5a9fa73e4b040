package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.spec.Suite;
import dev.assay.spec.Suite.GradedSystem;
import dev.assay.spec.SuiteResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {
    private final SuiteScores broken = SuiteScores.of(MadeUp.brokenSuite());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void everyValueButTheFloorIsAMarkWithItsNumber(int column) {
        Document svg = Markup.parse(plot(broken, column).svg(broken.series()));
        assertThat(Markup.texts(svg, "title"))
                .hasSize(25)
                .anyMatch(t -> t.startsWith("blur-4: "))
                .anyMatch(t -> t.startsWith("validation: "));
        assertThat(Markup.withClass(svg, "hit")).hasSize(24);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void namesBesideThePlotDoNotOverlap(int column) {
        Document svg = Markup.parse(plot(broken, column).svg(broken.series()));
        List<Double> places = Markup.withClass(svg, "name").stream()
                .map(e -> Double.valueOf(e.getAttribute("y")))
                .sorted()
                .toList();
        assertThat(places).hasSize(8).allSatisfy(y -> assertThat(y).isBetween(0.0, 268.0));
        // a line of text is 13 high; coordinates are rounded to a tenth
        IntStream.range(1, places.size())
                .forEach(i -> assertThat(places.get(i) - places.get(i - 1)).isGreaterThanOrEqualTo(12.8));
    }

    @Test
    void everythingIsInsideTheDrawing() {
        Document svg = Markup.parse(plot(broken, 1).svg(broken.series()));
        for (Element hit : Markup.withClass(svg, "hit")) {
            assertThat(Double.parseDouble(hit.getAttribute("cx"))).isBetween(46.0, 290.0);
            assertThat(Double.parseDouble(hit.getAttribute("cy"))).isBetween(12.0, 234.0);
        }
    }

    @Test
    void valuesThatBreakTheOrderHaveARing() {
        assertThat(Markup.withClass(Markup.parse(plot(broken, 1).svg(broken.series())), "breach"))
                .hasSize(1);
        assertThat(Markup.withClass(Markup.parse(plot(broken, 2).svg(broken.series())), "breach"))
                .isEmpty();
    }

    @Test
    void theFileOfItsOwnIsWellFormedAndSized() {
        Document svg = Markup.parse(plot(broken, 0).standalone(broken.series().subList(2, 3)));
        assertThat(svg.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("420");
        assertThat(Markup.texts(svg, "title")).hasSize(5);
    }

    @Test
    void gradesOfAnySizeGiveFewTicks() {
        SuiteResult whole = MadeUp.suite();
        Suite suite = whole.suite();
        List<GradedSystem> far = suite.systems().stream()
                .map(s -> s.system().equals("blur-4")
                        ? new GradedSystem(
                                s.system(), s.series(), Integer.MAX_VALUE, s.about(), s.images(), s.distortion())
                        : s)
                .toList();
        Suite stretched = new Suite(
                suite.suite(),
                suite.version(),
                suite.about(),
                suite.dataset(),
                suite.extractor(),
                suite.reference(),
                suite.preset(),
                suite.override(),
                far,
                suite.expectations());
        SuiteScores scores = SuiteScores.of(new SuiteResult(stretched, whole.results(), List.of()));
        assertThat(Markup.withClass(Markup.parse(plot(scores, 0).svg(scores.series())), "tick"))
                .hasSizeLessThan(30);
    }

    private static Plot plot(SuiteScores scores, int column) {
        return new Plot(scores, scores.columns().get(column), 420, 268);
    }
}
