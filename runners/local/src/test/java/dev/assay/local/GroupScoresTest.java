package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupCase;
import dev.assay.datasets.emoji.groups.GroupCases;
import dev.assay.datasets.emoji.groups.GroupTask;
import dev.assay.datasets.emoji.groups.Picture;
import dev.assay.metrics.group.CaseValue;
import dev.assay.metrics.group.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupScoresTest {
    private static final Album ALBUM = Album.of(Emoji.load("emoji-32"));
    private static final GroupScores SCORES = new GroupScores(ALBUM, new GroupFeatures.Ink());

    private static GroupCase first(GroupTask task) {
        return GroupCases.of(ALBUM.set().entries()).stream()
                .filter(c -> c.task() == task)
                .findFirst()
                .orElseThrow();
    }

    private static List<Optional<Image>> truth(GroupCase one) {
        List<Optional<Image>> images = new ArrayList<>();
        for (Picture picture : one.members()) {
            images.add(Optional.of(ALBUM.image(picture)));
        }
        return images;
    }

    @Test
    void trueGroupsHaveWhatTheirPicturesHaveInCommon() {
        GroupCase tone = first(GroupTask.COMPLETION);
        Map<String, CaseValue> values = SCORES.of(tone, truth(tone));
        List<Embedding> ink = new GroupFeatures.Ink()
                .identities(tone.members().stream().map(ALBUM::image).toList());
        double cross = (ink.get(0).cosine(ink.get(2))
                        + ink.get(0).cosine(ink.get(3))
                        + ink.get(1).cosine(ink.get(2))
                        + ink.get(1).cosine(ink.get(3)))
                / 4;
        assertThat(values.get(GroupScores.REFERENCE).value()).isCloseTo(cross, within(1e-12));
        assertThat(values.get(GroupScores.SELF).value()).isCloseTo(ink.get(2).cosine(ink.get(3)), within(1e-12));
        assertThat(values.get("truth cosine").value()).isCloseTo(1, within(1e-12));
        assertThat(values.get("truth PSNR").value()).isEqualTo(60);
        assertThat(values.get("truth SSIM").value()).isCloseTo(1, within(1e-12));
        assertThat(values.get(GroupScores.SELF).category()).isEqualTo("reference");
        assertThat(values).doesNotContainKey(GroupScores.ADHERENCE);
    }

    @Test
    void whatIsMissingCountsNothing() {
        GroupCase pair = first(GroupTask.PAIR);
        List<Optional<Image>> half = truth(pair);
        half.set(1, Optional.empty());
        Map<String, CaseValue> values = SCORES.of(pair, half);
        assertThat(values.get(GroupScores.SELF).value()).isZero();
        assertThat(values.get("truth PSNR").value()).isEqualTo(30);
        assertThat(values.get("truth cosine").value()).isCloseTo(0.5, within(1e-12));
        assertThat(values).doesNotContainKey(GroupScores.REFERENCE);
        assertThat(values.get(GroupScores.SELF).category()).isEqualTo("text");
    }

    @Test
    void inkOnPaperIsWhatPixelsAreComparedBy() {
        Image left = new Image(1, 2, new byte[] {0, 0, 0, -1, -1, -1});
        Image right = new Image(1, 2, new byte[] {-1, -1, -1, 0, 0, 0});
        List<Embedding> ink = new GroupFeatures.Ink().identities(List.of(left, right));
        assertThat(ink.get(0).cosine(ink.get(1))).isZero();
        assertThat(ink.get(0).cosine(ink.get(0))).isEqualTo(1);
    }
}
