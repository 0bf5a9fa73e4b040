package dev.assay.local;

import dev.assay.spec.Names;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group benchmark and what is known of its pictures.
 *
 * @param benchmark the cases
 * @param known references and true pictures
 */
record CaseSource(GroupBenchmark benchmark, KnownPictures known) {
    /** Those that come along. */
    static final List<String> NAMES = Stream.concat(GroupBenchmarks.NAMES.stream(), Stream.of(EmojiGroups.ID))
            .toList();

    /** One that comes along, or a file of cases; empty if it is neither. */
    static Optional<CaseSource> find(String nameOrFile) {
        if (GroupBenchmarks.NAMES.contains(nameOrFile)) {
            return Optional.of(new CaseSource(GroupBenchmarks.named(nameOrFile), new DrawnPictures()));
        }
        if (nameOrFile.equals(EmojiGroups.ID)) {
            EmojiGroups emoji = EmojiGroups.load();
            return Optional.of(new CaseSource(emoji.benchmark(), emoji));
        }
        if (nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml") || nameOrFile.endsWith(".json")) {
            return Optional.of(new CaseSource(IdeaBench.load(Path.of(nameOrFile)), KnownPictures.none()));
        }
        return Optional.empty();
    }

    /** What is known where a folder gives pictures, too; none for no folder. */
    KnownPictures known(Optional<Path> references) {
        if (references.isEmpty()) {
            return known;
        }
        CaseFolder given = new CaseFolder(references.get());
        return benchmark.id().equals(IdeaBench.ID) ? IdeaBench.inputs(given) : given.or(known);
    }

    /** All cases in the order that numbers them; of emoji-groups that of its tasks. */
    List<GroupCase> inOrder() {
        return known instanceof EmojiGroups emoji ? emoji.inOrder() : benchmark.cases();
    }

    /** As {@link #find}; anything else is answered with near names. */
    static CaseSource named(String nameOrFile) {
        return find(nameOrFile).orElseThrow(() -> Names.unknown("group benchmark", nameOrFile, NAMES));
    }
}
