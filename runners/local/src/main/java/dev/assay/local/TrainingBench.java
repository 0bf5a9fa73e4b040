package dev.assay.local;

import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.metrics.Speed;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.training.Objectives;
import dev.assay.training.Trainer;
import dev.assay.training.TrainingConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tiny DiMR trained for a few hundred steps: its speed, and what memory it holds at the beginning and at the end. */
final class TrainingBench {
    private static final String MODEL = "dimr-tiny";
    private static final int BATCH = 8;
    private static final int WARM = 20;
    private static final int STEPS = 520;

    private final int threads;

    TrainingBench(int threads) {
        this.threads = threads;
    }

    List<Speed> run() {
        try (Scratch scratch = Scratch.open("assay-training")) {
            return List.of(run(scratch.folder()));
        }
    }

    private Speed run(Path folder) {
        Model model = Models.named(MODEL);
        EmbeddedSet set = Emoji.load("emoji-32");
        TrainingPictures pictures = TrainingPictures.of(set.all(), set.labels().size(), false, 1);
        TrainingConfig config = config();
        Trainer trainer = new Trainer(config, Objectives.of(config, model, pictures), folder, threads);
        Map<String, Double> extra = new HashMap<>();
        Cost.Start[] start = {Cost.start()};
        trainer.run((made, loss) -> {
            if (made == WARM) {
                Speed.residentMegabytes().ifPresent(mb -> extra.put("mb_after_%d_steps".formatted(WARM), mb));
                start[0] = Cost.start();
            }
        });
        Cost cost = start[0].spent();
        Speed.residentMegabytes().ifPresent(mb -> extra.put("mb_after_%d_steps".formatted(STEPS), mb));
        extra.put("images_per_second", (STEPS - WARM) * BATCH / cost.seconds());
        extra.put("images_per_cpu_second", (STEPS - WARM) * BATCH / cost.cpuSeconds());
        return new Speed(
                "training of %s, %d steps of %d images, threads %d".formatted(MODEL, STEPS - WARM, BATCH, threads),
                cost.seconds(),
                cost.cpuSeconds(),
                extra);
    }

    private static TrainingConfig config() {
        return new TrainingConfig(
                "bench",
                MODEL,
                new TrainingConfig.Data("emoji-32", Map.of(), false, 1, 0),
                0,
                BATCH,
                STEPS,
                Map.of("name", "diffusion", "weights", List.of(0.02, 0.12, 1.0), "label_dropout", 0.1),
                new TrainingConfig.Optimizer(1e-3, 0.9, 0.99, 1e-8, 0.01, List.of(), 100, 1),
                Map.of("name", "constant", "rate", 0.99),
                new TrainingConfig.Checkpoints(STEPS, 1),
                STEPS);
    }
}
