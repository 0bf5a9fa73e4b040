package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.group.Embedding;
import dev.assay.metrics.group.Nearness;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Json;
import dev.assay.spec.Presets;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay groups audit}: was a benchmark seen in training. */
@Command(
        name = "audit",
        description = {
            "Shows for each case the nearest of the groups that a model was trained on: what speaks against calling its",
            "scores zero-shot. Compared are the case's references and true pictures, or with --outputs what a system",
            "made. The similarity is the mean over them of the highest cosine with a picture of the group; a case is",
            "marked that is at least as near to its group as that group is to any other training group."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Cases of text alone have no pictures until a system made some, and are counted as not compared.",
            "",
            "Examples:",
            "  assay groups audit --train training-groups",
            "  assay groups audit --train training-groups --outputs out/group --top 20 --json"
        })
final class GroupsAuditCommand implements Callable<Integer> {
    /** Features are float32, and their last bits may depend on what else is in a batch. */
    private static final double ROUNDING = 1e-6;

    @Option(
            names = "--train",
            required = true,
            paramLabel = "DIR",
            description = "Training groups as <group>/<picture>.png.")
    private Path train;

    @Option(
            names = "--outputs",
            paramLabel = "DIR",
            description = "A system's pictures as <case>/<member>.png (default: references and true pictures).")
    private Path outputs;

    @Option(
            names = "--benchmark",
            paramLabel = "NAME|FILE",
            defaultValue = "group-benchmark",
            description = "Whose cases (default: ${DEFAULT-VALUE}).")
    private String benchmark;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the nearest cases are shown; JSON has all (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Mixin
    private ExtractorOptions extractor;

    @Mixin
    private DeviceOptions device;

    @Spec
    private CommandSpec spec;

    /**
     * What was found.
     *
     * @param extractor and its output, which cosines depend on
     * @param groups training groups
     * @param notCompared cases without a picture
     * @param marked how many of the rows are
     * @param cases the nearest first
     */
    private record Audit(
            String benchmark, String extractor, int groups, List<String> notCompared, long marked, List<Row> cases) {}

    /**
     * One case.
     *
     * @param pictures how many were compared
     * @param nearest the training group
     * @param similarity of the case to it
     * @param amongTraining of that group to the training group nearest to it; -1 where there is one group alone, so that nothing is marked
     * @param marked whether the case is at least as near: a group that lies twice in the training data hides nothing
     */
    private record Row(
            String id, int pictures, String nearest, double similarity, double amongTraining, boolean marked) {}

    @Override
    public Integer call() {
        MachineOptions.checked("--top", top, 1, Integer.MAX_VALUE);
        CaseSource source = CaseSource.named(benchmark);
        try (GroupEyes eyes = eyes()) {
            Extractors.tell(eyes.extractor(), spec.commandLine().getErr());
            Audit audit = audit(source, eyes, TrainingGroups.read(train, eyes));
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? Json.write(audit) : text(audit));
            out.flush();
        }
        return Main.OK;
    }

    private GroupEyes eyes() {
        FeatureExtractor network = Extractors.open(
                extractor, Presets.named("exact"), device.session().device());
        return new GroupEyes(network, GroupEyes.usualTap(network.taps()), Optional.empty());
    }

    private Audit audit(CaseSource source, GroupEyes eyes, TrainingGroups training) {
        List<String> without = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        double[] amongTraining = new double[training.names().size()];
        Arrays.fill(amongTraining, Double.NaN);
        for (GroupCase each : source.benchmark().cases(Split.CORE)) {
            List<Image> images = pictures(source.known(), each);
            if (images.isEmpty()) {
                without.add(each.id());
                continue;
            }
            List<Embedding> own =
                    eyes.see(images).stream().map(view -> view.seen().look()).toList();
            Nearness.Nearest near = Nearness.nearest(own, training.embeddings(), -1);
            if (Double.isNaN(amongTraining[near.group()])) {
                amongTraining[near.group()] = among(training, near.group());
            }
            double scale = amongTraining[near.group()];
            rows.add(new Row(
                    each.id(),
                    images.size(),
                    training.names().get(near.group()),
                    near.similarity(),
                    scale,
                    scale >= -1 + ROUNDING && near.similarity() >= scale - ROUNDING));
        }
        rows.sort(Comparator.comparingDouble(Row::similarity).reversed().thenComparing(Row::id));
        return new Audit(
                source.benchmark().id(),
                eyes.looks(),
                training.names().size(),
                without,
                rows.stream().filter(Row::marked).count(),
                rows);
    }

    private static double among(TrainingGroups training, int group) {
        Nearness.Nearest other = Nearness.nearest(training.embeddings().get(group), training.embeddings(), group);
        return other.group() < 0 ? -1 : other.similarity();
    }

    private List<Image> pictures(KnownPictures known, GroupCase each) {
        KnownPictures from = outputs == null ? known : new CaseFolder(outputs);
        return (outputs == null ? each.members() : each.targets())
                .stream().flatMap(member -> from.picture(each, member).stream()).toList();
    }

    private String text(Audit audit) {
        List<List<String>> rows = audit.cases().stream()
                .limit(top)
                .map(r -> List.of(
                        r.marked() ? "!" : "",
                        r.id(),
                        Integer.toString(r.pictures()),
                        r.nearest(),
                        number(r.similarity()),
                        r.amongTraining() < 0 ? "-" : number(r.amongTraining())))
                .toList();
        return new TextTable(
                                List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT, Align.RIGHT),
                                List.of(List.of("", "case", "pictures", "nearest group", "similarity", "in training")),
                                rows)
                        .print()
                + String.format(
                        Locale.ROOT,
                        "%n%d of %d cases are as near to a training group as it is to any other, or nearer (!); %d training groups,%n"
                                + "%d cases have no picture to compare; cosines of %s%n",
                        audit.marked(),
                        audit.cases().size(),
                        audit.groups(),
                        audit.notCompared().size(),
                        audit.extractor());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
