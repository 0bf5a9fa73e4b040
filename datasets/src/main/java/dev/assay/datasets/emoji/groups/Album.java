package dev.assay.datasets.emoji.groups;

import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.emoji.EmbeddedSet;
import java.util.HashMap;
import java.util.Map;

/** All pictures of an embedded set, decoded and held in memory. */
public final class Album {
    private final EmbeddedSet set;
    private final Map<String, Image> pictures = new HashMap<>();

    private Album(EmbeddedSet set) {
        this.set = set;
    }

    /** Decodes a set. */
    public static Album of(EmbeddedSet set) {
        Album album = new Album(set);
        try (ImageSource.Reader reader = set.all().open()) {
            while (reader.hasNext()) {
                var picture = reader.next();
                album.pictures.put(picture.id(), picture.decode());
            }
        }
        return album;
    }

    public EmbeddedSet set() {
        return set;
    }

    /** A picture in its look. */
    public Image image(Picture picture) {
        return picture.look().of(pictures.get(picture.entry().id()));
    }
}
