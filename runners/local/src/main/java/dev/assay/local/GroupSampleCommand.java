package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.ReferenceMode;
import dev.assay.reference.group.Referencing;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.reference.model.Sampling;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.nio.file.Files;
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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code assay groups sample}: the cases of a group benchmark, made by a model. */
@Command(
        name = "sample",
        description = {
            "Makes the cases of a group benchmark with a text-to-group model: CASE/MEMBER.png, one sheet for each task",
            "(left the true pictures and references, right those made), and made.json. The noise of a case follows",
            "from the seed and the case alone, so that it is the same for all systems.",
            "Models of words read the prompts; others take them encoded, one text for each line of 'groups prompts'."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay groups sample gdt-emoji-32 --weights weights.safetensors --system independent --out independent",
            "  assay groups prompts --out prompts.txt",
            "  assay models encode t5-v1_1-xxl-encoder-masked --weights text_encoder/ --tokenizer tokenizer.json \\",
            "    --rule t5-pixart --texts prompts.txt --out t5.npz",
            "  assay groups sample gdt-pixart-512 --weights PixArt-XL-2-512x512.pth --autoencoder-weights vae/ \\",
            "    --texts t5.npz --out group"
        })
final class GroupSampleCommand implements Callable<Integer> {
    private static final String MADE = "made.json";
    private static final int MOST_BATCH = 1024;
    private static final int LEAST_COLUMNS = 4;
    private static final int TILE = 128;

    /** How often a step is taken where steps are repeated. */
    private static final int REPEATS = 4;

    @Parameters(paramLabel = "NAME|FILE.yaml", description = "A model of groups.")
    private String model;

    @Mixin
    private WeightOptions weights;

    @Mixin
    private CaseOptions cases;

