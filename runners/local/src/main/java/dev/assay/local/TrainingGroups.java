package dev.assay.local;

import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.Image;
import dev.assay.datasets.ImageSource;
import dev.assay.metrics.group.Embedding;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Groups of pictures that a model was trained on: a folder for each. Pictures are read once; what stays is their embeddings.
 *
 * @param names of the folders
 * @param embeddings of each folder's pictures
 */
record TrainingGroups(List<String> names, List<List<Embedding>> embeddings) {
    /** Reads all groups of a folder; folders without pictures are left out. */
    static TrainingGroups read(Path folder, GroupEyes eyes) {
        List<Path> groups = folders(folder);
        TrainingGroups read = new TrainingGroups(new ArrayList<>(), new ArrayList<>());
        try (Progress bar = new Progress("training groups", "groups", OptionalLong.of(groups.size()))) {
            for (Path group : groups) {
                List<Image> images = images(group);
                if (!images.isEmpty()) {
                    read.names.add(folder.relativize(group).toString());
                    read.embeddings.add(eyes.see(images).stream()
                            .map(view -> view.seen().look())
                            .toList());
                }
                bar.advance(1);
            }
        }
        if (read.names.isEmpty()) {
            throw new AssayException(
                    folder.toString(),
                    "no group of pictures in it",
                    "pictures lie in <group>/<picture>.png",
                    "check the path, or put each group into a folder of its own");
        }
        return read;
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new AssayException(
                    folder.toString(),
                    "cannot be listed: " + AssayException.reason(e),
                    "a folder of groups as <group>/<picture>.png is needed",
                    "check the path",
                    e);
        }
    }

    private static List<Image> images(Path group) {
        List<Image> images = new ArrayList<>();
        EvaluationInput.open(group, DecodeOptions.DEFAULT).images().ifPresent(source -> {
            try (ImageSource.Reader reader = source.open()) {
                while (reader.hasNext()) {
                    images.add(reader.next().decode());
                }
            }
        });
        return images;
    }
}
