package dev.assay.reference.group;

import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.NoiseSchedule;
import java.util.List;

/**
 * References: members of groups that are given, the same ones in each group of a batch. Whatever the sampler has made of
 * them is replaced before every call of the denoiser, and its estimate of their noise by the noise they have, so that
 * they go with any sampler. The paper leaves the recipe open; replacement is that of inpainting (Lugmayr et al. 2022, eq. 8a).
 *
 * @param members of every group
 * @param known which of them are given
 * @param mode how they are shown to the network
 */
public record KnownMembers(Members members, List<Boolean> known, Mode mode) {
    /** How given members are shown. */
    public enum Mode {
        /** As noisy as the others: alpha image + sigma noise, with the noise that sampling began with. */
        REPLACE,
        /** Without noise, at time 0. */
        CLEAN
    }

    public KnownMembers {
        known = List.copyOf(known);
        if (known.size() != members.count()) {
            throw new IllegalArgumentException("%d marks for %d members".formatted(known.size(), members.count()));
        }
    }

    /** What each member's time is of the group's, a row of the input {@link GroupNetwork#SHARE}. */
    public float[] share() {
        float[] share = new float[known.size()];
        for (int m = 0; m < share.length; m++) {
            share[m] = known.get(m) && mode == Mode.CLEAN ? 0 : 1;
        }
        return share;
    }

    /**
     * A denoiser of groups [B,C,1,P] that is shown given members.
     *
     * @param images [B,C,1,P], of which only given members are read
     * @param noise that sampling began with, likewise
     */
    public Denoiser<double[]> shown(
            Denoiser<double[]> denoiser, NoiseSchedule schedule, double[] images, double[] noise) {
        return (x, t) -> {
            double alpha = mode == Mode.CLEAN ? 1 : schedule.alpha(t);
            double sigma = mode == Mode.CLEAN ? 0 : schedule.sigma(t);
            double[] noisy = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                noisy[i] = alpha * images[i] + sigma * noise[i];
            }
            Estimate<double[]> estimate = denoiser.at(replaced(x, noisy), t);
            return estimate.withNoise(replaced(estimate.noise(), noise));
        };
    }

    /** Groups with their given members taken from others. */
    public double[] replaced(double[] groups, double[] others) {
        int pixels = members.start(members.count());
        int rows = groups.length / pixels;
        double[] all = groups.clone();
        for (int row = 0; row < rows; row++) {
            for (int m = 0; m < known.size(); m++) {
                if (known.get(m)) {
                    int from = row * pixels + members.start(m);
                    System.arraycopy(others, from, all, from, members.start(m + 1) - members.start(m));
                }
            }
        }
        return all;
    }
}
