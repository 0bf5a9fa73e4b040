package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupCase;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ConditionalDenoiser;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.ReferenceMode;
import dev.assay.reference.group.References;
import dev.assay.reference.group.Referencing;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reference.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How cases of {@code emoji-groups} are made. The noise of case g follows from (seed, g) alone, so that it is the same for
 * all systems.
 *
 * @param settings how the network's predictions are meant
 * @param sampler from noise to groups
 * @param guidance of the texts
 * @param system which members see one another, and whose texts they have
 * @param mode how references are shown
 * @param seed of the noise
 * @param words the vocabulary that the network was trained with
 * @param album the pictures
 */
record GroupSampling(
        DiffusionSettings settings,
        Sampler sampler,
        Guidance guidance,
        GroupSystem system,
        ReferenceMode mode,
        long seed,
        Words words,
        Album album) {
    /** How often a step is taken where steps are repeated. */
    private static final int REPEATS = 4;

    /** A case with its number, which its noise follows from. */
    record Numbered(long number, GroupCase of) {}

    /**
     * The pictures of cases of one task, references included as they were given.
     *
     * @param session the network for groups of this size, exported as a denoiser without guidance
     */
    List<List<Image>> make(OnnxSession session, WordGroup network, List<Numbered> cases) {
        Members members = network.members();
        ImageShape shape = GroupDenoiser.shape(network);
        References references = references(cases, members, shape);
        long[] numbers = cases.stream().mapToLong(Numbered::number).toArray();
        Noise<double[]> noise = new ImageNoise(seed, numbers, shape);
        ArrayAlgebra algebra = new ArrayAlgebra(shape);
        ConditionalDenoiser<double[]> denoiser =
                new GroupDenoiser(session, network, settings, tokens(network, cases), references.share(mode));
        Denoiser<double[]> guided = guidance.guide(algebra, denoiser);
        double[] made = new Referencing(mode, mode == ReferenceMode.REPLACE_RESAMPLE ? REPEATS : 1, 1)
                .sample(sampler, new Diffusion<>(algebra, guided, settings.noise(), noise), references);
        return images(made, members, cases.size());
    }

    private long[] tokens(WordGroup network, List<Numbered> cases) {
        int n = network.members().count();
        long[] tokens = new long[cases.size() * n * network.length()];
        for (int g = 0; g < cases.size(); g++) {
            for (int m = 0; m < n; m++) {
                String text = cases.get(g).of().members().get(system.text(m, n)).prompt();
                System.arraycopy(
                        words.tokens(text, network.length()),
                        0,
                        tokens,
                        (g * n + m) * network.length(),
                        network.length());
            }
        }
        return tokens;
    }

    /** The true pictures that are given; what is not given is 0. */
    private References references(List<Numbered> cases, Members members, ImageShape shape) {
        double[] groups = new double[cases.size() * shape.elements()];
        for (int g = 0; g < cases.size(); g++) {
            GroupCase one = cases.get(g).of();
            for (int m = 0; m < one.task().given(); m++) {
                float[] numbers =
                        TrainingEmoji.numbers(album.image(one.members().get(m)));
                int pixels = members.start(m + 1) - members.start(m);
                for (int i = 0; i < numbers.length; i++) {
                    int row = g * shape.channels() + i / pixels;
                    groups[row * shape.width() + members.start(m) + i % pixels] = numbers[i];
                }
            }
        }
        int given = cases.get(0).of().task().given();
        return new References(
                members, new TreeSet<>(IntStream.range(0, given).boxed().toList()), groups);
    }

    private static List<List<Image>> images(double[] groups, Members members, int count) {
        int all = members.start(members.count());
        List<List<Image>> cases = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            List<Image> images = new ArrayList<>();
            for (int m = 0; m < members.count(); m++) {
                int from = g * members.channels() * all + members.start(m);
                images.add(image(groups, from, all, members.sizes().get(m)));
            }
            cases.add(images);
        }
        return cases;
    }

    /** 255 (x + 1) / 2 rounded to nearest, as {@link dev.assay.reference.Layers#pixels} does. */
    private static Image image(double[] groups, int from, int all, Members.Size size) {
        int pixels = size.height() * size.width();
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < rgb.length; i++) {
            double x = groups[from + i % 3 * all + i / 3];
            rgb[i] = (byte) (int) (255 * Math.min(1, Math.max(0, (x + 1) / 2)) + 0.5);
        }
        return new Image(size.height(), size.width(), rgb);
    }
}
