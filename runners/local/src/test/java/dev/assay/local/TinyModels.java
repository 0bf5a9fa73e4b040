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

    /** A U-ViT of odd sizes on 6 x 6 pixels without classes: 10 tokens of width 12. */
    static Path uvit(Path folder) {
        return write(folder.resolve("tiny-uvit.yaml"), """
                model: tiny-uvit
                family: uvit
                network: {size: 6, channels: 3, patch: 2, width: 12, depth: 2, heads: 3, classes: 0, context_tokens: 0,
                  context_width: 0, time_mlp: true, final_conv: true}
                diffusion: {schedule: cosine, prediction: v, time_scale: 1000, time_shift: 0, no_class: -1}
                """);
    }

    /** A DiT with learnt variances on latents of 4 x 8 x 8, which vae-tiny decodes to 32 x 32 pixels; 5 classes. */
    static Path latentDit(Path folder) {
        return write(folder.resolve("tiny-dit.yaml"), """
                model: tiny-dit
                family: dit
                network: {size: 8, channels: 4, patch: 4, width: 16, depth: 2, heads: 2, classes: 6, learns_variance: true}
                diffusion: {schedule: linear, prediction: eps, time_scale: 1000, time_shift: -1, no_class: 5}
                latents: {autoencoder: vae-tiny, scale: 1.0}
                sampling: {sampler: ddpm, steps: 3, guidance: {name: constant, w: 2.0, channels: 3}}
                """);
    }

    /** A PixArt with learnt variances and micro-conditions on latents that vae-tiny decodes to 32 x 32; 12 tokens of 32. */
    static Path pixart(Path folder) {
        return write(folder.resolve("tiny-pixart.yaml"), """
                model: tiny-pixart
                family: pixart
                network: {rows: 8, columns: 8, channels: 4, patch: 2, width: 24, depth: 2, heads: 2, caption_tokens: 12,
                  caption_width: 32, trained_side: 8, place_scale: 1, micro_conditions: true, learns_variance: true}
                diffusion: {schedule: linear, prediction: eps, time_scale: 1000, time_shift: -1, no_class: -1}
                latents: {autoencoder: vae-tiny, scale: 1.0}
                sampling: {sampler: dpm-solver++-multistep, steps: 4, guidance: {name: constant, w: 4.5}}
                """);
    }

    /** An MMDiT on the same latents, shifted; 24 tokens of 64 and 56 numbers of the whole text. */
    static Path mmdit(Path folder) {
        return write(folder.resolve("tiny-mmdit.yaml"), """
                model: tiny-mmdit
                family: mmdit
                network: {rows: 8, columns: 8, channels: 4, patch: 2, width: 16, depth: 2, heads: 2, positions: 8,
                  position_base: 4, context_tokens: 24, context_width: 64, pooled_width: 56, qk_norm: false}
                diffusion: {schedule: rectified-flow, prediction: flow, time_scale: 1000, time_shift: 0, no_class: -1}
                latents: {autoencoder: vae-tiny, scale: 1.5, shift: 0.06}
                sampling: {sampler: euler, steps: 4, shift: 3.0, guidance: {name: constant, w: 5.0}}
                """);
    }

    /** The same as groups, of two members where nothing else is asked; without micro-conditions. */
    static Path pixartGroup(Path folder) {
        return write(folder.resolve("tiny-pixart-group.yaml"), """
                model: tiny-pixart-group
                family: pixart-group
                network:
                  base: {rows: 8, columns: 8, channels: 4, patch: 2, width: 24, depth: 2, heads: 2, caption_tokens: 12,
                    caption_width: 32, trained_side: 8, place_scale: 1, micro_conditions: false, learns_variance: true}
                  members: {channels: 4, sizes: [{height: 8, width: 8}, {height: 8, width: 8}]}
                  sight: group
                diffusion: {schedule: linear, prediction: eps, time_scale: 1000, time_shift: -1, no_class: -1}
                latents: {autoencoder: vae-tiny, scale: 1.0}
                sampling: {sampler: dpm-solver++-multistep, steps: 4, guidance: {name: constant, w: 4.5}}
                """);
    }

    /** The MMDiT as groups. */
    static Path mmditGroup(Path folder) {
        return write(folder.resolve("tiny-mmdit-group.yaml"), """
                model: tiny-mmdit-group
                family: mmdit-group
                network:
                  base: {rows: 8, columns: 8, channels: 4, patch: 2, width: 16, depth: 2, heads: 2, positions: 8,
                    position_base: 4, context_tokens: 24, context_width: 64, pooled_width: 56, qk_norm: false}
                  members: {channels: 4, sizes: [{height: 8, width: 8}, {height: 8, width: 8}]}
                  context_tokens: [24, 24]
                  sight: group
                diffusion: {schedule: rectified-flow, prediction: flow, time_scale: 1000, time_shift: 0, no_class: -1}
                latents: {autoencoder: vae-tiny, scale: 1.5, shift: 0.06}
                sampling: {sampler: euler, steps: 4, shift: 3.0, guidance: {name: constant, w: 5.0}}
                """);
    }

    /** A U-ViT on 8 x 8 pixels with texts of 12 tokens of 32. */
    static Path textUvit(Path folder) {
        return write(folder.resolve("tiny-text-uvit.yaml"), """
                model: tiny-text-uvit
                family: uvit
                network: {size: 8, channels: 3, patch: 2, width: 16, depth: 2, heads: 2, classes: 0, context_tokens: 12,
                  context_width: 32, time_mlp: false, final_conv: true}
                diffusion: {schedule: sd-scaled-linear, prediction: x0, time_scale: 1000, time_shift: 0, no_class: -1}
                sampling: {sampler: dpm-solver++, steps: 4, guidance: {name: constant, w: 2.0}}
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
