package dev.assay.local;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything that is wrong with a request, so that it can be told at once. */
final class Problems {
    private final List<AssayException> found = new ArrayList<>();

    void add(AssayException problem) {
        found.add(problem);
    }

    /** The value, or nothing and one more problem. */
    <T> Optional<T> get(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (AssayException problem) {
            found.add(problem);
            return Optional.empty();
        }
    }

    /** Fails where there was any: with the problem itself, or with all of them in one line. */
    void none(String where) {
        if (found.size() == 1) {
            throw found.get(0);
        }
        if (!found.isEmpty()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < found.size(); i++) {
                all.append(i == 0 ? "" : " ")
                        .append("(%d) %s".formatted(i + 1, found.get(i).getMessage()));
            }
            throw new AssayException(
                    where,
                    found.size() + " problems: " + all,
                    "nothing was computed",
                    "mend them all and run the same command again",
                    found.get(0));
        }
    }
}
