package dev.assay.datasets.emoji;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void basesThatLookAlikeShareTheirSplitWhateverTheOrder() {
        Split split = new Split();
        split.add("google", "B", new byte[] {1});
        split.add("google", "C", new byte[] {2});
        split.add("google", "A", new byte[] {1});
        split.add("twitter", "D", new byte[] {1});
        split.add("twitter", "C", new byte[] {1});
        split.add("google", "A", new byte[] {2});
        assertThat(split.family("A")).isEqualTo("A");
        assertThat(split.family("B")).isEqualTo("A");
        assertThat(split.family("C")).isEqualTo("A");
        assertThat(split.family("D")).isEqualTo("A");
        assertThat(split.family("E")).isEqualTo("E");
    }

    /** SHA-256 of "1F600" begins with a6257499, which leaves 2 when divided by 5. */
    @Test
    void splitFollowsFromTheHashAlone() {
        assertThat(new Split().of("1F600")).isEqualTo("train");
    }
}
