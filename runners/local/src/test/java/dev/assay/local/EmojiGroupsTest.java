package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmojiGroupsTest {
    @TempDir
    private Path folder;

    private final EmojiGroups emoji = EmojiGroups.load();

    @Test
    void everyMemberHasItsPictureAndItsText() {
        assertThat(emoji.benchmark().tasks()).extracting(GroupTask::id).contains("clock-sequence", "colourisation");
        for (GroupCase of : emoji.benchmark().cases()) {
            assertThat(of.targets()).isNotEmpty();
            for (Member member : of.members()) {
                assertThat(emoji.picture(of, member)).isPresent();
                assertThat(member.prompt()).contains(" style, ");
            }
        }
    }

    @Test
    void trueImagesAreAsGoodAsCanBe() {
        Path truth = folder.resolve("truth");
        GroupTask task = emoji.benchmark().task("clock-sequence");
        for (GroupCase of : task.cases()) {
            for (Member member : of.targets()) {
                TinyGroups.write(
                        truth, of.id(), member.id(), emoji.picture(of, member).orElseThrow());
            }
        }
        Assay.Ran ran = Assay.run("run", "emoji-groups", "--system", truth, "--out", folder.resolve("out"), "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(mean(ran.json(), "ssim", "clock-sequence")).isCloseTo(1, within(1e-12));
        assertThat(mean(ran.json(), "psnr", "clock-sequence")).isEqualTo(60);
        assertThat(mean(ran.json(), "order_truth[assay-emoji-v1:identity]", "clock-sequence"))
                .isEqualTo(1);
        assertThat(mean(ran.json(), "ssim", "colourisation")).isZero();
        JsonNode distance = ran.json().at("/systems/0/distances/clock-sequence/0");
        assertThat(distance.get("id").asText()).isEqualTo("fd[assay-emoji-v1]");
        assertThat(distance.get("value").asDouble()).isCloseTo(0, within(1e-6));
    }

    private static double mean(JsonNode result, String score, String task) {
        for (JsonNode mean : result.at("/systems/0/means")) {
            if (List.of(score, task)
                    .equals(List.of(mean.get("score").asText(), mean.get("name").asText()))) {
                return mean.get("value").asDouble();
            }
        }
        throw new AssertionError("no " + score + " of " + task);
    }
}
