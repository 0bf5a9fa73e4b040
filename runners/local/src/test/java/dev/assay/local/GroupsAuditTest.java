package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsAuditTest {
    @TempDir
    private Path temp;

    private Path train;
    private GroupCase seen;
    private EmojiGroups emoji;

    /** Three groups of noise, and one that holds the pictures of a case. */
    @BeforeEach
    void makeTrainingGroups() throws IOException {
        train = temp.resolve("train");
        for (int group = 0; group < 3; group++) {
            Pictures.folder(train.resolve("group-" + group), 10 * group, 3);
        }
        emoji = EmojiGroups.load();
        seen = emoji.benchmark().cases().get(0);
        for (Member member : seen.members()) {
            PngFile.write(
                    train.resolve("leaked").resolve(member.id() + ".png"),
                    emoji.picture(seen, member).orElseThrow());
        }
    }

    private JsonNode audit(Object... more) {
        Object[] fixed = {
            "groups", "audit", "--train", train, "--benchmark", "emoji-groups", "--extractor", "pixels-16", "--json"
        };
        Object[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return Assay.run(all).json();
    }

    private static JsonNode row(JsonNode audit, String id) {
        for (JsonNode row : audit.get("cases")) {
            if (row.get("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("no row of " + id);
    }

    @Test
    void aCaseThatWasTrainedOnIsFoundAndMarked() {
        JsonNode audit = audit();
        JsonNode leaked = row(audit, seen.id());
        assertThat(leaked.get("nearest").asText()).isEqualTo("leaked");
        assertThat(leaked.get("similarity").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(leaked.get("among_training").asDouble()).isLessThan(1 - 1e-3);
        assertThat(leaked.get("marked").asBoolean()).isTrue();
        assertThat(audit.get("groups").asInt()).isEqualTo(4);
        assertThat(audit.get("not_compared")).isEmpty();
        assertThat(audit.get("extractor").asText()).isEqualTo("pixels-16");
    }

    @Test
    void aCaseThatWasTrainedOnTwiceIsMarkedToo() throws IOException {
        Path again = Files.createDirectories(train.resolve("leaked-again"));
        for (Member member : seen.members()) {
            String name = member.id() + ".png";
            Files.copy(train.resolve("leaked").resolve(name), again.resolve(name));
        }
        JsonNode leaked = row(audit(), seen.id());
        assertThat(leaked.get("among_training").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(leaked.get("marked").asBoolean()).isTrue();
    }

    @Test
    void theNearestComeFirst() {
        JsonNode cases = audit().get("cases");
        assertThat(cases).hasSize(emoji.benchmark().cases().size());
        for (int i = 1; i < cases.size(); i++) {
            assertThat(cases.get(i).get("similarity").asDouble())
                    .isLessThanOrEqualTo(cases.get(i - 1).get("similarity").asDouble());
        }
    }

    @Test
    void outputsAreComparedInsteadOfReferences() throws IOException {
        Path outputs = temp.resolve("outputs");
        Member target = seen.targets().get(0);
        PngFile.write(
                outputs.resolve(seen.id()).resolve(target.id() + ".png"),
                emoji.picture(seen, target).orElseThrow());
        JsonNode audit = audit("--outputs", outputs);
        assertThat(audit.get("cases")).hasSize(1);
        assertThat(audit.get("cases").get(0).get("pictures").asInt()).isEqualTo(1);
        assertThat(audit.get("not_compared")).hasSize(emoji.benchmark().cases().size() - 1);
    }

    @Test
    void tableSaysHowManyAreMarked() {
        Assay.Ran ran = Assay.run(
                "groups",
                "audit",
                "--train",
                train,
                "--benchmark",
                "emoji-groups",
                "--extractor",
                "pixels-16",
                "--top",
                3);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("leaked", "4 training groups").hasLineCount(8);
    }

    @Test
    void oneGroupGivesNoScale() throws IOException {
        Path one = temp.resolve("one");
        Pictures.folder(one.resolve("group"), 0, 3);
        JsonNode audit = Assay.run(
                        "groups",
                        "audit",
                        "--train",
                        one,
                        "--benchmark",
                        "emoji-groups",
                        "--extractor",
                        "pixels-16",
                        "--json")
                .json();
        assertThat(audit.get("marked").asInt()).isZero();
        assertThat(audit.get("cases").get(0).get("among_training").asDouble()).isEqualTo(-1);
    }

    @Test
    void aFolderWithoutGroupsIsRefused() throws IOException {
        Path empty = Files.createDirectories(temp.resolve("empty"));
        Assay.Ran ran = Assay.run("groups", "audit", "--train", empty, "--extractor", "pixels-16");
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).contains("no group of pictures in it").hasLineCount(1);
    }
}
