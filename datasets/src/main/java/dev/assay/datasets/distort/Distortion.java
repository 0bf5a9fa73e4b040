package dev.assay.datasets.distort;

import dev.assay.datasets.ImageSource;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something done to a set of real pictures, by a stated amount. The result is a pure function of the set and the
 * parameters, has as many pictures, and can be read any number of times. Random choices follow from (seed, position)
 * alone, and a stronger grade keeps what a weaker one chose.
 *
 * <ul>
 *   <li>{@code gaussian-blur}: {@code sigma} in pixels.
 *   <li>{@code gaussian-noise}: {@code sigma} in grey levels, {@code seed}.
 *   <li>{@code jpeg}: {@code quality} 1 to 100.
 *   <li>{@code colour-shift}: {@code hue} in degrees, {@code offset} of red, green and blue in grey levels.
 *   <li>{@code duplicates}: {@code keep}, the fraction of pictures kept, {@code seed}; copies of those replace the others.
 *   <li>{@code drop-categories}: {@code keep}, the fraction of classes kept, {@code seed}; copies replace the others.
 *   <li>{@code copies}: {@code fraction} replaced by pictures of the reference set, {@code seed}.
 * </ul>
 */
public sealed interface Distortion permits PixelDistortion, SetDistortion, Unchanged {
    /** All names there are. */
    List<String> NAMES = List.of(
            "gaussian-blur", "gaussian-noise", "jpeg", "colour-shift", "duplicates", "drop-categories", "copies");

    /**
     * The distorted set.
     *
     * @throws AssayException if the distortion needs a reference set
     */
    ImageSource apply(ImageSource images);

    /** The distorted set; {@code reference} is what copies are taken from. */
    default ImageSource apply(ImageSource images, ImageSource reference) {
        return apply(images);
    }

    /**
     * The distortion that {@code name} and parameters describe; nothing for an empty map.
     *
     * @throws AssayException for an unknown name, and for missing, unknown or unfit parameters
     */
    static Distortion parse(Map<String, Object> description) {
        if (description.isEmpty()) {
            return new Unchanged();
        }
        if (!(description.get("name") instanceof String name)) {
            throw new AssayException(
                    "distortion " + description, "it has no name", "there are " + String.join(", ", NAMES), "name one");
        }
        Map<String, Object> parameters = new HashMap<>(description);
        parameters.remove("name");
        return switch (name) {
            case "gaussian-blur" -> bind(name, parameters, GaussianBlur.class);
            case "gaussian-noise" -> bind(name, parameters, GaussianNoise.class);
            case "jpeg" -> bind(name, parameters, Jpeg.class);
            case "colour-shift" -> bind(name, parameters, ColourShift.class);
            case "duplicates" -> bind(name, parameters, Duplicates.class);
            case "drop-categories" -> bind(name, parameters, DropCategories.class);
            case "copies" -> bind(name, parameters, Copies.class);
            default -> throw Names.unknown("distortion", name, NAMES);
        };
    }

    private static <T> T bind(String name, Map<String, Object> parameters, Class<T> type) {
        return Json.bind("distortion " + name, parameters, type);
    }
}