    @Mixin
    private TextOptions texts;

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
            converter = Modes.class,
            description = {
                "replace: as noisy as the others at every step; replace-resample: likewise, steps repeated (euler);",
                "clean-t0: without noise, at time 0 (default: ${DEFAULT-VALUE})."
            })
    private ReferenceMode references;

    @Option(
            names = "--strength",
            paramLabel = "S",
            defaultValue = "1",
            description = {
                "How far from the first reference the other members begin, above 0; 1 is noise alone, and less needs",
                "euler (default: ${DEFAULT-VALUE})."
            })
    private double strength;

    @Option(
            names = "--apart-without-text",
            description = {
                "In guidance, what is predicted without texts is each member's alone, so that guidance also strengthens",
                "what members have in common (default: members see one another in both predictions)."
            })
    private boolean apart;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

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
            description = "Groups in a batch (default: ${DEFAULT-VALUE}). Results do not depend on it.")
    private int batch;

    @Mixin
    private DeviceOptions device;

    @Spec
    private CommandSpec spec;

    /** Modes by their names. */
    static final class Modes implements ITypeConverter<ReferenceMode> {
        @Override
        public ReferenceMode convert(String id) {
            return Arrays.stream(ReferenceMode.values())
                    .filter(mode -> mode.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(Names.unknown(
                                    "way of references",
                                    id,
                                    Arrays.stream(ReferenceMode.values())
                                            .map(ReferenceMode::id)
                                            .toList())
                            .getMessage()));
        }
    }

    /** What {@code made.json} says. */
    private record Made(
            String assay,
            String cases,
            String model,
            Map<String, String> weights,
            Map<String, String> texts,
            String system,
            String references,
            double strength,
            boolean apartWithoutText,
            long seed,
            Sampling sampling,
            Map<String, List<Picture>> groups) {}

    /** One picture of a case; a reference was given. */
    private record Picture(String file, String prompt, boolean reference) {}

    @Override
    public Integer call() {
        MachineOptions.checked("--batch", batch, 1, MOST_BATCH);
        Model named = Models.find(model);
        if (!(named.network() instanceof GroupNetwork network)) {
            throw new AssayException(
                    named.name(),
                    "it makes no groups",
                    "families word-group, pixart-group and mmdit-group do",
                    "choose such a model");
        }
        boolean words = network instanceof WordGroup;
        CaseOptions.Chosen chosen = cases.chosen(words ? EmojiGroups.ID : GroupBenchmarks.NAMES.get(0));
        Sampling how = sampling.of(named);
        Referencing referencing =
                new Referencing(references, references == ReferenceMode.REPLACE_RESAMPLE ? REPEATS : 1, strength);
        Sampler sampler = how.makeSampler();
        referencing.sampler(sampler);
        Guidance guidance = how.makeGuidance();
        if (apart && guidance instanceof Guidance.None) {
            throw new AssayException(
                    "--apart-without-text", "there is no guidance", "it changes guidance alone", "leave it out");
        }
        Conditions told = words ? words((WordGroup) network, chosen) : encoded(named, guidance, chosen);
        checkUnused();
        Map<String, List<Picture>> groups = new LinkedHashMap<>();
        try (Scratch scratch = Scratch.open("assay-groups");
                Networks networks = new Networks(named, network, scratch.folder());
                Progress bar = new Progress(
                        "groups", "groups", OptionalLong.of(chosen.cases().size()))) {
            PictureCode code = networks.code();
            GroupSampling making =
                    new GroupSampling(named.diffusion(), sampler, guidance, system, referencing, seed, told, code);
            byTask(chosen).forEach((task, some) -> groups.putAll(task(task, some, making, networks, chosen, bar)));
        }
        report(named, chosen, how, groups);
        return Main.OK;
    }

    /** Cases of two runs in one folder would be scored as one system. */
    private void checkUnused() {
        if (Files.exists(out.resolve(MADE))) {
            throw new AssayException(
                    out.toString(),
                    "it holds the groups of another run",
                    "a folder is for one run",
                    "choose another --out, or remove the folder");
        }
    }

    private void report(Model named, CaseOptions.Chosen chosen, Sampling how, Map<String, List<Picture>> groups) {
        Made made = new Made(
                Version.text(),
                chosen.source().benchmark().id(),
                named.name(),
                weights.identity(),
                texts.identity(),
                system.name().toLowerCase(Locale.ROOT),
                references.id(),
                strength,
                apart,
                seed,
                how,
                groups);
        Output.write(out.resolve(MADE), Json.write(made));
        spec.commandLine().getOut().printf("%d groups written to %s%n", groups.size(), out);
        spec.commandLine().getOut().flush();
    }

    private Conditions words(WordGroup network, CaseOptions.Chosen chosen) {
        if (texts.given()) {
            throw new AssayException(
                    "--texts", model + " reads words", "models without words take encoded texts", "leave it out");
        }
        return new WordTexts(new TrainingEmoji().words(), network.length(), chosen.prompts());
    }

    private Conditions encoded(Model named, Guidance guidance, CaseOptions.Chosen chosen) {
        EncodedTexts read = texts.read(named);
        if (read.count() != chosen.prompts().size()) {
            throw new AssayException(
                    "--texts",
                    "%d texts".formatted(read.count()),
                    "the chosen cases have %d members, each with a text"
                            .formatted(chosen.prompts().size()),
                    "encode what 'assay groups prompts' writes for the same choice");
        }
        if (guidance instanceof Guidance.None) {
            return read;
        }
        try (ModelWeights opened = weights.open(named, Part.DENOISER)) {
            return texts.guided(read, opened);
        }
    }

    private static Map<String, List<CaseOptions.Numbered>> byTask(CaseOptions.Chosen chosen) {
        Map<String, List<CaseOptions.Numbered>> tasks = new LinkedHashMap<>();
        chosen.cases().forEach(one -> tasks.computeIfAbsent(one.of().task(), t -> new ArrayList<>())
                .add(one));
        return tasks;
    }

    /** The exported networks by the size of their groups, and the autoencoder. */
    private final class Networks implements AutoCloseable {
        private final Model named;
        private final GroupNetwork network;
        private final Path folder;
        private final SessionOptions options = device.session();
        private final Map<List<Object>, OnnxSession> open = new LinkedHashMap<>();
        private final List<LatentCode> codes = new ArrayList<>();

        Networks(Model named, GroupNetwork network, Path folder) {
            this.named = named;
            this.network = network;
            this.folder = folder;
        }

        PictureCode code() {
            if (!named.hasLatents()) {
                return PictureCode.pixels();
            }
            codes.add(new LatentCode(named, weights, options, folder));
            return codes.get(0);
        }

        GroupNetwork network(int members, Sight sight) {
            return network.with(network.members().alike(members), sight);
        }

        GroupSessions sessions(int members) {
            OnnxSession withTexts = session(members, system.sight());
            return new GroupSessions(withTexts, apart ? session(members, Sight.INDEPENDENT) : withTexts);
        }

        private OnnxSession session(int members, Sight sight) {
            return open.computeIfAbsent(List.of(members, sight), key -> {
                Path file = folder.resolve("denoiser-%d-%s.onnx".formatted(members, sight.id()));
                OnnxFile.Form form = options.device() == Device.CPU ? OnnxFile.Form.CPU : OnnxFile.Form.CUDA;
                try (ModelWeights opened = weights.open(named, Part.DENOISER)) {
                    Model sized = new Model(named.config(), network(members, sight));
                    Exporting.write(
                            Parts.denoiser(sized, false),
                            opened.weights(),
                            file,
                            new OnnxFile.Options(OnnxFile.Storage.AUTO, form, DataType.FLOAT32));
                }
                return OnnxSession.open(file, options);
            });
        }

        @Override
        public void close() {
            open.values().forEach(OnnxSession::close);
            codes.forEach(LatentCode::close);
        }
    }

    private Map<String, List<Picture>> task(
            String task,
            List<CaseOptions.Numbered> some,
            GroupSampling making,
            Networks networks,
            CaseOptions.Chosen chosen,
            Progress bar) {
        int columns = Math.max(
                LEAST_COLUMNS, some.stream().mapToInt(c -> c.of().n()).max().orElse(1));
        Map<String, List<Picture>> groups = new LinkedHashMap<>();
        List<SampleGrid.Tile> tiles = new ArrayList<>();
        for (List<CaseOptions.Numbered> together : batches(some, chosen)) {
            int n = together.get(0).of().n();
            List<GroupSampling.Group> asked = together.stream()
                    .map(c -> new GroupSampling.Group(c.number(), c.text(), chosen.given(c.of())))
                    .toList();
            List<List<Image>> made = making.make(networks.sessions(n), networks.network(n, system.sight()), asked);
            for (int g = 0; g < together.size(); g++) {
                groups.put(together.get(g).of().id(), written(together.get(g), made.get(g), chosen));
                tiles.addAll(row(together.get(g).of(), made.get(g), chosen.source(), columns));
                bar.advance(1);
            }
        }
        SampleGrid.png(tiles, 2 * columns, out.resolve(task + ".png"));
        return groups;
    }

    /** Cases that follow one another with as many members and the same ones given. */
    private List<List<CaseOptions.Numbered>> batches(List<CaseOptions.Numbered> some, CaseOptions.Chosen chosen) {
        List<List<CaseOptions.Numbered>> batches = new ArrayList<>();
        for (CaseOptions.Numbered one : some) {
            List<CaseOptions.Numbered> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
            boolean fits = !last.isEmpty()
                    && last.size() < batch
                    && last.get(0).of().n() == one.of().n()
                    && chosen.given(last.get(0).of())
                            .keySet()
                            .equals(chosen.given(one.of()).keySet());
            if (fits) {
                last.add(one);
            } else {
                batches.add(new ArrayList<>(List.of(one)));
            }
        }
        return batches;
    }

    private List<Picture> written(CaseOptions.Numbered one, List<Image> made, CaseOptions.Chosen chosen) {
        List<Picture> pictures = new ArrayList<>();
        int n = made.size();
        for (int m = 0; m < n; m++) {
            Member member = one.of().members().get(m);
            String file = "%s/%s.png".formatted(one.of().id(), member.id());
            PngFile.write(out.resolve(file), made.get(m));
            String prompt = chosen.prompts().get(one.text() + system.text(m, n));
            pictures.add(new Picture(file, prompt, member.given()));
        }
        return pictures;
    }

    /** The true pictures, white where there is none, then those made, each filled up with white ones. */
    private static List<SampleGrid.Tile> row(GroupCase one, List<Image> made, CaseSource source, int columns) {
        List<SampleGrid.Tile> right =
                made.stream().map(GroupSampleCommand::tile).toList();
        List<SampleGrid.Tile> row = new ArrayList<>();
        SampleGrid.Tile white = white(right.get(0));
        one.members()
                .forEach(member -> row.add(source.known()
                        .picture(one, member)
                        .map(GroupSampleCommand::tile)
                        .orElse(white)));
        fill(row, columns, white);
        row.addAll(right);
        fill(row, 2 * columns, white);
        return row;
    }

    private static void fill(List<SampleGrid.Tile> row, int count, SampleGrid.Tile white) {
        while (row.size() < count) {
            row.add(white);
        }
    }

    private static SampleGrid.Tile white(SampleGrid.Tile like) {
        byte[] white = new byte[like.rgb().length];
        Arrays.fill(white, (byte) 255);
        return new SampleGrid.Tile(like.height(), like.width(), white);
    }

    private static SampleGrid.Tile tile(Image whole) {
        Image image = Fitted.within(whole, TILE);
        return new SampleGrid.Tile(image.height(), image.width(), image.rgb());
    }
}
