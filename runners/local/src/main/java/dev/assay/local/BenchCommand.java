package dev.assay.local;

import dev.assay.metrics.Speed;
import dev.assay.metrics.algebra.Compute;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay bench}: what the heavy steps cost on this machine. */
@Command(
        name = "bench",
        description = "Times the heavy steps at the size of the usual protocols on made-up data.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "peak_mb is the largest resident memory of the process so far: name one step to see its own.",
            "",
            "Examples:",
            "  assay bench",
            "  assay bench moments --threads 2",
            "  assay bench extraction --json",
            "  assay bench denoisers --threads 1",
            "  assay bench training --threads 1",
            "  assay bench export --out /large/disk",
            "  assay bench group-block --threads 1"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int COLUMNS = 2048;

    /** Too large to be among the steps that run where none is named, and in processes of their own. */
    private static final String EXPORT = "export";

    private static final String GROUP_BLOCK = "group-block";

    /** What can be timed. */
    private enum Step {
        TRACE {
            @Override
            List<Speed> run(Compute compute) {
                return List.of(Speed.traceTerm(COLUMNS, 1, compute), Speed.traceTerm(COLUMNS, 8, compute));
            }
        },
        MOMENTS {
            @Override
            List<Speed> run(Compute compute) {
                return List.of(Speed.moments(50_000, COLUMNS, compute));
            }
        },
        NEIGHBOURS {
            @Override
            List<Speed> run(Compute compute) {
                return List.of(Speed.precisionRecall(10_000, COLUMNS, compute));
            }
        },
        EXTRACTION {
            @Override
            List<Speed> run(Compute compute) {
                return new ExtractionBench(compute.threads()).run();
            }
        },
        DENOISERS {
            @Override
            List<Speed> run(Compute compute) {
                return new DenoiserBench(compute.threads()).run();
            }
        },
        TRAINING {
            @Override
            List<Speed> run(Compute compute) {
                return new TrainingBench(compute.threads()).run();
            }
        };

        abstract List<Speed> run(Compute compute);

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "STEP",
            description =
                    "trace, moments, neighbours, extraction, denoisers, training, export or group-block (default: all but"
                            + " the last two).")
    private String step = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where export writes its files, 7 GB, and group-block its own, 400 MB, which are removed after"
                            + " it (default: the folder for temporary files).")
    private Path out = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--threads", paramLabel = "N", description = "Threads (default: all ${DEFAULT-VALUE} cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Compute compute = Compute.on(MachineOptions.checked("--threads", threads, 1, MachineOptions.MOST_THREADS));
        List<Speed> speeds = new ArrayList<>();
        if (step.equals(EXPORT) || step.equals(GROUP_BLOCK)) {
            Output.folderFor(out);
            ExportBench bench = new ExportBench(out, compute.threads());
            speeds.addAll(step.equals(EXPORT) ? bench.largest() : bench.groupBlock());
        } else {
            steps().forEach(one -> speeds.addAll(one.run(compute)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(speeds) : table(speeds));
        out.flush();
        return Main.OK;
    }

    private List<Step> steps() {
        if (step.isEmpty()) {
            return List.of(Step.values());
        }
        return Arrays.stream(Step.values())
                .filter(s -> s.word().equals(step))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> Names.unknown(
                        "step",
                        step,
                        Stream.concat(Arrays.stream(Step.values()).map(Step::word), Stream.of(EXPORT, GROUP_BLOCK))
                                .toList()));
    }

    private static String table(List<Speed> speeds) {
        List<List<String>> rows = speeds.stream()
                .map(s -> List.of(
                        s.name(),
                        String.format(Locale.ROOT, "%.2f", s.seconds()),
                        String.format(Locale.ROOT, "%.2f", s.cpuSeconds()),
                        extra(s.extra())))
                .toList();
        return new TextTable(
                        List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT),
                        List.of(List.of("step", "seconds", "cpu seconds", "")),
                        rows)
                .print();
    }

    private static String extra(Map<String, Double> extra) {
        return new TreeMap<>(extra)
                .entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %.4g", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
