package dev.assay.datasets.drawn;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import dev.assay.spec.groups.Drawing;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of a drawing; remembers which were read, so that none is stated for nothing. */
final class Words {
    private final Drawing drawing;
    private final Set<String> unread;

    Words(Drawing drawing) {
        this.drawing = drawing;
        this.unread = new TreeSet<>(drawing.with().keySet());
    }

    String word(String name) {
        String value = drawing.with().get(name);
        if (value == null) {
            throw new AssayException(
                    "drawing '" + drawing.recipe() + "'",
                    "'" + name + "' is missing",
                    "it has " + drawing.with(),
                    "state it");
        }
        unread.remove(name);
        return value;
    }

    /** One of the known words. */
    String word(String name, Collection<String> known) {
        String value = word(name);
        if (!known.contains(value)) {
            throw Names.unknown(name, value, known);
        }
        return value;
    }

    boolean has(String name) {
        return drawing.with().containsKey(name);
    }

    /** A word, or another where none is stated. */
    String word(String name, String otherwise) {
        return has(name) ? word(name) : otherwise;
    }

    int colour(String name) {
        return Colours.named(word(name));
    }

    int colour(String name, String otherwise) {
        return Colours.named(word(name, otherwise));
    }

    int number(String name, int low, int high) {
        String value = word(name);
        if (value.matches("\\d{1,6}")) {
            int number = Integer.parseInt(value);
            if (number >= low && number <= high) {
                return number;
            }
        }
        throw new AssayException(
                "drawing '" + drawing.recipe() + "'",
                "'" + name + "' is " + value,
                "it may be %d to %d".formatted(low, high),
                "correct it");
    }

    Render render() {
        return switch (word("render", Set.of("line", "flat", "shaded"))) {
            case "line" -> Render.LINE;
            case "flat" -> Render.FLAT;
            default -> Render.SHADED;
        };
    }

    /** Fails where a parameter was never read. */
    void finish() {
        if (!unread.isEmpty()) {
            throw new AssayException(
                    "drawing '" + drawing.recipe() + "'",
                    "it states " + unread,
                    "the recipe does not know these",
                    "leave them out");
        }
    }
}
