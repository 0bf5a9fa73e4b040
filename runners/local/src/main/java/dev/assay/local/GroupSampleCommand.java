package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupCase;
import dev.assay.datasets.emoji.groups.GroupCases;
import dev.assay.datasets.emoji.groups.GroupTask;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.group.ReferenceMode;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.reference.model.Sampling;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay groups sample}: the cases of emoji-groups, made by a model. */
@Command(
        name = "sample",
        description = {
            "Makes the cases of emoji-groups with a text-to-group model: CASE/member-1.png and so on, one sheet for",
            "each task (left the true pictures, right those made), and groups.json. The noise of a case follows from",
            "the seed and the case alone, so that it is the same for all systems."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  assay groups sample gdt-emoji-32 --weights weights.safetensors --system independent --out independent"
        })
final class GroupSampleCommand implements Callable<Integer> {
    private static final int MOST_BATCH = 1024;
    private static final int COLUMNS = 8;

    @Parameters(paramLabel = "NAME|FILE.yaml", description = "A model of family word-group.")
    private String model;

    @Mixin
    private WeightOptions weights;

    @Option(
            names = "--system",
            paramLabel = "S",
            defaultValue = "group",
            description = {
                "group: members see one another; independent: they do not, nor references; shuffled: as group, with",
                "each member's text given to the one before (default: ${DEFAULT-VALUE})."
            })
    private GroupSystem system;

