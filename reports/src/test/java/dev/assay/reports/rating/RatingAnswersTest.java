package dev.assay.reports.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reports.rating.RatingKey.Entry;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingAnswersTest {
    private static final RatingPlan PLAN = Sheets.plan(1, 3);
    private static final RatingPlan.Made MADE = PLAN.sheet(1);
    private static final RatingKey KEY = PLAN.key(List.of(MADE));
    private static final Map<String, Integer> SCORES =
            Map.of("quality", 4, "adherence", 5, "consistency", 3, "overall", 4);

    @TempDir
    private Path temp;

    private static Entry first(boolean pair) {
        return MADE.key().items().stream()
                .filter(e -> e.pair() == pair)
                .findFirst()
                .orElseThrow();
    }

    private Path written(Object answers) throws IOException {
        Path file = temp.resolve("answers.json");
        Files.writeString(
                file,
                Json.write(Map.of("format", "assay-ratings-1", "sheet", "trial-01", "rater", 1, "answers", answers)));
        return file;
    }

    @Test
    void partOfTheAnswersIsEnough() throws IOException {
        Object answers = List.of(
                Map.of("token", first(false).token(), "scores", SCORES),
                Map.of("token", first(true).token(), "choice", "equal"));
        assertThat(RatingAnswers.read(written(answers), KEY).answers())
                .containsExactly(
                        new RatingAnswers.Answer(first(false).token(), SCORES, ""),
                        new RatingAnswers.Answer(first(true).token(), Map.of(), "equal"));
    }

    @Test
    void keysAreReadBack() throws IOException {
        Path file = temp.resolve("key.json");
        Files.writeString(file, Json.write(KEY));
        assertThat(RatingKey.read(file)).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "no json", "{\"format\":\"assay-ratings-1\"}"})
    void filesOfAnotherKindAreRefused(String text) throws IOException {
        Path file = Files.writeString(temp.resolve("a.json"), text);
        assertThatThrownBy(() -> RatingAnswers.read(file, KEY)).isInstanceOf(AssayException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'token':'none','choice':'left'}]",
                "[{'token':'PAIR','choice':'both'}]",
                "[{'token':'PAIR','scores':{}}]",
                "[{'token':'PAIR','choice':'left','extra':1}]",
                "[{'token':'PAIR','choice':'left'},{'token':'PAIR','choice':'left'}]",
                "[{'token':'ONE','choice':'left'}]",
                "[{'token':'ONE','scores':{'quality':6,'adherence':5,'consistency':3,'overall':4}}]",
                "[{'token':'ONE','scores':{'quality':'4','adherence':5,'consistency':3,'overall':4}}]",
                "[{'token':'ONE','scores':{'quality':4,'adherence':5,'consistency':3}}]",
                "[{'token':'ONE','scores':{'quality':4,'adherence':5,'consistency':3,'overall':4,'more':1}}]"
            })
    void answersThatTheSheetCannotGiveAreRefused(String answers) throws IOException {
        String json = answers.replace('\'', '"')
                .replace("PAIR", first(true).token())
                .replace("ONE", first(false).token());
        Path file = written(Json.read("test", json, List.class));
        assertThatThrownBy(() -> RatingAnswers.read(file, KEY))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("answers.json");
    }

    @Test
    void answersToAnotherSheetAreRefused() throws IOException {
        RatingKey other = PLAN.key(List.of(PLAN.sheet(2)));
        Path file = written(List.of());
        assertThatThrownBy(() -> RatingAnswers.read(file, other))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("trial-02");
    }
}
