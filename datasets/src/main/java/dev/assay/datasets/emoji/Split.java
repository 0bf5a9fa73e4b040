package dev.assay.datasets.emoji;

import dev.assay.spec.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Which emoji are for validation. A family of base emoji goes to validation if the first 32 bits of the SHA-256 of its
 * name, read as an unsigned number, divide by 5. Bases are one family if any vendor draws some of their pictures alike,
 * pixel by pixel (the flags of Norway and of Bouvet Island), so that no training picture comes back in validation.
 */
final class Split {
    private final Map<String, String> parent = new HashMap<>();
    private final Map<String, String> baseOfPicture = new HashMap<>();

    /** Says that {@code vendor} draws an emoji of {@code base} like this. */
    void add(String vendor, String base, byte[] rgb) {
        String picture = vendor + Json.sha256(rgb);
        String other = baseOfPicture.putIfAbsent(picture, base);
        if (other != null) {
            join(family(other), family(base));
        }
    }

    /** The smallest code points among the bases of the family: its name. */
    String family(String base) {
        String above = parent.getOrDefault(base, base);
        return above.equals(base) ? base : family(above);
    }

    private void join(String a, String b) {
        if (!a.equals(b)) {
            parent.put(a.compareTo(b) < 0 ? b : a, a.compareTo(b) < 0 ? a : b);
        }
    }

    /** {@code train} or {@code validation}; ask when all pictures are known. */
    String of(String base) {
        String hash = Json.sha256(family(base).getBytes(StandardCharsets.UTF_8));
        return Long.parseLong(hash.substring(0, 8), 16) % 5 == 0 ? "validation" : "train";
    }
}
