package dev.assay.spec.groups;

import dev.assay.spec.Sorted;
import java.util.Map;

/**
 * A picture that code draws, so that no one else's pictures are shipped and what is in it is known exactly.
 *
 * @param recipe name of the recipe; {@code none} for no picture
 * @param with its parameters by name, words all of them
 */
public record Drawing(String recipe, Map<String, String> with) {
    /** No picture: the truth of most targets is not known. */
    public static final Drawing NONE = new Drawing("none", Map.of());

    public Drawing {
        with = Sorted.copy(with);
    }

    /** Whether there is a picture. */
    public boolean drawn() {
        return !recipe.equals(NONE.recipe());
    }
}
