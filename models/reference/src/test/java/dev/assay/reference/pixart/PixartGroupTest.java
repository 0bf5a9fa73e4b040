package dev.assay.reference.pixart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.reference.Parity;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups against values of the parity files, and the laws that they keep. */
class PixartGroupTest {
    private static final int[] TOKENS = {4, 6, 2};
    private static final float[] TIMES = {3, 741.5f, 400.25f};

    /** Rounding of float32 where sums run in another order; 2e-7 was measured. */
    private static final double ROUNDING = 1e-6;

    @TempDir
    private Path folder;

    private static List<Member> alike(float... times) {
        return List.of(
                Member.alike(0, times[0], TOKENS[0]),
                Member.alike(1, times[1], TOKENS[1]),
                Member.alike(2, times[2], TOKENS[2]));
    }

    private static List<Member> mixed() {
        return List.of(
                Member.mixed(0, 741.5f, TOKENS[0]),
                Member.mixed(1, 741.5f, TOKENS[1]),
                Member.mixed(2, 741.5f, TOKENS[2]));
    }

    private static void assertMembers(JsonNode golden, List<float[]> found) {
        assertThat(found).hasSize(golden.size());
        for (int i = 0; i < golden.size(); i++) {
            Parity.assertSummary("member " + i, golden.get(i), found.get(i));
        }
    }

