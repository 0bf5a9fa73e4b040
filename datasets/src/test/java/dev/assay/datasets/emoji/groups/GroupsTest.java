package dev.assay.datasets.emoji.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final EmbeddedSet SET = Emoji.load("emoji-32");
    private static final GroupDraws DRAWS = new GroupDraws(SET.entries());
    private static final List<GroupCase> CASES = GroupCases.of(SET.entries());

    private static List<List<Picture>> groups(int members, long seed) {
        Random random = new Random(seed);
        List<List<Picture>> groups = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            groups.add(DRAWS.draw(members, random::nextInt));
        }
        return groups;
    }

    @Test
    void whatIsDrawnIsNeverOfTheValidationSplit() {
        for (int members = 1; members <= GroupDraws.MOST; members++) {
            assertThat(groups(members, members)).allSatisfy(group -> assertThat(group)
                    .allMatch(p -> p.entry().split().equals("train")));
        }
    }

    @Test
    void drawnGroupsHaveDifferentMembersAndFollowFromTheDrawsAlone() {
        for (int members = 1; members <= GroupDraws.MOST; members++) {
            int size = members;
            assertThat(groups(members, 5))
                    .allSatisfy(group -> assertThat(group).hasSize(size).doesNotHaveDuplicates());
            assertThat(groups(members, 5)).isEqualTo(groups(members, 5)).isNotEqualTo(groups(members, 6));
        }
    }

    @Test
    void casesHaveTheMembersOfTheirTasks() {
        assertThat(CASES).extracting(GroupCase::id).doesNotHaveDuplicates();
        assertThat(CASES).allSatisfy(c -> assertThat(c.members())
                .hasSize(c.task().members())
                .doesNotHaveDuplicates()
                .extracting(Picture::prompt)
                .doesNotHaveDuplicates());
        assertThat(CASES.stream().collect(Collectors.groupingBy(GroupCase::task, Collectors.counting())))
                .hasSize(GroupTask.values().length)
                .allSatisfy((task, count) -> assertThat(count).isBetween(16L, 32L));
    }

    @Test
    void whatCasesAskForIsOfTheValidationSplit() {
        for (GroupCase c : CASES) {
            List<String> splits = c.members().stream()
                    .skip(c.task().given())
                    .map(p -> p.entry().split())
                    .toList();
            if (c.task() == GroupTask.CLOCK || c.task() == GroupTask.MOON) {
                assertThat(splits).contains("validation");
            } else {
                assertThat(splits).containsOnly("validation");
            }
        }
    }

    @Test
    void promptsSayStyleLookToneKindAndName() {
        Picture wave = SET.entries().stream()
                .filter(e -> e.id().equals("google/1f44b-1f3fe"))
                .map(e -> new Picture(e, Look.GREY))
                .findFirst()
                .orElseThrow();
        assertThat(wave.prompt())
                .isEqualTo("noto style, grey, medium dark skin tone, hand fingers open, waving hand sign");
    }

    @Test
    void clockFacesFollowEveryHalfHour() {
        GroupCase clock = CASES.stream()
                .filter(c -> c.task() == GroupTask.CLOCK)
                .findFirst()
                .orElseThrow();
        assertThat(clock.members())
                .extracting(p -> p.entry().name())
                .containsExactly(
                        "CLOCK FACE ONE OCLOCK",
                        "CLOCK FACE ONE-THIRTY",
                        "CLOCK FACE TWO OCLOCK",
                        "CLOCK FACE TWO-THIRTY");
    }

    @Test
    void greyIsTheLumaAndEdgesAreDarkWhereItChanges() {
        byte[] rgb = new byte[3 * 4 * 4];
        Arrays.fill(rgb, (byte) 255);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 2; x++) {
                Arrays.fill(rgb, (y * 4 + x) * 3 + 1, (y * 4 + x) * 3 + 3, (byte) 0);
            }
        }
        Image picture = new Image(4, 4, rgb);
        assertThat(Look.COLOUR.of(picture)).isSameAs(picture);
        Image grey = Look.GREY.of(picture);
        // Red is (299 * 255 + 500) / 1000 = 76.
        assertThat(List.of(grey.at(1, 1, 0), grey.at(1, 1, 2), grey.at(1, 2, 1)))
                .containsExactly(76, 76, 255);
        Image edges = Look.EDGES.of(picture);
        // Four times the step of 179, halved, is more than 255.
        assertThat(List.of(edges.at(1, 0, 0), edges.at(1, 1, 0), edges.at(1, 2, 1), edges.at(1, 3, 2)))
                .containsExactly(255, 0, 0, 255);
    }

    @Test
    void theAlbumShowsPicturesInTheirLook() {
        Album album = Album.of(SET);
        Picture picture = CASES.get(0).members().get(0);
        Image colour = album.image(picture);
        assertThat(colour.height()).isEqualTo(32);
        assertThat(album.image(picture.as(Look.GREY)).rgb())
                .isEqualTo(Look.GREY.of(colour).rgb());
    }
}
