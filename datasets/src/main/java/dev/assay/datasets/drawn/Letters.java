package dev.assay.datasets.drawn;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Capital letters as strokes in a cell 100 high, the baseline at y = 100; straight pieces and smooth curves. */
final class Letters {
    /** Strokes divided by bars, each x,y x,y ...; a tilde makes the stroke smooth. */
    private static final Map<Character, String> STROKES = Map.ofEntries(
            Map.entry('A', "0,100 32,0 64,100|12,64 52,64"),
            Map.entry('B', "0,0 0,100|~0,0 34,2 48,24 34,46 0,48|~0,48 40,50 56,74 40,98 0,100"),
            Map.entry('C', "~62,16 36,0 8,22 0,50 8,78 36,100 62,84"),
            Map.entry('D', "0,0 0,100|~0,0 36,6 58,32 58,68 36,94 0,100"),
            Map.entry('E', "54,0 0,0 0,100 54,100|0,48 44,48"),
            Map.entry('F', "54,0 0,0 0,100|0,48 42,48"),
            Map.entry('G', "~62,16 36,0 8,22 0,50 8,78 36,100 62,86|62,86 62,54 38,54"),
            Map.entry('H', "0,0 0,100|60,0 60,100|0,50 60,50"),
            Map.entry('I', "0,0 0,100"),
            Map.entry('J', "40,0 40,70|~40,70 34,92 18,100 0,88"),
            Map.entry('K', "0,0 0,100|58,0 0,56|20,38 60,100"),
            Map.entry('L', "0,0 0,100 52,100"),
            Map.entry('M', "0,100 0,0 38,64 76,0 76,100"),
            Map.entry('N', "0,100 0,0 62,100 62,0"),
            Map.entry('O', "~36,0 10,14 0,50 10,86 36,100 62,86 72,50 62,14 36,0"),
            Map.entry('P', "0,0 0,100|~0,0 40,2 56,27 40,52 0,54"),
            Map.entry('Q', "~36,0 10,14 0,50 10,86 36,100 62,86 72,50 62,14 36,0|46,76 74,108"),
            Map.entry('R', "0,0 0,100|~0,0 40,2 56,27 40,52 0,54|26,54 58,100"),
            Map.entry('S', "~56,14 32,0 6,12 4,32 28,48 54,64 56,86 30,100 0,86"),
            Map.entry('T', "0,0 64,0|32,0 32,100"),
            Map.entry('U', "0,0 0,64|~0,64 6,90 30,100 54,90 60,64|60,64 60,0"),
            Map.entry('V', "0,0 32,100 64,0"),
            Map.entry('W', "0,0 22,100 46,24 70,100 92,0"),
            Map.entry('X', "0,0 60,100|60,0 0,100"),
            Map.entry('Y', "0,0 31,50 62,0|31,50 31,100"),
            Map.entry('Z', "0,0 58,0 0,100 58,100"));

    private Letters() {}

    /** Strokes of a letter as points. */
    static List<double[]> strokes(char letter) {
        String text = STROKES.get(letter);
        if (text == null) {
            throw new AssayException(
                    "letter '" + letter + "'", "it cannot be drawn", "there are A to Z", "use capital letters");
        }
        List<double[]> strokes = new ArrayList<>();
        for (String stroke : text.split("\\|", -1)) {
            boolean smooth = stroke.startsWith("~");
            String[] numbers = stroke.substring(smooth ? 1 : 0).split("[ ,]", -1);
            double[] points = new double[numbers.length];
            for (int i = 0; i < points.length; i++) {
                points[i] = Double.parseDouble(numbers[i]);
            }
            strokes.add(smooth ? Curves.smooth(false, points) : points);
        }
        return strokes;
    }

    /** How far a letter reaches to the right of its cell's left edge. */
    static double width(char letter) {
        double width = 0;
        for (double[] stroke : strokes(letter)) {
            for (int i = 0; i < stroke.length; i += 2) {
                width = Math.max(width, stroke[i]);
            }
        }
        return width;
    }
}
