package dev.assay.reference.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tensors spread over several .safetensors files, as transformers and diffusers save large networks: an index beside them,
 * {@code model.safetensors.index.json}, says in its {@code weight_map} which file has which tensor. What a file has besides
 * is not there.
 */
final class Shards implements Checkpoint {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String SHARD = ".safetensors";
    private static final String INDEX = ".index.json";
    private static final long LONGEST_INDEX = 16_000_000;
    private static final int MOST_SHARDS = 1024;

    /** The names that transformers and diffusers give, without what follows; others are variants beside them. */
    private static final List<String> USUAL = List.of("model" + SHARD, "diffusion_pytorch_model" + SHARD);

    private final String file;
    private final Map<String, Checkpoint> shards = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private Shards(String file) {
        this.file = file;
    }

    static Shards open(Path index) {
        Shards opened = new Shards(String.valueOf(index.getFileName()));
        Map<String, Checkpoint> files = new TreeMap<>();
        boolean usable = false;
        try {
            Map<String, String> map = map(index);
            for (String shard : new TreeSet<>(map.values())) {
                files.put(shard, Safetensors.open(beside(index, shard)));
            }
            map.forEach((name, shard) -> opened.add(name, files.get(shard)));
            usable = true;
            return opened;
        } finally {
            if (!usable) {
                files.values().forEach(Checkpoint::close);
            }
        }
    }

    /** The index and the files that it names. */
    static List<Path> files(Path index) {
        List<Path> files = new ArrayList<>(List.of(index));
        new TreeSet<>(map(index).values()).forEach(shard -> files.add(beside(index, shard)));
        return files;
    }

    /** Whether a file begins as an index does; a header of safetensors cannot be that long. */
    static boolean isIndex(byte[] head, int length) {
        return length >= 8 && head[0] == '{' && head[7] != 0;
    }

    /** The index in a folder, or its only file of tensors; of several the one with the usual name. */
    static Path find(Path folder) {
        List<Path> all = list(folder);
        for (String ending : List.of(SHARD + INDEX, SHARD)) {
            List<Path> found = all.stream()
                    .filter(f -> f.getFileName().toString().endsWith(ending))
                    .toList();
            List<Path> usual = found.stream()
                    .filter(f -> USUAL.stream()
                            .anyMatch(
                                    name -> f.getFileName().toString().equals(name + ending.substring(SHARD.length()))))
                    .toList();
            List<Path> chosen = usual.isEmpty() ? found : usual;
            if (chosen.size() == 1) {
                return chosen.get(0);
            }
            if (chosen.size() > 1) {
                throw several(folder, chosen);
            }
        }
        throw new AssayException(
                folder.toString(),
                "it has no weights",
                "a folder of weights has a file %s or %s".formatted(USUAL.get(0) + INDEX, USUAL.get(0)),
                "name another folder, or the file itself");
    }

    private static AssayException several(Path folder, List<Path> files) {
        return new AssayException(
                folder.toString(),
                "several files may be meant: "
                        + String.join(
                                ", ",
                                files.stream()
                                        .map(f -> f.getFileName().toString())
                                        .toList()),
                "one of them is read",
                "name the file");
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw Malformed.unreadable(folder.toString(), e);
        }
    }

    /** The file of each tensor, in the order of the index. */
    private static Map<String, String> map(Path index) {
        String file = String.valueOf(index.getFileName());
        JsonNode root;
        try {
            if (Files.size(index) > LONGEST_INDEX) {
                throw Malformed.file(file, "an index of %d bytes".formatted(Files.size(index)));
            }
            root = JSON.readTree(Files.readAllBytes(index));
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
        JsonNode stated = root.path("weight_map");
        if (!stated.isObject() || stated.isEmpty()) {
            throw Malformed.file(file, "no 'weight_map' that says which file has which tensor");
        }
        Map<String, String> map = new LinkedHashMap<>();
        stated.properties().forEach(e -> map.put(e.getKey(), plain(file, e.getKey(), e.getValue())));
        if (map.values().stream().distinct().count() > MOST_SHARDS) {
            throw Malformed.file(file, "more than " + MOST_SHARDS + " files");
        }
        return map;
    }

    /** The name of a file beside the index, and nothing that leads elsewhere. */
    private static String plain(String file, String tensor, JsonNode value) {
        String shard = value.isTextual() ? value.asText() : "";
        if (!shard.endsWith(SHARD) || shard.matches("(?s).*[/\\\\:\\p{Cc}].*") || shard.startsWith(".")) {
            throw new AssayException(
                    file,
                    "tensor '%s' is said to be in %s".formatted(tensor, value),
                    "the files of an index are %s files in its own folder".formatted(SHARD),
                    "fetch it again");
        }
        return shard;
    }

    private static Path beside(Path index, String shard) {
        Path file = index.resolveSibling(shard);
        if (!Files.isRegularFile(file)) {
            throw new AssayException(
                    file.toString(),
                    "there is no such file",
                    "all files that %s names lie beside it".formatted(index.getFileName()),
                    "fetch it");
        }
        return file;
    }

    private void add(String name, Checkpoint shard) {
        StoredTensor tensor = shard.tensors().get(name);
        if (tensor == null) {
            throw Malformed.file(shard.file(), "no tensor '%s', which %s says is there".formatted(name, file));
        }
        tensors.put(name, tensor);
        shards.put(name, shard);
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        return shards.get(name).floats(name);
    }

    @Override
    public void close() {
        shards.values().stream().distinct().forEach(Checkpoint::close);
    }
}
