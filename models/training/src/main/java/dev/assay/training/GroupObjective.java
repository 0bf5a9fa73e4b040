package dev.assay.training;

import dev.assay.graph.Array;
import dev.assay.graph.Network;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.NoiseSchedule;
import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Denoising the members of groups together: the mean square error of {@link DiffusionObjective}, averaged over members.
 * The size of the groups of a step is even over 1 to {@code most}, with as many groups as keep the images of a step
 * constant, and texts are dropped for whole groups (the recipe of Huang et al. 2024). All members share one time.
 *
 * <p>Ours, not the paper's, which conditions at inference alone: in some groups some members, how many and which at random,
 * are given clean, at time 0, and the loss is over the others. So the network learns to look at references without noise.
 *
 * @param network what learns
 * @param settings how its predictions are meant
 * @param groups what it learns from
 * @param options sizes, dropout and given members
 * @param seed of groups, times, noise and dropout
 * @param batch images of a step, at least {@code most}
 */
public record GroupObjective(
        WordGroup network, DiffusionSettings settings, TrainingGroups groups, Options options, long seed, int batch)
        implements Objective {
    private static final String TARGET = "target";
    private static final String WEIGHT = "weight";
    private static final int TIMES = 1000;

    /** Which of a step's or a group's draws is what; noise has one for each member, the group itself as many as it needs. */
    private static final int SIZE = Stream.TRAINING + 16;

    private static final int TIME = SIZE + 1;
    private static final int DROPOUT = SIZE + 2;
    private static final int GIVEN = SIZE + 3;
    private static final int NOISE = SIZE + 64;
    private static final int GROUP = SIZE + 128;

    /**
     * Sizes, dropout and given members.
     *
     * @param most members of a group
     * @param textDropout how often a whole group is without texts
     * @param given how often members are given, in groups of two and more
     */
    public record Options(int most, double textDropout, double given) {}

    public GroupObjective {
        Shape member = Members.alike(
                        1,
                        groups.image().dim(0),
                        groups.image().dim(1),
                        groups.image().dim(2))
                .image();
        if (!member.equals(network.with(network.alike(1), Sight.GROUP).image())) {
            throw new AssayException(
                    groups.name(),
                    "members are " + groups.image(),
                    "the network takes others",
                    "choose data of its size");
        }
        if (groups.words().tokens() > network.tokens()) {
            throw new AssayException(
                    groups.name(),
                    "its texts have %d tokens".formatted(groups.words().tokens()),
                    "the network knows %d".formatted(network.tokens()),
                    "choose a model with more");
        }
        int most = Math.min(groups.most(), batch);
        if (options.most() > most) {
            throw new AssayException(
                    "most", "it is " + options.most(), "the data and the batch allow " + most, "choose less");
        }
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("network", Json.compact(network));
        identity.put("diffusion", Json.compact(settings));
        identity.put("groups", groups.name());
        identity.put("options", Json.compact(options));
        identity.put("seed", Long.toString(seed));
        identity.put("batch", Integer.toString(batch));
        return identity;
    }

    /** Members of a step's groups. */
    int members(long step) {
        return 1 + new Stream(seed, step, SIZE).below(options.most());
    }

    @Override
    public Network network(long step) {
        return network.with(network.alike(members(step)), Sight.GROUP);
    }

    @Override
    public Example example(long step) {
        int n = members(step);
        Batch all = new Batch(n, batch / n);
        for (int j = 0; j < all.count; j++) {
            all.add(j, step * batch + j);
        }
        return all.example();
    }

    /** The arrays of a step, filled group by group. */
    private final class Batch {
        private final int n;
        private final int count;
        private final ImageShape shape;
        private final float[] noisy;
        private final float[] target;
        private final float[] weight;
        private final float[] times;
        private final float[] share;
        private final long[] tokens;

        Batch(int n, int count) {
            this.n = n;
            this.count = count;
            Shape image = groups.image();
            shape = new ImageShape(image.dim(0), 1, image.dim(1) * image.dim(2));
            noisy = new float[count * n * shape.elements()];
            target = new float[noisy.length];
            weight = new float[count * n * shape.width()];
            times = new float[count];
            share = new float[count * n];
            tokens = new long[count * n * network.length()];
        }

        void add(int j, long group) {
            int[] draws = {0};
            IntUnaryOperator below = bound -> new Stream(seed, group, GROUP + draws[0]++).below(bound);
            List<TrainingGroups.Member> members = groups.draw(n, below);
            boolean[] given = given(group);
            int made = n;
            for (boolean g : given) {
                made -= g ? 1 : 0;
            }
            boolean dropped = chance(group, DROPOUT, options.textDropout());
            double t = (1.0 + new Stream(seed, group, TIME).below(TIMES)) / TIMES;
            times[j] = (float) (settings.timeScale() * t + settings.timeShift());
            for (int m = 0; m < n; m++) {
                int place = j * n + m;
                share[place] = given[m] ? 0 : 1;
                Arrays.fill(
                        weight, place * shape.width(), (place + 1) * shape.width(), given[m] ? 0 : (float) n / made);
                if (!dropped) {
                    long[] text = groups.words().tokens(members.get(m).text(), network.length());
                    System.arraycopy(text, 0, tokens, place * text.length, text.length);
                }
                member(j, m, members.get(m).image(), given[m], t, new Stream(seed, group, NOISE + m));
            }
        }

        /** At least one member is made. */
        private boolean[] given(long group) {
            boolean[] given = new boolean[n];
            if (n > 1 && chance(group, GIVEN, options.given())) {
                int left = 1 + new Stream(seed, group, GIVEN + 1).below(n - 1);
                for (int m = 0; m < n; m++) {
                    given[m] = new Stream(seed, group, GIVEN + 2 + m).below(n - m) < left;
                    left -= given[m] ? 1 : 0;
                }
            }
            return given;
        }

        private void member(int j, int m, float[] pixels, boolean given, double t, Stream stream) {
            ArrayAlgebra one = new ArrayAlgebra(shape);
            NoiseSchedule schedule = settings.noise();
            double[] image = new double[shape.elements()];
            for (int i = 0; i < image.length; i++) {
                image[i] = pixels[i];
            }
            double[] noise = new double[image.length];
            stream.normals(noise, 0, noise.length);
            double[] x = given ? image : one.sum(schedule.alpha(t), image, schedule.sigma(t), noise);
            double[] y = settings.meaning().target(one, schedule, image, noise, t);
            for (int i = 0; i < image.length; i++) {
                int channel = i / shape.width();
                int at = ((j * shape.channels() + channel) * n + m) * shape.width() + i % shape.width();
                noisy[at] = (float) x[i];
                target[at] = (float) y[i];
            }
        }

        Example example() {
            int row = n * shape.width();
            Map<String, Array> inputs = new LinkedHashMap<>();
            inputs.put("x", new Array.Floats(noisy, count, shape.channels(), 1, row));
            inputs.put(network.time().name(), new Array.Floats(times, count));
            inputs.put(GroupNetwork.SHARE, new Array.Floats(share, count, n));
            inputs.put(WordGroup.TOKENS, new Array.Longs(tokens, count, n, network.length()));
            return new Example(
                    inputs,
                    Map.of(
                            TARGET, new Array.Floats(target, count, shape.channels(), 1, row),
                            WEIGHT, new Array.Floats(weight, count, 1, 1, row)));
        }
    }

    private boolean chance(long group, int draw, double probability) {
        return new Stream(seed, group, draw).below(1 << 24) < (int) Math.round(probability * (1 << 24));
    }

    @Override
    public Tensor loss(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
        Tensor error = network.prediction(outputs).sub(targets.get(TARGET));
        return error.square().mul(targets.get(WEIGHT)).mean(0, 1, 2, 3);
    }
}
