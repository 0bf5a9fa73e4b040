package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.groups.GroupCase;
import dev.assay.datasets.emoji.groups.GroupCases;
import dev.assay.datasets.emoji.groups.GroupTask;
import dev.assay.datasets.emoji.groups.Picture;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.ReferenceMode;
import dev.assay.reference.group.Referencing;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.Denoising;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.pixart.Pixart;
import dev.assay.reference.pixart.PixartGroup;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reference.weights.HashFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases made by a network that was never trained. */
class GroupSamplingTest {
    private static final TrainingEmoji EMOJI = new TrainingEmoji();
    private static final DiffusionSettings SETTINGS = new DiffusionSettings("cosine", "v", 1000, 0, -1);
    private static final WordGroup NETWORK = new WordGroup(
            1024,
            new PixartGroup(
                    new Pixart(32, 32, 3, 8, 16, 1, 2, 20, 8, 32, 1, false, false),
                    Members.alike(2, 3, 32, 32),
                    Sight.GROUP));

    @TempDir
    private Path folder;

    /** The first two cases of a task, with their prompts in a row. */
    private static List<GroupSampling.Group> cases(GroupTask task) {
        List<GroupCase> all = GroupCases.of(EMOJI.album().set().entries());
        List<GroupSampling.Group> cases = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).task() == task && cases.size() < 2) {
                Map<Integer, Image> given = new TreeMap<>();
                for (int m = 0; m < task.given(); m++) {
                    given.put(m, EMOJI.album().image(all.get(i).members().get(m)));
                }
                cases.add(new GroupSampling.Group(i, cases.size() * task.members(), given));
            }
        }
        return cases;
    }

    private static List<String> prompts(GroupTask task) {
        return GroupCases.of(EMOJI.album().set().entries()).stream()
                .filter(one -> one.task() == task)
                .limit(2)
                .flatMap(one -> one.members().stream())
                .map(Picture::prompt)
                .toList();
    }

    private List<List<Image>> make(
            GroupSystem system, ReferenceMode mode, GroupTask task, List<GroupSampling.Group> cases) {
        WordGroup network = NETWORK.with(NETWORK.members(), system.sight());
        OnnxFile file = OnnxFile.write(
                new Denoising(network, SETTINGS, false, 3),
                new HashFill(),
                folder.resolve(system + ".onnx"),
                OnnxFile.Options.USUAL);
        GroupSampling making = new GroupSampling(
                SETTINGS,
                Samplers.named("ddim", Map.of("steps", 3)),
                new Guidance.Constant(2),
                system,
                new Referencing(mode, 1, 1),
                5,
                new WordTexts(EMOJI.words(), network.length(), prompts(task)),
                PictureCode.pixels());
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return making.make(session, network, cases);
        }
    }

    @Test
    void referencesEndAsTheyWereGiven() {
        List<GroupSampling.Group> cases = cases(GroupTask.TO_NOTO);
        for (ReferenceMode mode : List.of(ReferenceMode.REPLACE, ReferenceMode.CLEAN)) {
            List<List<Image>> made = make(GroupSystem.GROUP, mode, GroupTask.TO_NOTO, cases);
            for (int g = 0; g < 2; g++) {
                Image given = cases.get(g).given().get(0);
                assertThat(made.get(g).get(0).rgb()).isEqualTo(given.rgb());
                assertThat(made.get(g).get(1).rgb()).isNotEqualTo(given.rgb());
            }
        }
    }

    /** The case of another reference has the same number here, so that its noise is the same. */
    @Test
    void independentMembersDoNotSeeReferences() {
        List<GroupSampling.Group> both = cases(GroupTask.TO_NOTO);
        GroupSampling.Group one = both.get(0);
        List<GroupSampling.Group> changed = List.of(
                new GroupSampling.Group(one.number(), one.text(), both.get(1).given()));
        assertThat(second(GroupSystem.INDEPENDENT, changed)).isEqualTo(second(GroupSystem.INDEPENDENT, List.of(one)));
        assertThat(second(GroupSystem.GROUP, changed)).isNotEqualTo(second(GroupSystem.GROUP, List.of(one)));
    }

    private byte[] second(GroupSystem system, List<GroupSampling.Group> cases) {
        return make(system, ReferenceMode.REPLACE, GroupTask.TO_NOTO, cases)
                .get(0)
                .get(1)
                .rgb();
    }

    @Test
    void aCaseDependsOnItsNumberAndNotOnItsBatch() {
        List<GroupSampling.Group> cases = cases(GroupTask.PAIR);
        List<List<Image>> both = make(GroupSystem.GROUP, ReferenceMode.REPLACE, GroupTask.PAIR, cases);
        List<List<Image>> last = make(GroupSystem.GROUP, ReferenceMode.REPLACE, GroupTask.PAIR, cases.subList(1, 2));
        for (int m = 0; m < 2; m++) {
            assertThat(last.get(0).get(m).rgb()).isEqualTo(both.get(1).get(m).rgb());
        }
    }

    @Test
    void shuffledMembersHaveTheTextOfTheNext() {
        assertThat(GroupSystem.SHUFFLED.text(0, 4)).isEqualTo(1);
        assertThat(GroupSystem.SHUFFLED.text(3, 4)).isZero();
        assertThat(GroupSystem.GROUP.text(3, 4)).isEqualTo(3);
        assertThat(GroupSystem.INDEPENDENT.text(0, 2)).isZero();
    }
}
