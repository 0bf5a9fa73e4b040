package dev.assay.reference.pixart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of two members of 8 x 8 pixels with texts of four tokens. */
class WordGroupTest {
    private static final WordGroup TINY =
            (WordGroup) Models.named("word-group-tiny").network();
    private static final int PIXELS = 64;

    /** Sums over keys run in another order when members change places; 4e-7 of values near 1 was measured. */
    private static final float ROUNDING = 1e-5f;

    @TempDir
    private Path folder;

    private float[] run(WordGroup network, List<float[]> members, long... tokens) throws IOException {
        int n = members.size();
        float[] x = new float[3 * n * PIXELS];
        for (int i = 0; i < x.length; i++) {
            int member = i / PIXELS % n;
            x[i] = members.get(member)[i / (n * PIXELS) * PIXELS + i % PIXELS];
        }
        float[] share = new float[n];
        Arrays.fill(share, 1);
        Map<String, Array> inputs = Map.of(
                "x", new Array.Floats(x, 1, 3, 1, (long) n * PIXELS),
                "t", new Array.Floats(new float[] {400}, 1),
                "share", new Array.Floats(share, 1, n),
                "tokens", new Array.Longs(tokens, 1, n, 4));
        return Running.single(folder).outputs(network, inputs).get("out");
    }

    /** A member of an output, channel by channel. */
    private static float[] member(float[] out, int n, int member) {
        float[] part = new float[3 * PIXELS];
        for (int i = 0; i < part.length; i++) {
            part[i] = out[(i / PIXELS * n + member) * PIXELS + i % PIXELS];
        }
        return part;
    }

    private static float[] image(String name) {
        return HashFill.input(name, 3 * PIXELS);
    }

    @Test
    void membersInAnotherOrderComeOutInThatOrder() throws IOException {
        float[] out = run(TINY, List.of(image("a"), image("b")), 2, 3, 0, 0, 4, 5, 6, 0);
        float[] turned = run(TINY, List.of(image("b"), image("a")), 4, 5, 6, 0, 2, 3, 0, 0);
        assertThat(member(turned, 2, 1)).containsExactly(member(out, 2, 0), within(ROUNDING));
        assertThat(member(turned, 2, 0)).containsExactly(member(out, 2, 1), within(ROUNDING));
    }

    @Test
    void membersSeeOneAnotherInGroupsAlone() throws IOException {
        WordGroup alone = TINY.with(TINY.members(), Sight.INDEPENDENT);
        long[] tokens = {2, 3, 0, 0, 4, 5, 6, 0};
        float[] one = run(alone, List.of(image("a"), image("b")), tokens);
        float[] other = run(alone, List.of(image("a"), image("c")), tokens);
        assertThat(member(other, 2, 0)).isEqualTo(member(one, 2, 0));
        assertThat(member(run(TINY, List.of(image("a"), image("c")), tokens), 2, 0))
                .isNotEqualTo(member(run(TINY, List.of(image("a"), image("b")), tokens), 2, 0));
        float[] single = run(TINY.with(TINY.alike(1), Sight.GROUP), List.of(image("a")), 2, 3, 0, 0);
        assertThat(member(one, 2, 0)).containsExactly(single, within(ROUNDING));
    }

    @Test
    void wordsAndTheirOrderMatter() throws IOException {
        WordGroup one = TINY.with(TINY.alike(1), Sight.GROUP);
        List<float[]> group = List.of(image("a"));
        float[] out = run(one, group, 2, 3, 0, 0);
        assertThat(run(one, group, 3, 2, 0, 0)).isNotEqualTo(out);
        assertThat(run(one, group, 2, 3, 4, 0)).isNotEqualTo(out);
        assertThat(run(one, group, 0, 0, 0, 0)).isNotEqualTo(out).doesNotContain(Float.NaN);
    }

    @Test
    void groupsOfAllSizesHaveTheSameParameters() {
        for (int n = 1; n <= Members.MOST; n++) {
            assertThat(ShapeBackend.describe(TINY.with(TINY.alike(n), Sight.GROUP))
                            .parameters())
                    .isEqualTo(ShapeBackend.describe(TINY).parameters());
        }
    }

    @Test
    void thereArePaddingAndUnknownWordsAtLeast() {
        assertThatThrownBy(() -> new WordGroup(1, TINY.group()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("1 tokens");
    }
}
