package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.References;
import dev.assay.reference.group.Referencing;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How groups are made. The noise of group g follows from (seed, g) alone, so that it is the same for all systems.
 *
 * @param settings how the network's predictions are meant
 * @param sampler from noise to groups
 * @param guidance of the texts
 * @param system which members see one another, and whose texts they have
 * @param referencing how references are shown; where there are none, strength does not count
 * @param seed of the noise
 * @param texts of all members
 * @param code between pictures and what the network makes
 */
record GroupSampling(
        DiffusionSettings settings,
        Sampler sampler,
        Guidance guidance,
        GroupSystem system,
        Referencing referencing,
        long seed,
        Conditions texts,
        PictureCode code) {
    /**
     * A group to make.
     *
     * @param number which its noise follows from
     * @param text the number of the first member's text; those of the others follow
     * @param given references by their numbers in the group
     */
    record Group(long number, int text, Map<Integer, Image> given) {}

    /**
     * The pictures of groups with the same members given; references as the network was given them.
     *
     * @param session the network for groups of this size, exported as a denoiser without guidance
     */
    List<List<Image>> make(OnnxSession session, GroupNetwork network, List<Group> groups) {
        double[] made = sample(session, network, groups);
        Members members = network.members();
        List<List<Image>> pictures = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Image> group = new ArrayList<>();
            for (int m = 0; m < members.count(); m++) {
                group.add(code.picture(
                        member(made, members, g, m), members.sizes().get(m)));
            }
            pictures.add(group);
        }
        return pictures;
    }

    /** Groups [B,C,1,P], in which references are what they were encoded to, bit for bit. */
    double[] sample(OnnxSession session, GroupNetwork network, List<Group> groups) {
        ImageShape shape = GroupDenoiser.shape(network);
        References references = references(groups, network.members(), shape);
        Noise<double[]> noise =
                new ImageNoise(seed, groups.stream().mapToLong(Group::number).toArray(), shape);
        ArrayAlgebra algebra = new ArrayAlgebra(shape);
        GroupDenoiser denoiser = new GroupDenoiser(
                session,
                network,
                settings,
                texts,
                numbers(groups, network.members().count()),
                references.share(referencing.mode()));
        Referencing showing = references.given().isEmpty()
                ? new Referencing(referencing.mode(), referencing.repeats(), 1)
                : referencing;
        double[] made = showing.sample(
                sampler,
                new Diffusion<>(algebra, guidance.guide(algebra, denoiser), settings.noise(), noise),
                references);
        for (int i = 0; i < made.length; i++) {
            if (!Double.isFinite(made[i])) {
                throw new AssayException(
                        "group " + groups.get(i / shape.elements()).number(),
                        "sampling gave " + made[i],
                        "images are finite numbers",
                        "check the weights, the schedule and what the network predicts");
            }
        }
        return made;
    }

    private int[] numbers(List<Group> groups, int n) {
        int[] numbers = new int[groups.size() * n];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = groups.get(i / n).text() + system.text(i % n, n);
        }
        return numbers;
    }

    /** The pictures that are given; what is not given is 0. */
    private References references(List<Group> groups, Members members, ImageShape shape) {
        double[] all = new double[Math.multiplyExact(groups.size(), shape.elements())];
        for (int g = 0; g < groups.size(); g++) {
            int group = g;
            groups.get(g).given().forEach((m, picture) -> {
                float[] numbers = code.numbers(picture, members.sizes().get(m));
                for (int i = 0; i < numbers.length; i++) {
                    all[place(members, group, m, i)] = numbers[i];
                }
            });
        }
        return new References(members, new TreeSet<>(groups.get(0).given().keySet()), all);
    }

    /** Member m of group g in groups [B,C,1,P] as numbers [C,h,w]. */
    static float[] member(double[] groups, Members members, int g, int m) {
        int pixels = members.start(m + 1) - members.start(m);
        float[] numbers = new float[members.channels() * pixels];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) groups[place(members, g, m, i)];
        }
        return numbers;
    }

    /** Where number i of a member [C,h,w] is. */
    private static int place(Members members, int g, int m, int i) {
        int pixels = members.start(m + 1) - members.start(m);
        int row = g * members.channels() + i / pixels;
        return row * members.start(members.count()) + members.start(m) + i % pixels;
    }
}
