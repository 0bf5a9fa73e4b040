package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Heun;
import dev.assay.reference.diffusion.Sampler;

/** How a stage of a cascade makes images. */
public sealed interface StageSampler {
    /** How often the denoiser is called. */
    int nfe();

    /** How many times the images' sides grow: the patch of a relay, or 1 where images are made from noise alone. */
    int enlargement();

    /** Whether it works on denoisers D(x; sigma). */
    boolean takesSigma();

    /** From noise, with any sampler; of these only {@link Heun} takes D(x; sigma). */
    record FromNoise(Sampler sampler) implements StageSampler {
        @Override
        public int nfe() {
            return sampler.nfe();
        }

        @Override
        public int enlargement() {
            return 1;
        }

        @Override
        public boolean takesSigma() {
            return sampler instanceof Heun;
        }
    }

    /** From noise, as RDM makes its CelebA-HQ images of 64 pixels. */
    record FromNoiseBySde(SdeHeun sampler) implements StageSampler {
        @Override
        public int nfe() {
            return sampler.nfe();
        }

        @Override
        public int enlargement() {
            return 1;
        }

        @Override
        public boolean takesSigma() {
            return true;
        }
    }

    /** From images of a lower resolution. */
    record Relay(RelaySampler sampler) implements StageSampler {
        @Override
        public int nfe() {
            return sampler.nfe();
        }

        @Override
        public int enlargement() {
            return sampler.dct().patch();
        }

        @Override
        public boolean takesSigma() {
            return true;
        }
    }
}