    @Option(
            names = "--references",
            paramLabel = "R",
            defaultValue = "replace",
            description = {
                "replace: as noisy as the others at every step; replace_resample: likewise, steps repeated (euler); clean:",
                "without noise, at time 0 (default: ${DEFAULT-VALUE})."
            })
    private ReferenceMode references;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "32",
            description = "At most so many cases of each task (default: ${DEFAULT-VALUE}, which is all).")
    private int first;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "groups",
            description = "Where the files go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private SamplingOptions sampling;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Groups in a batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Spec
    private CommandSpec spec;

    /** What {@code groups.json} says. */
    private record Made(
            String assay,
            String cases,
            String model,
            Map<String, String> weights,
            String system,
            String references,
            long seed,
            Sampling sampling,
            Map<String, List<Member>> groups) {}

    /** One picture of a case; a reference was given. */
    private record Member(String file, String prompt, boolean reference) {}

    @Override
    public Integer call() {
        MachineOptions.checked("--batch", batch, 1, MOST_BATCH);
        MachineOptions.checked("--first", first, 1, GroupCases.EACH);
        Model chosen = Models.find(model);
        if (!(chosen.network() instanceof WordGroup network)) {
            throw new AssayException(
                    chosen.name(), "it makes no groups from words", "family word-group does", "choose such a model");
        }
        Sampling how = sampling.of(chosen);
        TrainingEmoji trained = new TrainingEmoji();
        Album album = trained.album();
        GroupSampling making = new GroupSampling(
                chosen.diffusion(),
                how.makeSampler(),
                how.makeGuidance(),
                system,
                references,
                seed,
                trained.words(),
                album);
        Map<GroupTask, List<GroupSampling.Numbered>> tasks = new LinkedHashMap<>();
        List<GroupCase> cases = GroupCases.of(album.set().entries());
        for (int i = 0; i < cases.size(); i++) {
            List<GroupSampling.Numbered> task =
                    tasks.computeIfAbsent(cases.get(i).task(), t -> new ArrayList<>());
            if (task.size() < first) {
                task.add(new GroupSampling.Numbered(i, cases.get(i)));
            }
        }
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        try (Scratch scratch = Scratch.open("assay-groups");
                Networks networks = new Networks(chosen, network, scratch.folder());
                Progress bar = new Progress("groups", "groups", OptionalLong.of(cases.size()))) {
            tasks.forEach((task, numbered) -> groups.putAll(task(task, numbered, making, networks, bar)));
        }
        Output.write(
                out.resolve("groups.json"),
                Json.write(new Made(
                        Version.text(),
                        TrainingEmoji.NAME,
                        chosen.name(),
                        weights.identity(),
                        system.name().toLowerCase(Locale.ROOT),
                        references.id(),
                        seed,
                        how,
                        groups)));
        spec.commandLine().getOut().printf("%d groups written to %s%n", groups.size(), out);
        spec.commandLine().getOut().flush();
        return Main.OK;
    }

    /** The exported networks by the size of their groups. */
    private final class Networks implements AutoCloseable {
        private final Model chosen;
        private final WordGroup network;
        private final Path folder;
        private final Map<Integer, OnnxSession> open = new LinkedHashMap<>();

        Networks(Model chosen, WordGroup network, Path folder) {
            this.chosen = chosen;
            this.network = network;
            this.folder = folder;
        }

        WordGroup network(int members) {
            return network.with(network.alike(members), system.sight());
        }

        OnnxSession session(int members) {
            return open.computeIfAbsent(members, n -> {
                Path file = folder.resolve("denoiser-%d.onnx".formatted(n));
                try (ModelWeights opened = weights.open(chosen, Part.DENOISER)) {
                    OnnxFile.Options options =
                            new OnnxFile.Options(OnnxFile.Storage.AUTO, OnnxFile.Form.CPU, DataType.FLOAT32);
                    Model sized = new Model(chosen.config(), network(n));
                    Exporting.write(Parts.denoiser(sized, false), opened.weights(), file, options);
                }
                return OnnxSession.open(file, new SessionOptions(1, Device.CPU));
            });
        }

        @Override
        public void close() {
            open.values().forEach(OnnxSession::close);
        }
    }

    private Map<String, List<Member>> task(
            GroupTask task, List<GroupSampling.Numbered> cases, GroupSampling making, Networks networks, Progress bar) {
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        List<SampleGrid.Tile> tiles = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += batch) {
            List<GroupSampling.Numbered> some = cases.subList(from, Math.min(cases.size(), from + batch));
            List<List<Image>> made =
                    making.make(networks.session(task.members()), networks.network(task.members()), some);
            for (int g = 0; g < some.size(); g++) {
                GroupCase one = some.get(g).of();
                groups.put(one.id(), written(one, made.get(g)));
                tiles.addAll(row(one, made.get(g), making.album()));
                bar.advance(1);
            }
        }
        SampleGrid.png(tiles, COLUMNS, out.resolve(task.id() + ".png"));
        return groups;
    }

    private List<Member> written(GroupCase one, List<Image> made) {
        List<Member> members = new ArrayList<>();
        int n = made.size();
        for (int m = 0; m < n; m++) {
            String file = "%s/member-%d.png".formatted(one.id(), m + 1);
            PngFile.write(out.resolve(file), made.get(m));
            String prompt = one.members().get(system.text(m, n)).prompt();
            members.add(new Member(file, prompt, m < one.task().given()));
        }
        return members;
    }

    /** The true pictures, then those made, each filled up with white ones. */
    private static List<SampleGrid.Tile> row(GroupCase one, List<Image> made, Album album) {
        List<SampleGrid.Tile> row = new ArrayList<>();
        one.members().forEach(picture -> row.add(tile(album.image(picture))));
        fill(row, COLUMNS / 2);
        made.forEach(image -> row.add(tile(image)));
        fill(row, COLUMNS);
        return row;
    }

    private static void fill(List<SampleGrid.Tile> row, int count) {
        SampleGrid.Tile first = row.get(0);
        byte[] white = new byte[first.rgb().length];
        Arrays.fill(white, (byte) 255);
        while (row.size() < count) {
            row.add(new SampleGrid.Tile(first.height(), first.width(), white));
        }
    }

    private static SampleGrid.Tile tile(Image image) {
        return new SampleGrid.Tile(image.height(), image.width(), image.rgb());
    }
}
