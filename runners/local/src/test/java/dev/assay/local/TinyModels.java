package dev.assay.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations of models small enough for a test to run them. */
final class TinyModels {
    private TinyModels() {}

    /** A DiMR of two branches on 8 x 8 pixels of 3 channels, 11 classes, the last of which is that of no class. */
    static Path dimr(Path folder) {
        return write(folder.resolve("tiny-dimr.yaml"), """
                model: tiny-dimr
                family: dimr
                about: two small branches
                network:
                  size: 8
                  channels: 3
                  classes: 11
                  norm: td_rmsn
                  mlp: glu
                  cascade: add
                  branches:
                    - {blocks: transformer, count: 3, width: 16, hidden: 32, heads: 4, side: 4, patch: 2}
                    - {blocks: convnext, count: 3, width: 8, hidden: 16, heads: 0, side: 8, patch: 1}
                diffusion: {schedule: sd-scaled-linear, prediction: eps, time_scale: 8, time_shift: -4, no_class: 10}
                sampling: {sampler: dpm-solver++, steps: 4, guidance: {name: constant, w: 1.5}}
                """);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
