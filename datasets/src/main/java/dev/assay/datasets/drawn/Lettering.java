package dev.assay.datasets.drawn;

import dev.assay.datasets.Image;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Words in constructed typefaces. */
final class Lettering {
    private static final double MARGIN = 40;
    private static final int LONGEST = 12;

    /**
     * A typeface.
     *
     * @param weight width of strokes where letters are 100 high
     * @param narrow share of their width that letters keep
     * @param slant how far the top leans to the right, of the height
     * @param gap between letters
     * @param pen how letters are put down
     */
    private record Face(double weight, double narrow, double slant, double gap, Pen pen) {}

    private static final Map<String, Face> FACES = new TreeMap<>(Map.of(
            "round", new Face(22, 1, 0, 38, Lettering::plain),
            "slanted", new Face(13, 1, 0.3, 30, Lettering::plain),
            "tall", new Face(11, 0.5, 0, 26, Lettering::plain),
            "slab", new Face(12, 1.1, 0, 42, Lettering::slab),
            "dotted", new Face(15, 1, 0, 32, Lettering::dotted),
            "inline", new Face(24, 1, 0, 40, Lettering::inline),
            "blocks", new Face(15, 1, 0, 32, Lettering::blocks)));

    /** Puts the strokes of one letter down. */
    @FunctionalInterface
    private interface Pen {
        void put(Raster raster, Ink ink, double weight, List<double[]> strokes);
    }

    private record Ink(int ink, int paper) {}

    private Lettering() {}

    /** Letters in the middle of a sheet. States what they are and in which {@code face}, {@code ink} and {@code paper}. */
    static Image draw(Words words) {
        String word = words.word("word");
        if (word.isEmpty() || word.length() > LONGEST) {
            throw new AssayException(
                    "word '" + word + "'",
                    "%d letters".formatted(word.length()),
                    "1 to %d fit".formatted(LONGEST),
                    "choose another");
        }
        String name = words.word("face");
        Face face = FACES.get(name);
        if (face == null) {
            throw Names.unknown("face", name, FACES.keySet());
        }
        Ink ink = new Ink(words.colour("ink"), words.colour("paper"));
        Raster raster = new Raster();
        raster.fill(new Raster.Even(ink.paper()), Curves.box(0, 0, Raster.SIZE, Raster.SIZE, 0));
        write(raster, ink, face, word);
        return raster.image();
    }

    private static void write(Raster raster, Ink ink, Face face, String word) {
        double width = -face.gap();
        for (int i = 0; i < word.length(); i++) {
            width += Letters.width(word.charAt(i)) * face.narrow() + face.gap();
        }
        double room = Raster.SIZE - 2 * MARGIN;
        double scale = Math.min(room / (width + face.weight() + 100 * face.slant()), face.narrow() < 1 ? 2.6 : 1.7);
        double x = (Raster.SIZE - scale * width) / 2;
        double top = (Raster.SIZE - 100 * scale) / 2;
        for (int i = 0; i < word.length(); i++) {
            Affine place = Affine.slant(face.slant(), Raster.SIZE / 2.0)
                    .after(new Affine(scale * face.narrow(), 0, x, 0, scale, top));
            List<double[]> strokes =
                    Letters.strokes(word.charAt(i)).stream().map(place::map).toList();
            face.pen().put(raster, ink, scale * face.weight(), strokes);
            x += scale * (Letters.width(word.charAt(i)) * face.narrow() + face.gap());
        }
    }

    private static void plain(Raster raster, Ink ink, double weight, List<double[]> strokes) {
        strokes.forEach(s -> raster.stroke(new Raster.Even(ink.ink()), weight, false, s));
    }

    /** A light line inside the strokes. */
    private static void inline(Raster raster, Ink ink, double weight, List<double[]> strokes) {
        plain(raster, ink, weight, strokes);
        strokes.forEach(s -> raster.stroke(new Raster.Even(ink.paper()), 0.22 * weight, false, s));
    }

    /** A level bar at both ends of a stroke. */
    private static void slab(Raster raster, Ink ink, double weight, List<double[]> strokes) {
        plain(raster, ink, weight, strokes);
        for (double[] s : strokes) {
            bar(raster, ink, weight, s[0], s[1]);
            bar(raster, ink, weight, s[s.length - 2], s[s.length - 1]);
        }
    }

    private static void bar(Raster raster, Ink ink, double weight, double x, double y) {
        raster.fill(
                new Raster.Even(ink.ink()),
                Curves.box(x - 1.3 * weight, y - 0.45 * weight, 2.6 * weight, 0.9 * weight, 0));
    }

    private static void dotted(Raster raster, Ink ink, double weight, List<double[]> strokes) {
        for (double[] s : strokes) {
            for (double[] at : spaced(1.2 * weight, s)) {
                raster.fill(new Raster.Even(ink.ink()), Curves.oval(at[0], at[1], weight / 2, weight / 2, 0));
            }
        }
    }

    private static void blocks(Raster raster, Ink ink, double weight, List<double[]> strokes) {
        for (double[] s : strokes) {
            for (double[] at : spaced(1.15 * weight, s)) {
                raster.fill(
                        new Raster.Even(ink.ink()),
                        Curves.box(at[0] - weight / 2, at[1] - weight / 2, weight, weight, 0));
            }
        }
    }

    /** Points along a line, both ends among them, at nearly even distances. */
    private static List<double[]> spaced(double distance, double... points) {
        double length = 0;
        for (int i = 2; i < points.length; i += 2) {
            length += span(i, points);
        }
        int steps = Math.max(1, (int) Math.floor(length / distance + 0.5));
        List<double[]> places = new ArrayList<>();
        double walked = 0;
        int next = 0;
        for (int i = 2; i < points.length; i += 2) {
            double span = span(i, points);
            while (next <= steps && next * length / steps <= walked + span + 1e-9) {
                double share = span == 0 ? 0 : (next * length / steps - walked) / span;
                places.add(new double[] {
                    points[i - 2] + share * (points[i] - points[i - 2]),
                    points[i - 1] + share * (points[i + 1] - points[i - 1])
                });
                next++;
            }
            walked += span;
        }
        return places;
    }

    private static double span(int i, double... points) {
        double dx = points[i] - points[i - 2];
        double dy = points[i + 1] - points[i - 1];
        return Math.sqrt(dx * dx + dy * dy);
    }
}
