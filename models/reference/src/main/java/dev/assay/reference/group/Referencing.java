package dev.assay.reference.group;

import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Euler;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.spec.AssayException;

/**
 * How groups are sampled of which some members are given. At the end these are the references bit for bit.
 *
 * @param mode what the network sees of them
 * @param repeats how often a step is taken in {@link ReferenceMode#REPLACE_RESAMPLE}, at least 1
 * @param strength how far from the first reference the other members begin, above 0 to 1, which is noise alone (Meng et al.
 *     2021)
 */
public record Referencing(ReferenceMode mode, int repeats, double strength) {
    public Referencing {
        if (repeats < 1) {
            throw new AssayException("repeats", "it is " + repeats, "it is at least 1", "correct it");
        }
        if (!(strength > 0 && strength <= 1)) {
            throw new AssayException("strength", "it is " + strength, "it is above 0 and at most 1", "correct it");
        }
    }

    /** The sampler that is used where one was asked for; it tells how often the network is called at full strength. */
    public Sampler sampler(Sampler asked) {
        return mode == ReferenceMode.REPLACE_RESAMPLE ? euler(asked).repeated(repeats) : asked;
    }

    private static Euler euler(Sampler asked) {
        if (asked instanceof Euler euler) {
            return euler;
        }
        throw new AssayException(
                "references",
                "the sampler is not euler",
                "repeated steps and a strength below 1 need it",
                "choose euler, or another mode and strength 1");
    }

    /**
     * Samples groups.
     *
     * @param asked the sampler
     * @param diffusion of groups [B,C,1,P]; where the mode is {@link ReferenceMode#CLEAN} its denoiser passes
     *     {@link References#share} on
     * @param references as many groups
     */
    public double[] sample(Sampler asked, Diffusion<double[]> diffusion, References references) {
        Members members = references.members();
        ImageShape shape = new ImageShape(members.channels(), 1, members.start(members.count()));
        Denoiser<double[]> denoiser = new GivenMembers(
                diffusion.denoiser(),
                new ArrayAlgebra(shape),
                diffusion.schedule(),
                references,
                mode == ReferenceMode.CLEAN,
                diffusion.noise().draw(0));
        Diffusion<double[]> kept =
                new Diffusion<>(diffusion.algebra(), denoiser, diffusion.schedule(), diffusion.noise());
        Sampler sampler = sampler(asked);
        double[] made =
                strength == 1 ? sampler.sample(kept) : euler(sampler).sample(kept, references.spread(), strength);
        return references.put(made);
    }
}
