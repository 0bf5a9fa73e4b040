package dev.assay.datasets.drawn;

import dev.assay.datasets.Image;
import dev.assay.spec.Names;
import dev.assay.spec.groups.Drawing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Draws what {@link Drawing} describes: 512 x 512 pixels, the same bytes everywhere. */
public final class Drawings {
    private static final int BLUEPRINT = 0x1F4E8C;

    private static final Map<String, Function<Words, Image>> RECIPES = new TreeMap<>(Map.of(
            "thing", words -> rendered(Things.draw(words), words),
            "scene", words -> rendered(Scenes.draw(words), words),
            "figure", words -> rendered(Figures.draw(words), words),
            "page", words -> rendered(Figures.page(words), words),
            "plan", words -> rendered(Plans.draw(words), words),
            "word", Lettering::draw,
            "styled scene", words -> styled(Scenes.draw(words), words)));

    private Drawings() {}

    /** Names of the recipes. */
    public static List<String> recipes() {
        return List.copyOf(RECIPES.keySet());
    }

    /**
     * The picture of a drawing. An unknown recipe, a missing, unknown or malformed parameter is an
     * {@link dev.assay.spec.AssayException}.
     */
    public static Image draw(Drawing drawing) {
        Function<Words, Image> recipe = RECIPES.get(drawing.recipe());
        if (recipe == null) {
            throw Names.unknown("recipe", drawing.recipe(), RECIPES.keySet());
        }
        Words words = new Words(drawing);
        Image image = recipe.apply(words);
        words.finish();
        return image;
    }

    private static Image rendered(Pad pad, Words words) {
        return pad.render(words.render(), words.colour("paper", "white")).image();
    }

    private static Image styled(Pad pad, Words words) {
        String style = words.word("style");
        if (style.equals("blueprint")) {
            return blueprint(pad.render(Render.LINE, Colours.WHITE).image());
        }
        // Few tones need even ones and lines to be read.
        Render render = Set.of("engraving", "poster").contains(style) ? Render.FLAT : Render.SHADED;
        return Styles.apply(style, pad.render(render, Colours.WHITE).image());
    }

    /** White lines on blue. */
    private static Image blueprint(Image lines) {
        byte[] rgb = new byte[lines.rgb().length];
        for (int i = 0; i < rgb.length; i += 3) {
            int colour = Colours.mix(Colours.WHITE, BLUEPRINT, (lines.rgb()[i] & 0xFF) / 255.0);
            rgb[i] = (byte) (colour >> 16);
            rgb[i + 1] = (byte) (colour >> 8);
            rgb[i + 2] = (byte) colour;
        }
        return new Image(lines.height(), lines.width(), rgb);
    }
}