    private static void assertSame(List<float[]> expected, List<float[]> found) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Parity.distance(Parity.doubles(expected.get(i)), found.get(i)))
                    .as("member %d", i)
                    .isLessThan(ROUNDING);
        }
    }

    @ParameterizedTest
    @CsvSource({"CPU, GROUP", "CUDA, GROUP", "PORTABLE, GROUP", "CPU, INDEPENDENT", "PORTABLE, INDEPENDENT"})
    void groupsAreThoseOfTheParityFile(OnnxFile.Form form, Sight sight) throws IOException {
        JsonNode golden =
                Parity.golden("group_attention.json").get("values").get("pixart_tiny_n3_t741.5_" + sight.id());
        assertMembers(
                golden,
                new Running(folder, form, DataType.FLOAT32).group(Running.TINY, sight, alike(741.5f, 741.5f, 741.5f)));
    }

    /** One block of three images, [1,16,32] each. */
    private record OneBlock() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(
                    new Port("tokens", DataType.FLOAT32, Shape.of(3, 16, 32)),
                    new Port("captions", DataType.FLOAT32, Shape.of(3, 6, 32)),
                    new Port("mask", DataType.FLOAT32, Shape.of(3, 6)),
                    new Port("t0", DataType.FLOAT32, Shape.of(3, 192)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> in) {
            Block.Condition condition = new Block.Condition(
                    in.get("t0").reshape(3, 6, 32), in.get("captions"), Block.Condition.hiding(s, in.get("mask"), 16));
            return Map.of(
                    "out",
                    new Block(32, 4)
                            .apply(
                                    s.at("blocks.0"),
                                    List.of(in.get("tokens")),
                                    List.of(condition),
                                    Mixing.of(Sight.GROUP, List.of(3)))
                            .get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockIsThatOfTheParityFile(OnnxFile.Form form) throws IOException {
        Map<String, Array> inputs = Map.of(
                "tokens", new Array.Floats(HashFill.input("input.tokens", 3 * 16 * 32), 3, 16, 32),
                "captions", new Array.Floats(HashFill.input("input.caption_tokens", 3 * 6 * 32), 3, 6, 32),
                "mask", new Array.Floats(new float[] {1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0}, 3, 6),
                "t0", new Array.Floats(HashFill.input("input.t0", 3 * 192), 3, 192));
        float[] out = new Running(folder, form, DataType.FLOAT32)
                .outputs(new OneBlock(), inputs)
                .get("out");
        JsonNode golden = Parity.golden("group_attention.json").get("values").get("pixart_block0_n3_group");
        for (int i = 0; i < 3; i++) {
            Parity.assertSummary("member " + i, golden.get(i), Arrays.copyOfRange(out, i * 512, (i + 1) * 512));
        }
    }

    /** Values of a reading of the original in NumPy, {@code golden/pixart/groups.py}. */
    @ParameterizedTest
    @EnumSource
    void timesAndSizesMayDiffer(OnnxFile.Form form) throws IOException {
        JsonNode golden = Parity.golden("pixart/groups.json").get("cases");
        Running running = new Running(folder, form, DataType.FLOAT32);
        assertMembers(golden.get("times"), running.group(Running.TINY, Sight.GROUP, alike(TIMES)));
        assertMembers(golden.get("mixed"), running.group(Running.TINY, Sight.GROUP, mixed()));
        assertMembers(golden.get("mixed_sizes"), running.group(Running.SIZED, Sight.GROUP, mixed()));
        Pixart halved = new Pixart(8, 8, 4, 2, 48, 2, 4, 6, 16, 8, 2, true, true);
        assertMembers(golden.get("mixed_sizes_scale_2"), running.group(halved, Sight.GROUP, mixed()));
    }

    @Test
    void aGroupOfOneIsTheBaseModel() throws IOException {
        Running running = Running.single(folder);
        for (Member one : List.of(Member.alike(1, 741.5f, 6), Member.mixed(1, 3, 4))) {
            List<float[]> base = List.of(running.images(Running.SIZED, List.of(one)));
            assertSame(base, running.group(Running.SIZED, Sight.GROUP, List.of(one)));
        }
    }

    @Test
    void independentMembersAreAsManyRunsOfTheBaseModel() throws IOException {
        Running running = Running.single(folder);
        for (List<Member> group : List.of(alike(TIMES), mixed())) {
            List<float[]> alone = new ArrayList<>();
            for (Member member : group) {
                alone.add(running.images(Running.SIZED, List.of(member)));
            }
            assertSame(alone, running.group(Running.SIZED, Sight.INDEPENDENT, group));
        }
    }

    @Test
    void membersInAnotherOrderComeOutInThatOrder() throws IOException {
        Running running = Running.single(folder);
        for (List<Member> group : List.of(alike(TIMES), mixed())) {
            List<float[]> expected = new ArrayList<>(running.group(Running.SIZED, Sight.GROUP, group));
            List<Member> turned = new ArrayList<>(group);
            Collections.rotate(turned, 1);
            Collections.rotate(expected, 1);
            assertSame(expected, running.group(Running.SIZED, Sight.GROUP, turned));
        }
    }

    /** Attention is the same where every key is there twice. */
    @Test
    void aGroupTwiceOverIsTheGroup() throws IOException {
        Running running = Running.single(folder);
        List<Member> twice = new ArrayList<>(mixed());
        twice.addAll(mixed());
        List<float[]> once = running.group(Running.SIZED, Sight.GROUP, mixed());
        List<float[]> expected = new ArrayList<>(once);
        expected.addAll(once);
        assertSame(expected, running.group(Running.SIZED, Sight.GROUP, twice));
    }

    @Test
    void groupsOfABatchDoNotSeeOneAnother() throws IOException {
        Running running = Running.single(folder);
        for (List<Member> group : List.of(alike(TIMES), mixed())) {
            List<Member> other = group.stream()
                    .map(m -> m.withTime(100).withMask(0, 1, 0, 1, 0, 1))
                    .toList();
            List<float[]> expected = new ArrayList<>(running.group(Running.TINY, Sight.GROUP, group));
            expected.addAll(running.group(Running.TINY, Sight.GROUP, other));
            assertSame(expected, running.groups(Running.TINY, Sight.GROUP, List.of(group, other)));
        }
    }

    /** To the bit. A caption reaches other members only through its own image's tokens, in the block after. */
    @ParameterizedTest
    @EnumSource
    void aCaptionReachesOthersOnlyThroughAnImage(OnnxFile.Form form) throws IOException {
        Running running = new Running(folder, form, DataType.FLOAT32);
        List<Member> changed = new ArrayList<>(alike(TIMES));
        changed.set(1, changed.get(1).withCaption(HashFill.input("another", Member.TOKENS * Member.TEXT)));
        for (int depth = 1; depth <= 2; depth++) {
            Pixart net = Running.deep(Running.TINY, depth);
            List<float[]> before = running.group(net, Sight.GROUP, alike(TIMES));
            List<float[]> after = running.group(net, Sight.GROUP, changed);
            assertThat(after.get(1)).isNotEqualTo(before.get(1));
            for (int i : new int[] {0, 2}) {
                double distance = Parity.distance(Parity.doubles(before.get(i)), after.get(i));
                if (depth == 1) {
                    assertThat(after.get(i)).containsExactly(before.get(i));
                } else {
                    assertThat(distance).isGreaterThan(1e-2); // 0.029 and 0.031 were measured
                }
            }
        }
    }

    /** What the sheet's table of costs gives for a whole group, rounded. */
    @ParameterizedTest
    @CsvSource({
        "pixart-xl-2-256, 1, 149",
        "pixart-xl-2-512, 1, 618",
        "pixart-xl-2-1024, 1, 3255",
        "gdt-pixart-256, 4, 647",
        "gdt-pixart-512, 2, 1371",
        "gdt-pixart-512, 4, 3284",
        "gdt-pixart-512, 8, 8732",
    })
    void groupsCostWhatTheyShould(String name, int count, long gmacs) {
        Network network = Models.named(name).network();
        if (network instanceof PixartGroup group) {
            int side = group.base().rows();
            network = group.with(Members.alike(count, 4, side, side), Sight.GROUP);
        }
        assertThat(Math.round(ShapeBackend.describe(network).macs() / 1e9)).isEqualTo(gmacs);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void theParametersAreTheBaseModels(int count) {
        PixartGroup group = (PixartGroup) Models.named("gdt-pixart-512").network();
        PixartGroup other = group.with(Members.alike(count, 4, 64, 64), Sight.GROUP);
        List<Parameter> parameters = ShapeBackend.describe(other).parameters();
        assertThat(parameters)
                .isEqualTo(ShapeBackend.describe(Models.named("pixart-xl-2-512").network())
                        .parameters());
        assertThat(Model.parameters(ShapeBackend.describe(other))).isEqualTo(610_856_096);
    }

    @Test
    void membersThatDoNotFitTheBaseAreRefused() {
        assertThatThrownBy(() -> new PixartGroup(Running.TINY, Members.alike(2, 3, 8, 8), Sight.GROUP))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("members have 3 channels, the base 4");
        assertThatThrownBy(() -> new PixartGroup(Running.TINY, Members.alike(2, 4, 8, 9), Sight.GROUP))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a member is 8 x 9, the patch 2");
    }

    @Test
    void captionsGoAndSizesAndTimesStayInGuidance() {
        PixartGroup group = new PixartGroup(Running.SIZED, Members.alike(2, 4, 8, 8), Sight.GROUP);
        assertThat(group.inputs())
                .extracting(Port::name)
                .containsExactly("x", "t", "share", "caption", "mask", "csize", "ar");
        assertThat(group.inputs().stream().map(Port::name).filter(group::hasNone))
                .containsExactly("x", "t", "caption", "mask");
    }
}
