package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.drawn.Drawings;
import dev.assay.datasets.drawn.GroupPictures;
import dev.assay.spec.groups.CodeCheck;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay groups draw}: the pictures that a system is given and those it is measured by. */
@Command(
        name = "draw",
        description = {
            "Writes references as CASE/MEMBER.png, what a system is given.",
            "Ground truth goes to truth/CASE/MEMBER.png where there is one, and truth/CASE/mask.png is white where",
            "an edit may show."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  assay groups draw --out references",
            "  assay groups draw --out references --task local_editing --task colorization"
        })
final class GroupsDrawCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where they go.")
    private Path folder;

    @Option(names = "--task", paramLabel = "TASK", description = "Only these tasks. Repeatable.")
    private List<String> tasks = List.of();

    @Override
    public Integer call() {
        GroupBenchmark benchmark = GroupBenchmarks.named(GroupBenchmarks.NAMES.get(0));
        List<GroupCase> cases = tasks.isEmpty()
                ? benchmark.cases()
                : tasks.stream()
                        .flatMap(t -> benchmark.task(t).cases().stream())
                        .toList();
        Output.folderFor(folder);
        int references = 0;
        int truths = 0;
        int masks = 0;
        for (GroupCase c : cases) {
            List<Image> given = new ArrayList<>();
            for (Member m : c.members()) {
                if (!m.drawing().drawn()) {
                    continue;
                }
                Image image = Drawings.draw(m.drawing());
                Path place = m.given() ? folder : folder.resolve("truth");
                PngFile.write(place.resolve(c.id()).resolve(m.id() + ".png"), image);
                if (m.given()) {
                    given.add(image);
                    references++;
                    continue;
                }
                truths++;
                if (masked(c)) {
                    PngFile.write(
                            folder.resolve("truth").resolve(c.id()).resolve("mask.png"),
                            GroupPictures.mask(given.get(0), image));
                    masks++;
                }
            }
        }
        spec.commandLine()
                .getOut()
                .printf("%d references, %d truths, %d masks in %s%n", references, truths, masks, folder);
        return Main.OK;
    }

    private static boolean masked(GroupCase c) {
        return c.checklist().stream().anyMatch(q -> q.byCode() && q.check() == CodeCheck.OUTSIDE_MASK);
    }
}
