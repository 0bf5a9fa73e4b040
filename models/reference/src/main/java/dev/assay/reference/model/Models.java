package dev.assay.reference.model;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models there are: presets, one YAML file each in {@code models/reference/presets}, and files of users. */
public final class Models {
    private static final String FOLDER = "/dev/assay/reference/presets";
    private static final String YAML = ".yaml";

    private Models() {}

    /** The names of the presets in order. */
    public static List<String> names() {
        URL folder = Models.class.getResource(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("the presets are missing from the jar");
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return names(Path.of(uri));
            }
            // One of its own, which several threads may have at once; one by URI is shared by all that ask for it.
            Path file = Path.of(
                    ((JarURLConnection) folder.openConnection()).getJarFileURL().toURI());
            try (FileSystem jar = FileSystems.newFileSystem(file)) {
                return names(jar.getPath(FOLDER));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(YAML))
                    .map(f -> f.substring(0, f.length() - YAML.length()))
                    .sorted()
                    .toList();
        }
    }

    /** A preset by name, or the model of a configuration file: anything that ends in .yaml or .yml. */
    public static Model find(String nameOrFile) {
        return find(nameOrFile, Path.of(""));
    }

    /** The same; a file is found from a folder. */
    public static Model find(String nameOrFile, Path folder) {
        if (nameOrFile.endsWith(YAML) || nameOrFile.endsWith(".yml")) {
            return read(folder.resolve(nameOrFile));
        }
        return named(nameOrFile);
    }

    /** A preset; an unknown name is answered with near ones. */
    public static Model named(String name) {
        List<String> names = names();
        if (!names.contains(name)) {
            throw Names.unknown("model", name, names);
        }
        try (InputStream in = Models.class.getResourceAsStream(FOLDER + "/" + name + YAML)) {
            return model(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model of a configuration file. */
    public static Model read(Path file) {
        try {
            return model(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read (" + AssayException.reason(e) + ")",
                    "a YAML file that describes a model is needed",
                    "check the path",
                    e);
        }
    }

    private static Model model(String where, String text) {
        ModelConfig config = ModelConfig.read(where, text);
        Model.checkPublished(config.published());
        return new Model(config, Families.network(config));
    }
}
