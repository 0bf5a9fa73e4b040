package dev.assay.reports.rating;

import dev.assay.reports.rating.RatingSheet.Picture;
import dev.assay.reports.rating.RatingSheet.Side;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small plans to test with. */
final class Sheets {
    /** One grey pixel. */
    static final String PIXEL = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    static final List<String> SYSTEMS = List.of("base-alone", "base-joined", "base-mixed");

    private Sheets() {}

    static RatingPlan plan(int repeats, long seed) {
        return new RatingPlan(
                "trial", "base-alone", SYSTEMS, List.of(shown("kite-01"), shown("kite-02")), repeats, seed);
    }

    private static RatingPlan.Shown shown(String group) {
        Map<String, Side> sides = new TreeMap<>();
        SYSTEMS.forEach(s ->
                sides.put(s, new Side(List.of(new Picture("a red kite </script><script>alert(1)</script>", PIXEL)))));
        return new RatingPlan.Shown(group, "Draw a <b>kite</b>.", List.of(new Picture("given", PIXEL)), sides);
    }
}
