package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import dev.assay.local.judge.CachedJudge;
import dev.assay.local.judge.ChatJudge;
import dev.assay.local.judge.Endpoint;
import dev.assay.local.judge.Panel;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.group.Duplicates;
import dev.assay.reference.emoji.TrainedTowers;
import dev.assay.spec.AssayException;
import dev.assay.spec.Presets;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Split;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What only group benchmarks need to know. */
final class GroupOptions {
    /** The judge that is code alone. */
    static final String OFFLINE = "offline";

    /** Cosines of small pictures are all high; only nearly equal ones are above. */
    private static final double PIXELS_COSINE = 0.999;

    private static final double NETWORK_COSINE = 0.97;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final int MOST_RUNS = 99;

    @Option(
            names = "--system",
            paramLabel = "[NAME=]FOLDER",
            description = {
                "Group benchmarks: pictures of a system as <case>/<member>.png; named after the folder, or NAME.",
                "Repeatable. Others are compared with the systems named independent and shuffled."
            })
    private List<String> systems = List.of();

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "core",
            description = "core, or stress: groups of 8 (default: ${DEFAULT-VALUE}).")
    private Split split;

    @Option(
            names = "--references",
            paramLabel = "FOLDER",
            description = "Given pictures, and true ones of targets, as <case>/<member>.png.")
    private Path references;

    @Option(
            names = "--text-extractor",
            paramLabel = "FILE.yaml",
            description = {
                "Descriptor of a text tower trained with the extractor; assay-emoji-v1 has one of its own.",
                "Without one adherence is left out."
            })
    private Path textExtractor;

    @Option(
            names = "--tap",
            paramLabel = "NAME",
            description =
                    "Output of the extractor for consistency (default: identity where there is one, else features).")
    private String tap;

    @Option(
            names = "--duplicate-cosine",
            paramLabel = "X",
            description = "Pairs above it are duplicates (default: 0.999 for pixels-16, else 0.97).")
    private Double duplicateCosine;

    @Option(
            names = "--judge",
            paramLabel = "offline|URL",
            description = {
                "Who answers checklists: offline is code alone; a URL is an endpoint that speaks OpenAI's chat protocol",
                "with pictures. Repeatable, each URL with its own --judge-model (default: offline)."
            })
    private List<String> judges = List.of(OFFLINE);

    @Option(
            names = "--judge-model",
            paramLabel = "NAME",
            description = "Model at the judge's URL. Repeatable, in order.")
    private List<String> models = List.of();

    @Option(
            names = "--judge-key",
            paramLabel = "VARIABLE",
            description = "Environment variable that holds the key of all judges; the key itself is never written.")
    private String key;

    @Option(
            names = "--judge-runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each question is asked; the majority counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--judge-temperature",
            paramLabel = "T",
            defaultValue = "0.5",
            description = "Temperature of judges; above 0 so that repeats can differ (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--judge-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest wait for one answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--judge-retries",
            paramLabel = "N",
            defaultValue = "4",
            description = "Repetitions of a failed request, with growing pauses (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Mixin
    private ExtractorOptions extractor;

    /** Whether any system was named. */
    boolean given() {
        return !systems.isEmpty();
    }

    Split split() {
        return split;
    }

    /** Resolves all of it, or tells all that is wrong at once. The caller closes the run's networks. */
    GroupRun plan(CaseSource source, MachineOptions machine, PrintWriter messages) {
        GroupBenchmark benchmark = source.benchmark();
        Problems problems = new Problems();
        Map<String, CaseFolder> folders = folders(benchmark, problems, messages);
        List<Panel> panels = panels(problems);
        if (benchmark.cases(split).isEmpty()) {
            problems.add(new AssayException(
                    "--split", benchmark.id() + " has no cases of it", "there are core cases", "leave it out"));
        }
        if (duplicateCosine != null && !(duplicateCosine > 0 && duplicateCosine <= 1)) {
            problems.add(new AssayException(
                    "--duplicate-cosine", "it is " + duplicateCosine, "above 0 and at most 1", "correct it"));
        }
        if (references != null && !Files.isDirectory(references)) {
            problems.add(new AssayException(
                    references.toString(), "no such folder", "--references is a folder", "check the path"));
        }
        Optional<GroupEyes> eyes = eyes(benchmark, problems, machine.device);
        try {
            problems.none("run " + benchmark.id());
        } catch (AssayException e) {
            eyes.ifPresent(GroupEyes::close);
            throw e;
        }
        GroupEyes open = eyes.orElseThrow();
        boolean pixels = open.extractor().name().equals(Extractors.PIXELS);
        double usual = pixels ? PIXELS_COSINE : NETWORK_COSINE;
        Duplicates guard = new Duplicates(duplicateCosine == null ? usual : duplicateCosine, Duplicates.DECIBELS);
        return new GroupRun(
                benchmark,
                split,
                folders,
                source.known(Optional.ofNullable(references)),
                open,
                new GroupScorer(open.looks(), open.texts(), guard),
                panels,
                machine);
    }

    private Map<String, CaseFolder> folders(GroupBenchmark benchmark, Problems problems, PrintWriter messages) {
        Map<String, CaseFolder> named = new LinkedHashMap<>();
        if (systems.isEmpty()) {
            problems.add(new AssayException(
                    "--system",
                    "none was named",
                    "a group benchmark scores folders of pictures as <case>/<member>.png",
                    "give --system FOLDER, best three: independent, group and shuffled"));
        }
        for (String text : systems) {
            int equals = text.indexOf('=');
            Path folder = Path.of(text.substring(equals + 1));
            Path last = folder.toAbsolutePath().normalize().getFileName();
            String name = equals >= 0 ? text.substring(0, equals) : String.valueOf(last);
            if (!name.matches(NAME)) {
                problems.add(new AssayException(
                        "--system " + text,
                        "'" + name + "' is no name",
                        "letters, digits, . _ and -",
                        "write NAME=FOLDER"));
            } else if (named.containsKey(name)) {
                problems.add(new AssayException(
                        "--system " + text, "a second system " + name, "names differ", "write NAME=FOLDER"));
            } else {
                CaseFolder cases = new CaseFolder(folder);
                named.put(name, cases);
                problems.get(() -> check(cases, benchmark, messages));
            }
        }
        return named;
    }

    private Set<String> check(CaseFolder system, GroupBenchmark benchmark, PrintWriter messages) {
        Set<String> found = system.folders();
        Set<String> known =
                benchmark.cases().stream().map(GroupCase::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> others = new TreeSet<>(found);
        others.removeAll(known);
        if (others.size() == found.size()) {
            throw new AssayException(
                    system.folder().toString(),
                    "no folder of a case in it",
                    "pictures lie in <case>/<member>.png, such as "
                            + benchmark.cases().get(0).id() + "/"
                            + benchmark.cases().get(0).targets().get(0).id() + ".png",
                    "check the path");
        }
        if (!others.isEmpty()) {
            messages.println("%s: %d folders are no cases and left out, the first: %s"
                    .formatted(system.folder(), others.size(), others.iterator().next()));
        }
        return found;
    }

    private Optional<GroupEyes> eyes(GroupBenchmark benchmark, Problems problems, Device device) {
        Optional<FeatureExtractor> network = problems.get(() -> network(benchmark, device));
        Optional<TextTower> tower = network.flatMap(n -> tower(n.name(), problems, new SessionOptions(1, device)));
        Optional<GroupEyes> eyes = network.flatMap(
                n -> problems.get(() -> new GroupEyes(n, tap == null ? GroupEyes.usualTap(n.taps()) : tap, tower)));
        if (eyes.isEmpty()) {
            network.ifPresent(FeatureExtractor::close);
            tower.ifPresent(TextTower::close);
        }
        return eyes;
    }

    /** Groups of emoji are looked at by the network that was trained on emoji, where no other is asked for. */
    private FeatureExtractor network(GroupBenchmark benchmark, Device device) {
        boolean own = extractor.name().isEmpty() && extractor.weights().isEmpty();
        return own && benchmark.id().equals(EmojiGroups.ID)
                ? Extractors.embedded(TrainedTowers.NAME, device)
                : Extractors.open(extractor, Presets.named("exact"), device);
    }

    private Optional<TextTower> tower(String network, Problems problems, SessionOptions options) {
        if (textExtractor != null) {
            return problems.get(() -> DescribedTower.open(textExtractor, options));
        }
        return network.equals(TrainedTowers.NAME) ? Optional.of(TrainedTower.open(options)) : Optional.empty();
    }

    private List<Panel> panels(Problems problems) {
        List<String> urls = judges.stream().filter(j -> !j.equals(OFFLINE)).toList();
        if (urls.size() != models.size()) {
            problems.add(new AssayException(
                    "--judge",
                    "%d addresses and %d models".formatted(urls.size(), models.size()),
                    "each address has its model",
                    "give --judge-model once for each --judge URL, in order"));
            return List.of();
        }
        if (urls.isEmpty()) {
            return List.of();
        }
        problems.get(() -> MachineOptions.checked("--judge-runs", runs, Panel.FEWEST, MOST_RUNS));
        problems.get(() -> MachineOptions.checked("--judge-timeout", timeout, 1, 3600));
        problems.get(() -> MachineOptions.checked("--judge-retries", retries, 0, 100));
        Optional<String> secret = problems.get(this::secret);
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            String url = urls.get(i);
            String model = models.get(i);
            if (models.indexOf(model) != i || model.equals(OFFLINE)) {
                problems.add(new AssayException(
                        "--judge-model", "'" + model + "' twice or reserved", "names differ", "ask each model once"));
            } else {
                secret.flatMap(s -> problems.get(() -> panel(url, model, s))).ifPresent(panels::add);
            }
        }
        return panels;
    }

    private String secret() {
        if (key == null) {
            return "";
        }
        String value = System.getenv(key);
        if (value == null || value.isBlank()) {
            throw new AssayException(
                    "--judge-key", "the environment has no variable of that name", "it holds the key", "set it");
        }
        return value.strip();
    }

    private Panel panel(String url, String model, String secret) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new AssayException("--judge", "not an address", "offline or http(s)://host/path", "correct it", e);
        }
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new AssayException("--judge-temperature", "it is " + temperature, "from 0 to 2", "correct it");
        }
        Endpoint endpoint = new Endpoint(
                address, model, secret, temperature, Duration.ofSeconds(timeout), retries, Duration.ofSeconds(1));
        return new Panel(new CachedJudge(new ChatJudge(endpoint), Home.judgements()), runs);
    }
}
