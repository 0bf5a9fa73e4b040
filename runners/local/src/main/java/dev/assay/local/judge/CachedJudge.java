package dev.assay.local.judge;

import dev.assay.datasets.ContentHash;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A judge whose answers are kept, so that a second run costs nothing. The key is the hash of the judge's identity, the
 * question, the labels and pixels of its pictures and the number of the asking. Invalid answers are not kept.
 *
 * @param judge who is asked what is not known
 * @param folder of the answers, a file each
 */
public record CachedJudge(Judge judge, Path folder) implements Judge {
    /** Longer files are not ours. */
    private static final long MOST_BYTES = 1 << 16;

    @Override
    public String name() {
        return judge.name();
    }

    @Override
    public Map<String, String> identity() {
        return judge.identity();
    }

    @Override
    public Verdict ask(Query query, int run) {
        Path file = file(query, run);
        try {
            Optional<Verdict> known = kept(file);
            if (known.isPresent()) {
                return known.get();
            }
            Verdict verdict = judge.ask(query, run);
            if (verdict.valid()) {
                keep(file, verdict);
            }
            return verdict;
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be written or read: " + AssayException.reason(e),
                    "answers of judges are kept there",
                    "make room, or set ASSAY_HOME to another folder",
                    e);
        }
    }

    /** The answer in a file; a damaged file is as good as none. */
    private static Optional<Verdict> kept(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.read(file, Verdict.class)).filter(Verdict::valid);
        } catch (AssayException damaged) {
            return Optional.empty();
        }
    }

    private Path file(Query query, int run) {
        List<List<String>> pictures = query.pictures().stream()
                .map(p -> List.of(p.label(), HexFormat.of().formatHex(ContentHash.digest(p.image()))))
                .toList();
        String key = Json.sha256(Map.of(
                "judge", judge.identity(),
                "instruction", query.instruction(),
                "question", query.question(),
                "pictures", pictures,
                "missing", query.missing(),
                "run", run));
        return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
    }

    private static void keep(Path file, Verdict verdict) throws IOException {
        Files.createDirectories(file.getParent());
        Path partial = file.resolveSibling(".assay-%s.partial".formatted(UUID.randomUUID()));
        try {
            Files.writeString(partial, Json.write(verdict));
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
