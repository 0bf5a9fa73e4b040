package dev.assay.reference.model;

import dev.assay.reference.diffusion.NoiseSchedule;
import dev.assay.reference.diffusion.Prediction;
import dev.assay.reference.diffusion.Schedules;
import dev.assay.spec.Names;
import java.util.Arrays;

/**
 * How a network's prediction is meant, and how it is told the noise. Time runs from 0 (no noise) to 1.
 *
 * @param schedule the noise schedule, by name
 * @param prediction {@code eps}, {@code v}, {@code x0} or {@code flow}
 * @param timeScale the network's time input is {@code timeScale * time + timeShift}
 * @param timeShift see {@code timeScale}
 * @param noClass the class that stands for none, in guidance; -1 if the network has no such class
 */
public record DiffusionSettings(String schedule, String prediction, double timeScale, double timeShift, int noClass) {
    /** The schedule of that name. */
    public NoiseSchedule noise() {
        return Schedules.named(schedule);
    }

    /** What the network predicts. */
    public Prediction meaning() {
        return Arrays.stream(Prediction.values())
                .filter(p -> p.id().equals(prediction))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        "prediction",
                        prediction,
                        Arrays.stream(Prediction.values()).map(Prediction::id).toList()));
    }
}
