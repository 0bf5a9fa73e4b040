package dev.assay.local.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.Image;
import dev.assay.datasets.PictureDecoder;
import dev.assay.local.judge.StubEndpoint.Reply;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatJudgeTest {
    private static final Image SMALL = new Image(1, 2, new byte[] {0, 50, 100, (byte) 200, (byte) 255, 7});
    private static final Query QUERY = new Query(
            "draw a fox", "Is it a fox?", List.of(new Picture("output 1 (fox)", SMALL)), List.of("output 2 (den)"));

    @Test
    void theRequestHoldsQuestionLabelsAndExactPixels() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.yes())) {
            Verdict verdict = stub.judge("secret", 0).ask(QUERY, 0);
            assertThat(verdict).isEqualTo(Verdict.of(true, "it is"));
            StubEndpoint.Asked asked = stub.asked().get(0);
            assertThat(asked.path()).isEqualTo("/v1/chat/completions");
            assertThat(asked.authorization()).isEqualTo("Bearer secret");
            JsonNode body = Json.read("request", asked.body(), JsonNode.class);
            assertThat(body.at("/model").asText()).isEqualTo("eye-1");
            assertThat(body.at("/response_format/type").asText()).isEqualTo("json_object");
            JsonNode parts = body.at("/messages/1/content");
            assertThat(parts.findValuesAsText("text"))
                    .containsExactly(
                            "The instruction was: draw a fox",
                            "output 1 (fox)",
                            "There is no picture for output 2 (den)",
                            "The question: Is it a fox?");
            String url = parts.at("/2/image_url/url").asText();
            assertThat(url).startsWith("data:image/png;base64,");
            Image sent = PictureDecoder.decode(
                    "sent", Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)), DecodeOptions.DEFAULT);
            assertThat(sent.rgb()).isEqualTo(SMALL.rgb());
            assertThat(sent.width()).isEqualTo(2);
        }
    }

    @Test
    void withoutAKeyNoneIsSent() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.no())) {
            assertThat(stub.judge("", 0).ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.NO);
            assertThat(stub.asked().get(0).authorization()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 408})
    void busyEndpointsAreAskedAgain(int status) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.of(status, "busy"), Reply.yes())) {
            assertThat(stub.judge("", 1).ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.YES);
            assertThat(stub.asked()).hasSize(2);
        }
    }

    @Test
    void anEndpointThatStaysBusyIsInvalidAfterItsRetries() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.of(429, ""))) {
            assertThat(stub.judge("", 2).ask(QUERY, 0)).isEqualTo(Verdict.invalid("HTTP 429"));
            assertThat(stub.asked()).hasSize(3);
        }
    }

    @Test
    void pausesDoubleUpToAMinuteAndHeedTheEndpoint() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.yes())) {
            ChatJudge judge = stub.judge("", 0);
            assertThat(judge.pause(1, Duration.ZERO)).hasMillis(1);
            assertThat(judge.pause(4, Duration.ZERO)).hasMillis(8);
            assertThat(judge.pause(60, Duration.ZERO)).hasSeconds(60);
            assertThat(judge.pause(1, Duration.ofSeconds(7))).hasSeconds(7);
            assertThat(judge.pause(1, Duration.ofHours(2))).hasSeconds(60);
        }
    }

    @Test
    void aPauseThatTheEndpointNamesIsRead() throws IOException {
        Reply busy = new Reply(429, "", 0, Map.of("Retry-After", "0"));
        Reply odd = new Reply(503, "", 0, Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"));
        try (StubEndpoint stub = new StubEndpoint(busy, odd, Reply.yes())) {
            assertThat(stub.judge("", 2).ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.YES);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "",
                "{\"score\": 1}",
                "{\"score\": 2, \"reason\": \"x\"}",
                "{\"score\": \"1\", \"reason\": \"x\"}",
                "{\"score\": 0.5, \"reason\": \"x\"}",
                "{\"score\": true, \"reason\": \"x\"}",
                "{\"score\": null, \"reason\": \"x\"}",
                "{\"score\": 1, \"reason\": \"x\", \"confidence\": 3}",
                "{\"score\": 1, \"reason\": \"x\"} {\"score\": 0, \"reason\": \"y\"}",
                "{\"score\": 1, \"score\": 0, \"reason\": \"x\"}",
                "[1]",
                "null"
            })
    void answersOutOfTheSchemaAreInvalid(String content) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.content(content))) {
            assertThat(stub.judge("", 1).ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.INVALID);
            assertThat(stub.asked()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"choices\": []}", "{\"choices\": 7}", "\u0000\u0001", "{"})
    void bodiesThatAreNoChatAnswerAreInvalid(String body) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.of(200, body))) {
            assertThat(stub.judge("", 0).ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.INVALID);
        }
    }

    @Test
    void anOutOfSchemaAnswerIsAskedAgain() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.content("well..."), Reply.no())) {
            assertThat(stub.judge("", 1).ask(QUERY, 0)).isEqualTo(Verdict.of(false, "it is not"));
        }
    }

    @Test
    void oversizedAnswersAreCutOff() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.of(200, " ".repeat(ChatJudge.MOST_BYTES + 1)))) {
            assertThat(stub.judge("", 0).ask(QUERY, 0).reason()).contains("more than " + ChatJudge.MOST_BYTES);
        }
    }

    @Test
    void deeplyNestedAnswersAreInvalid() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.content("[".repeat(100_000)))) {
            assertThat(stub.judge("", 0).ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.INVALID);
        }
    }

    @Test
    void slowAnswersTimeOut() throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.yes().after(10_000))) {
            Verdict verdict = stub.judge("", 0).ask(QUERY, 0);
            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.INVALID);
        }
    }

    @Test
    void noEndpointAtAllIsInvalid() throws IOException {
        ChatJudge judge;
        try (StubEndpoint stub = new StubEndpoint(Reply.yes())) {
            judge = stub.judge("", 1);
        }
        assertThat(judge.ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 302})
    void aRefusalIsFinalForTheWholeRun(int status) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.of(status, "no"), Reply.yes())) {
            ChatJudge judge = stub.judge("secret", 3);
            assertThat(judge.ask(QUERY, 0).reason())
                    .startsWith("HTTP " + status)
                    .doesNotContain("secret");
            assertThat(judge.ask(QUERY, 1).kind()).isEqualTo(Verdict.Kind.INVALID);
            assertThat(stub.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void aRefusalOfOneQuestionIsFinalForItAlone(int status) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.of(status, "filtered"), Reply.yes())) {
            ChatJudge judge = stub.judge("", 3);
            assertThat(judge.ask(QUERY, 0)).isEqualTo(Verdict.invalid("HTTP " + status));
            assertThat(judge.ask(QUERY, 1).kind()).isEqualTo(Verdict.Kind.YES);
            assertThat(stub.asked()).hasSize(2);
        }
    }

    /** One half of a pair is in the answer, another is made by the cut at 500. */
    @ParameterizedTest
    @ValueSource(strings = {"a \\ud800 b", "%s\\ud83e\\udd8a"})
    void halfACharacterIsKeptAsAQuestionMark(String reason, @TempDir Path folder) throws IOException {
        String content = "{\"score\": 1, \"reason\": \"" + reason.formatted("x".repeat(499)) + "\"}";
        try (StubEndpoint stub = new StubEndpoint(Reply.content(content))) {
            Judge judge = new CachedJudge(stub.judge("", 0), folder);
            Verdict verdict = judge.ask(QUERY, 0);
            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.YES);
            assertThat(verdict.reason()).contains("?");
            assertThat(judge.ask(QUERY, 0)).isEqualTo(verdict);
            assertThat(stub.asked()).hasSize(1);
        }
    }

    @Test
    void theKeyIsInNothingThatIsPrinted() {
        Endpoint endpoint = new Endpoint(
                URI.create("https://host/v1/?token=abc"), "m", "secret", 0, Duration.ofSeconds(1), 0, Duration.ZERO);
        assertThat(endpoint.toString() + new ChatJudge(endpoint).identity())
                .doesNotContain("secret")
                .doesNotContain("abc");
        assertThat(endpoint.completions()).hasToString("https://host/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "host/v1", "ftp://host", "https://user:word@host/v1"})
    void onlyPlainWebAddressesAreEndpoints(String url) {
        assertThatThrownBy(() -> new Endpoint(URI.create(url), "m", "", 0, Duration.ofSeconds(1), 0, Duration.ZERO))
                .isInstanceOf(AssayException.class)
                .hasMessageNotContaining("word@");
    }

    @Test
    void aSecondRunAsksNothing(@TempDir Path folder) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.yes(), Reply.no(), Reply.no(), Reply.yes())) {
            Panel panel = new Panel(new CachedJudge(stub.judge("", 0), folder), 3);
            Panel.Ruling first = panel.rule(QUERY);
            assertThat(first.passed()).isFalse();
            assertThat(panel.rule(QUERY)).isEqualTo(first);
            assertThat(stub.asked()).hasSize(3);
            Query other = new Query(QUERY.instruction(), "Is it red?", QUERY.pictures(), QUERY.missing());
            assertThat(panel.rule(other).passed()).isTrue();
            assertThat(stub.asked()).hasSize(6);
        }
    }

    @Test
    void invalidAnswersAreAskedForAgain(@TempDir Path folder) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.content("?"), Reply.yes())) {
            Judge judge = new CachedJudge(stub.judge("", 0), folder);
            assertThat(judge.ask(QUERY, 0).valid()).isFalse();
            assertThat(judge.ask(QUERY, 0).valid()).isTrue();
        }
    }

    @Test
    void aDamagedAnswerIsAskedForAgain(@TempDir Path folder) throws IOException {
        try (StubEndpoint stub = new StubEndpoint(Reply.yes())) {
            Judge judge = new CachedJudge(stub.judge("", 0), folder);
            judge.ask(QUERY, 0);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(file, "{\"kind\": \"ye");
                }
            }
            assertThat(judge.ask(QUERY, 0).kind()).isEqualTo(Verdict.Kind.YES);
            assertThat(stub.asked()).hasSize(2);
        }
    }
}
