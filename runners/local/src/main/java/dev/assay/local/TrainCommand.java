package dev.assay.local;

import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reports.LossCurve;
import dev.assay.spec.AssayException;
import dev.assay.training.Objective;
import dev.assay.training.Objectives;
import dev.assay.training.StepLog;
import dev.assay.training.StepRow;
import dev.assay.training.Trainer;
import dev.assay.training.TrainingConfig;
import dev.assay.training.TrainingData;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models train}. */
@Command(
        name = "train",
        description = {
            "Trains a model as a YAML file says. A run that was stopped goes on when the command is given again,",
            "and ends with the weights of a run that never stopped (with the same number of threads)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "In the folder: weights.safetensors (the averaged weights, at the end), log.jsonl (a row every few steps),",
            "loss.svg (its curve), states/ (the last states); for towers also vocabulary.txt (the words in order).",
            "",
            "Examples:",
            "  assay models train models/training/examples/dimr-emoji-32.yaml",
            "  assay models train my-run.yaml --out runs/first --threads 2"
        })
final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG.yaml", description = "What is trained on what, and how.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder of the run (default: runs/<train>).")
    private Path out;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Threads inside one operation (default: ${DEFAULT-VALUE}).",
                "More help on an idle machine only; the last bits of the weights depend on it."
            })
    private int threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        TrainingConfig config = TrainingConfig.read(file);
        Path folder = out == null ? Path.of("runs").resolve(config.train()) : out;
        Trainer trainer = new Trainer(
                config,
                objective(config),
                folder,
                MachineOptions.checked("--threads", threads, 1, MachineOptions.MOST_THREADS));
        Output.folderFor(folder);
        PrintWriter err = spec.commandLine().getErr();
        trainer.latest().ifPresent(state -> err.println("assay: going on from " + state));
        try (Progress bar = new Progress(config.train(), "steps", OptionalLong.of(config.steps()))) {
            long[] shown = {0};
            trainer.run((made, loss) -> {
                bar.advance(made - shown[0]);
                shown[0] = made;
            });
        } finally {
            draw(trainer, folder);
        }
        PrintWriter print = spec.commandLine().getOut();
        List<StepRow> rows = StepLog.read(trainer.log());
        if (!rows.isEmpty()) {
            StepRow last = rows.get(rows.size() - 1);
            print.printf(
                    "loss     %.4f at step %d, %.4f at step %d%n",
                    rows.get(0).loss(), rows.get(0).step(), last.loss(), last.step());
            print.println("log      " + trainer.log());
            print.println("curve    " + folder.resolve("loss.svg"));
        }
        print.println("weights  " + trainer.weights());
        return Main.OK;
    }

    private Objective objective(TrainingConfig config) {
        Path beside = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        Model model = Models.find(config.model(), beside);
        if (Objectives.takesPairs(config)) {
            return Objectives.ofPairs(
                    config, model, pairs(Emoji.load(config.data().set()), config.data()));
        }
        return Objectives.of(config, model, data(config.data()));
    }

    private static TrainingData data(TrainingConfig.Data data) {
        if (data.set().equals(TrainingEmoji.NAME)) {
            return groups(data);
        }
        EmbeddedSet set = Emoji.load(data.set());
        return TrainingPictures.of(set.select(data.where()), set.labels().size(), data.flip(), data.shrink());
    }

    private static TrainingData groups(TrainingConfig.Data data) {
        if (!data.where().isEmpty() || data.flip() || data.shrink() > 1 || data.augment() > 0) {
            throw new AssayException(
                    "data of " + data.set(),
                    "pictures are selected or changed",
                    "groups are drawn from the split train as it is",
                    "set where to {}, flip to false, shrink to 1 and augment to 0");
        }
        return new TrainingEmoji();
    }

    private static PicturePairs pairs(EmbeddedSet set, TrainingConfig.Data data) {
        if (data.flip() || data.shrink() > 1 || data.augment() > 0) {
            throw new AssayException(
                    "data",
                    "flip, shrink or augment is set",
                    "pairs are shown as they are, but for the changes that the loss names",
                    "set flip to false, shrink to 1 and augment to 0");
        }
        return PicturePairs.of(set, data.where());
    }

    private static void draw(Trainer trainer, Path folder) {
        List<StepRow> rows = StepLog.read(trainer.log());
        if (!rows.isEmpty()) {
            Output.write(
                    folder.resolve("loss.svg"),
                    new LossCurve(
                                    rows.stream().map(StepRow::step).toList(),
                                    rows.stream().map(StepRow::loss).toList())
                            .svg());
        }
    }
}
