package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reports.SampleGrid;
import dev.assay.reports.rating.RatingKey;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From folders of images to a ranking, with raters who prefer one system. */
class RatingsTest {
    private static final List<String> CASES = List.of("t2i-01", "t2i-02", "picture_book-01");

    @TempDir
    private Path temp;

    private Path base;
    private Path better;

    @BeforeEach
    void makeImages() throws IOException {
        base = temp.resolve("base");
        better = temp.resolve("better");
        for (String name : CASES) {
            GroupCase each = GroupBenchmarks.named("group-benchmark").caseNamed(name);
            for (Member member : each.targets()) {
                picture(base, each, member, 0x40);
                picture(better, each, member, 0xC0);
            }
        }
    }

    private static void picture(Path system, GroupCase each, Member member, int grey) throws IOException {
        byte[] rgb = new byte[3 * 64];
        Arrays.fill(rgb, (byte) grey);
        Path file = Files.createDirectories(system.resolve(each.id())).resolve(member.id() + ".png");
        Files.write(file, SampleGrid.png(new SampleGrid.Tile(8, 8, rgb)));
    }

    private Assay.Ran make(Object... more) {
        Object[] fixed = {
            "ratings",
            "make",
            "--system",
            "base=" + base,
            "--system",
            "better=" + better,
            "--anchor",
            "base",
            "--raters",
            2,
            "--out",
            temp.resolve("sheets")
        };
        Object[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return Assay.run(all);
    }

    private Assay.Ran makeAll() {
        return make("--case", CASES.get(0), "--case", CASES.get(1), "--case", CASES.get(2));
    }

    /** Answers every question: 5 for one system and 3 for the other, which loses every pair. */
    private Path answers(RatingKey.Sheet sheet) throws IOException {
        List<Map<String, Object>> answers = sheet.items().stream()
                .map(item -> {
                    if (item.pair()) {
                        return Map.<String, Object>of(
                                "token", item.token(), "choice", item.left().equals("better") ? "left" : "right");
                    }
                    int score = item.left().equals("better") ? 5 : 3;
                    return Map.<String, Object>of(
                            "token",
                            item.token(),
                            "scores",
                            Map.of("quality", score, "adherence", score, "consistency", score, "overall", score));
                })
                .toList();
        return Files.writeString(
                temp.resolve(sheet.sheet() + ".ratings.json"),
                Json.write(Map.of(
                        "format",
                        "assay-ratings-1",
                        "sheet",
                        sheet.sheet(),
                        "rater",
                        sheet.rater(),
                        "answers",
                        answers)));
    }

    @Test
    void ratersAreAskedBlindAndSummedUp() throws IOException {
        assertThat(makeAll().code()).isZero();
        Path folder = temp.resolve("sheets");
        assertThat(folder.resolve("group-benchmark-01.html")).content().doesNotContain("\"better\"", "\"base\"");
        RatingKey key = RatingKey.read(folder.resolve("key.json"));
        Assay.Ran read = Assay.run(
                "ratings",
                "read",
                "--key",
                folder.resolve("key.json"),
                answers(key.sheets().get(0)),
                answers(key.sheets().get(1)),
                "--json");
        JsonNode summary = read.json();
        assertThat(summary.get("raters").asInt()).isEqualTo(2);
        assertThat(summary.at("/means/overall/better/value").asDouble()).isEqualTo(5);
        assertThat(summary.at("/over_anchor/overall/better/value").asDouble()).isEqualTo(2);
        assertThat(summary.at("/over_anchor/overall/better/cases").asInt()).isEqualTo(3);
        assertThat(summary.at("/alpha/overall").asDouble()).isEqualTo(1);
        assertThat(summary.get("repeatability").asDouble()).isZero();
        assertThat(summary.at("/ranking/0/system").asText()).isEqualTo("better");
        // 6 wins of 6, with half a win added to each.
        assertThat(summary.at("/ranking/0/log_strength").asDouble() * 2).isCloseTo(Math.log(13), within(1e-9));
    }

    @Test
    void tableIsForReading() throws IOException {
        makeAll();
        RatingKey key = RatingKey.read(temp.resolve("sheets").resolve("key.json"));
        Assay.Ran read = Assay.run(
                "ratings",
                "read",
                "--key",
                temp.resolve("sheets").resolve("key.json"),
                answers(key.sheets().get(0)));
        assertThat(read.code()).isZero();
        assertThat(read.out()).contains("overall", "anchor", "better", "by pairs", "1 raters");
    }

    @Test
    void missingPicturesAreShownAsMissing() throws IOException {
        Files.delete(better.resolve("t2i-01").resolve(first("t2i-01").id() + ".png"));
        assertThat(makeAll().code()).isZero();
        assertThat(temp.resolve("sheets").resolve("group-benchmark-01.html"))
                .content()
                .contains("\"image\":\"\"");
    }

    private static Member first(String name) {
        return GroupBenchmarks.named("group-benchmark")
                .caseNamed(name)
                .targets()
                .get(0);
    }

    @Test
    void givenPicturesAreDrawn() throws IOException {
        GroupCase each = GroupBenchmarks.named("group-benchmark").caseNamed("local_editing-01");
        for (Member member : each.targets()) {
            picture(base, each, member, 0x20);
        }
        assertThat(make("--case", each.id(), "--pixels", 32).code()).isZero();
        assertThat(temp.resolve("sheets").resolve("group-benchmark-01.html"))
                .content()
                .contains("\"references\":[{", "data:image/png;base64,");
    }

    @Test
    void picturesThatCannotBeReadAreNamed() throws IOException {
        Path broken = better.resolve("t2i-01").resolve(first("t2i-01").id() + ".png");
        Files.writeString(broken, "no picture");
        Assay.Ran ran = makeAll();
        assertThat(ran.code()).isZero();
        assertThat(ran.err())
                .contains("t2i-01", "sheets say that no picture was made")
                .hasLineCount(1);
    }

    @Test
    void casesWithoutAnyPictureAreRefused() {
        Assay.Ran ran = make("--case", "t2i-03");
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).contains("t2i-03", "no system has a picture").hasLineCount(1);
    }

    @Test
    void anAnchorThatIsNoSystemIsRefused() {
        Assay.Ran ran = Assay.run(
                "ratings",
                "make",
                "--system",
                "a=" + base,
                "--system",
                "b=" + better,
                "--anchor",
                "c",
                "--case",
                "t2i-01");
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).contains("anchor").hasLineCount(1);
    }

    @Test
    void sheetsThatWereSentKeepTheirKey() {
        assertThat(makeAll().code()).isZero();
        Assay.Ran again = makeAll();
        assertThat(again.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(again.err()).contains("it holds sheets and their key").hasLineCount(1);
    }

    @Test
    void oneRaterCountsOnce() throws IOException {
        makeAll();
        Path key = temp.resolve("sheets").resolve("key.json");
        Path file = answers(RatingKey.read(key).sheets().get(0));
        Assay.Ran ran = Assay.run("ratings", "read", "--key", key, file, file);
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).contains("answered in an earlier file");
    }

    @Test
    void casesAreDrawnFromAll() {
        // Three of 210 cases have pictures here, so drawing all meets one that has none.
        Assay.Ran ran = make("--cases", 210);
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).contains("no system has a picture");
    }
}
