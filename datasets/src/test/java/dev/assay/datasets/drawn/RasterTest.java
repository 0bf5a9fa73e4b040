package dev.assay.datasets.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import org.junit.jupiter.api.Test;

class RasterTest {
    private static final Raster.Paint WHITE = new Raster.Even(0xFFFFFF);

    /** White of a black sheet, in pixels. */
    private static double area(Raster raster) {
        Image image = raster.image();
        double sum = 0;
        for (int i = 0; i < image.rgb().length; i += 3) {
            sum += (image.rgb()[i] & 0xFF) / 255.0;
        }
        return sum;
    }

    @Test
    void aBoxOnPixelEdgesIsExact() {
        Raster raster = new Raster();
        raster.fill(WHITE, Curves.box(10, 20, 30, 40, 0));
        assertThat(area(raster)).isEqualTo(1200);
        assertThat(raster.image().at(20, 10, 0)).isEqualTo(255);
        assertThat(raster.image().at(19, 10, 0)).isZero();
        assertThat(raster.image().at(59, 39, 2)).isEqualTo(255);
        assertThat(raster.image().at(59, 40, 2)).isZero();
    }

    /** A third of the samples of a pixel are inside. */
    @Test
    void aPixelIsTheMeanOfItsSamples() {
        Raster raster = new Raster();
        raster.fill(WHITE, Curves.box(10, 10, 1 / 3.0, 1, 0));
        assertThat(raster.image().at(10, 10, 0)).isEqualTo(85);
    }

    /** A polygon of 72 corners has 0.13 % less than the circle; the samples add as little. */
    @Test
    void discsAndRingsHaveTheirArea() {
        Raster disc = new Raster();
        disc.fill(WHITE, Curves.oval(256.3, 250.9, 100, 60, 30));
        assertThat(area(disc)).isCloseTo(Math.PI * 6000, within(40.0));
        Raster ring = new Raster();
        ring.fill(WHITE, Curves.oval(256, 256, 100, 100, 0), Curves.oval(256, 256, 50, 50, 0));
        assertThat(area(ring)).isCloseTo(Math.PI * 7500, within(50.0));
    }

    @Test
    void aStrokeIsARectangleWithTwoHalfDiscs() {
        Raster raster = new Raster();
        raster.stroke(WHITE, 20, false, 100, 100, 300, 250);
        assertThat(area(raster)).isCloseTo(250 * 20 + Math.PI * 100, within(10.0));
    }

    @Test
    void whatIsBeyondTheEdgeIsCut() {
        Raster raster = new Raster();
        raster.fill(WHITE, Curves.box(-50, -50, 60, 60, 0));
        raster.fill(WHITE, Curves.box(500, 500, 1000, 1000, 0));
        raster.fill(WHITE, Curves.box(900, 100, 50, 50, 0));
        raster.fill(WHITE, Curves.box(-90, 100, 50, 50, 0));
        assertThat(area(raster)).isEqualTo(100 + 144);
    }

    @Test
    void aSmoothCurveGoesThroughItsPoints() {
        double[] curve = Curves.smooth(false, 0, 0, 10, 40, 30, 5);
        assertThat(new double[] {curve[24], curve[25]}).containsExactly(10, 40);
        assertThat(new double[] {curve[curve.length - 2], curve[curve.length - 1]})
                .containsExactly(30, 5);
    }

    @Test
    void affineMapsComposeFromRightToLeft() {
        Affine both = Affine.move(5, 0).after(Affine.scale(2, 0, 0));
        assertThat(both.map(1, 3)).containsExactly(7, 6);
        assertThat(both.size()).isEqualTo(2);
        assertThat(Affine.mirror(256).map(200, 9)).containsExactly(312, 9);
        assertThat(Affine.slant(0.5, 100).map(0, 80)).containsExactly(10, 80);
    }
}
