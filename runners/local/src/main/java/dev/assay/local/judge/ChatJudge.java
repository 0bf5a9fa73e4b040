package dev.assay.local.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A model behind OpenAI's chat protocol, with pictures as PNG data URLs. Busy and broken answers (429, 408, 5xx, a lost
 * connection, a timeout, a text that is not the JSON asked for) are asked again, then counted invalid. A refusal of this one
 * question (400, 413, 422: a filter, a picture too large) is final for it alone; any other (such as 401 or 404) for the whole
 * run, which no key or name would mend half-way. Redirects are not followed, so the key goes nowhere else.
 */
public final class ChatJudge implements Judge {
    /** Bytes of an answer; one sentence and what services wrap around it have a few thousand. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_TOKENS = 300;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int TIMEOUT = 408;
    private static final int BUSY = 429;

    /** What is wrong with one request may be right with the next. */
    private static final Set<Integer> OF_ONE_REQUEST = Set.of(400, 413, 422);

    private final Endpoint endpoint;
    private final HttpClient client;
    private final AtomicReference<String> refusal = new AtomicReference<>("");

    public ChatJudge(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.client = HttpClient.newBuilder()
                .connectTimeout(endpoint.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The strict form of an answer. */
    private record Answer(int score, String reason) {}

    /** What one request came to. */
    private record Outcome(Verdict verdict, boolean again, Duration asked) {
        static Outcome done(Verdict verdict) {
            return new Outcome(verdict, false, Duration.ZERO);
        }

        static Outcome failed(String reason) {
            return new Outcome(Verdict.invalid(reason), true, Duration.ZERO);
        }
    }

    @Override
    public String name() {
        return endpoint.model();
    }

    @Override
    public Map<String, String> identity() {
        return new TreeMap<>(Map.of(
                "model", endpoint.model(),
                "endpoint", endpoint.place(),
                "temperature", Double.toString(endpoint.temperature()),
                "prompt_sha256", Prompt.sha256()));
    }

    @Override
    public Verdict ask(Query query, int run) {
        byte[] body = Json.compact(Map.of(
                        "model", endpoint.model(),
                        "temperature", endpoint.temperature(),
                        "max_tokens", MOST_TOKENS,
                        "response_format", Map.of("type", "json_object"),
                        "messages", Prompt.messages(query)))
                .getBytes(StandardCharsets.UTF_8);
        Outcome last = Outcome.failed("not asked");
        for (int attempt = 0; attempt <= endpoint.retries(); attempt++) {
            if (!refusal.get().isEmpty()) {
                return Verdict.invalid(refusal.get());
            }
            if (attempt > 0 && !slept(pause(attempt, last.asked()))) {
                return Verdict.invalid("interrupted");
            }
            last = once(body);
            if (!last.again()) {
                return last.verdict();
            }
        }
        return last.verdict();
    }

    private Outcome once(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.completions())
                .timeout(endpoint.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!endpoint.key().isEmpty()) {
            request.header("Authorization", "Bearer " + endpoint.key());
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), info -> new Bounded(MOST_BYTES));
        try {
            return read(sent.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Outcome.failed("no answer within " + endpoint.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            return Outcome.failed(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.done(Verdict.invalid("interrupted"));
        } finally {
            sent.cancel(true);
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof IOException io
                ? AssayException.reason(io)
                : failure.getClass().getSimpleName();
    }

    private Outcome read(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == BUSY || status == TIMEOUT || status >= 500) {
            return new Outcome(Verdict.invalid("HTTP " + status), true, asked(response));
        }
        if (OF_ONE_REQUEST.contains(status)) {
            return Outcome.done(Verdict.invalid("HTTP " + status));
        }
        if (status != 200) {
            refusal.compareAndSet("", "HTTP " + status + " from " + endpoint.place() + "; nothing more was asked");
            return Outcome.done(Verdict.invalid(refusal.get()));
        }
        try {
            String text = new String(response.body(), StandardCharsets.UTF_8);
            JsonNode content = Json.read("answer", text, JsonNode.class).at("/choices/0/message/content");
            if (!content.isTextual()) {
                return Outcome.failed("no choices[0].message.content in the answer");
            }
            Answer answer = Json.read("answer", content.asText().strip(), Answer.class);
            if (answer == null) {
                return Outcome.failed("the answer is null");
            }
            if (answer.score() != 0 && answer.score() != 1) {
                return Outcome.failed("score is %d, not 0 or 1".formatted(answer.score()));
            }
            return Outcome.done(Verdict.of(answer.score() == 1, answer.reason()));
        } catch (AssayException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    /** What {@code Retry-After} asks for, in seconds; dates are left aside. */
    private static Duration asked(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }

    /** How long to wait before a repetition, from 1: what the endpoint asked for, or what doubling gives if that is longer. */
    Duration pause(int attempt, Duration asked) {
        Duration doubled = endpoint.pause().multipliedBy(1L << Math.min(attempt - 1, 20));
        Duration wanted = asked.compareTo(doubled) > 0 ? asked : doubled;
        return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
