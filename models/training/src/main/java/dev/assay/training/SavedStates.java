package dev.assay.training;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last states of a training in a folder, {@code step-000001000.safetensors} and so on. A run that is killed finds the
 * last whole one.
 *
 * @param folder where they are
 * @param kept how many stay; older ones go when a new one is whole
 */
public record SavedStates(Path folder, int kept) {
    private static final Pattern STATE = Pattern.compile("step-[0-9]{9,18}\\.safetensors");
    private static final Pattern UNFINISHED = Pattern.compile("\\." + STATE.pattern() + "\\..*\\.part");

    public SavedStates {
        if (kept < 1) {
            throw new IllegalArgumentException("at least one state must be kept, got " + kept);
        }
    }

    /** Saves a state and removes what is older than the last few, and what killed runs left unfinished. */
    public Path save(TrainingState state, Map<String, String> settings) {
        Path file = folder.resolve("step-%09d.safetensors".formatted(state.step()));
        state.save(file, settings);
        List<Path> states = list(STATE);
        List<Path> old = new ArrayList<>(states.subList(0, Math.max(0, states.size() - kept)));
        old.addAll(list(UNFINISHED));
        try {
            for (Path path : old) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        return file;
    }

    /** The state after most steps. */
    public Optional<Path> latest() {
        List<Path> states = list(STATE);
        return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.size() - 1));
    }

    /** The files with names of a kind, fewest steps first. */
    private List<Path> list(Pattern names) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = new ArrayList<>(files.filter(path ->
                            names.matcher(String.valueOf(path.getFileName())).matches())
                    .toList());
            // Names of more digits come later.
            found.sort(Comparator.comparingInt((Path path) -> path.toString().length())
                    .thenComparing(Comparator.naturalOrder()));
            return found;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private AssayException unusable(IOException e) {
        return new AssayException(
                folder.toString(),
                "it cannot be used (" + AssayException.reason(e) + ")",
                "states of a training are kept in a folder that can be read and written",
                "check the folder",
                e);
    }
}
