package dev.assay.reference.group;

import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.NoiseSchedule;

/**
 * A denoiser of groups whose given members are on their line from image to noise whatever a sampler makes of them: what the
 * network sees of them is alpha reference + sigma noise, or the reference, and what the sampler hears is that noise. So any
 * sampler keeps them.
 *
 * @param of the denoiser, with texts and guidance inside
 * @param algebra of groups
 * @param schedule the one the denoiser was trained with
 * @param references the given members
 * @param clean whether the network sees the references without noise
 * @param noise what the groups began with, [B,C,1,P]; not copied, do not modify
 */
record GivenMembers(
        Denoiser<double[]> of,
        ArrayAlgebra algebra,
        NoiseSchedule schedule,
        References references,
        boolean clean,
        double[] noise)
        implements Denoiser<double[]> {
    @Override
    public Estimate<double[]> at(double[] x, double t) {
        double[] images = references.images();
        double[] seen = clean ? images : algebra.sum(schedule.alpha(t), images, schedule.sigma(t), noise);
        Estimate<double[]> exact = new Estimate.WithVelocity<>(noise, algebra.sum(1, noise, -1, images));
        return of.at(references.join(seen, x), t).mixed(exact, (theirs, known) -> references.join(known, theirs));
    }
}
