package dev.assay.datasets;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What turned images into features. Numbers compare only where both sides have the same.
 *
 * @param extractor name of the feature extractor
 * @param network all that determines the extractor's features, or the one entry of {@link #given}
 * @param images how pictures were read before the extractor saw them; empty where features were given
 */
public record Maker(String extractor, Map<String, String> network, Map<String, String> images) {
    private static final Map<String, String> GIVEN = Map.of("features", "as given by the user");

    /** A sentence for people, which changes no feature. */
    private static final String ABOUT = "about";

    public Maker {
        network = Collections.unmodifiableMap(new TreeMap<>(network));
        images = Collections.unmodifiableMap(new TreeMap<>(images));
    }

    /** The maker of features that a user brought and called by that name. */
    public static Maker given(String extractor) {
        return new Maker(extractor, GIVEN, Map.of());
    }

    /** Whether all that is known is the name that a user gave. */
    public boolean onlyNamed() {
        return network.equals(GIVEN);
    }

    /** The first thing in which two makers differ, in words; empty where both make the same features. */
    public Optional<String> difference(Maker other) {
        if (!extractor.equals(other.extractor)) {
            return Optional.of("one is " + extractor + ", the other " + other.extractor);
        }
        return difference(network, other.network).or(() -> difference(images, other.images));
    }

    private Optional<String> difference(Map<String, String> one, Map<String, String> two) {
        TreeSet<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(two.keySet());
        keys.remove(ABOUT);
        return keys.stream()
                .filter(key -> !one.containsKey(key) || !one.get(key).equals(two.get(key)))
                .findFirst()
                .map(key -> "both are %s, but %s is %s in one and %s in the other"
                        .formatted(
                                extractor,
                                key,
                                one.getOrDefault(key, "not stated"),
                                two.getOrDefault(key, "not stated")));
    }
}
