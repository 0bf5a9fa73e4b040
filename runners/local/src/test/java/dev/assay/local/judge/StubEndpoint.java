package dev.assay.local.judge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.spec.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A chat endpoint on this machine that gives prepared replies in order, the last one for ever. */
public final class StubEndpoint implements AutoCloseable {
    /** One prepared reply. */
    public record Reply(int status, String body, long delayMillis, Map<String, String> headers) {
        public static Reply of(int status, String body) {
            return new Reply(status, body, 0, Map.of());
        }

        /** A whole chat answer with that content. */
        public static Reply content(String content) {
            return of(200, Json.compact(Map.of("choices", List.of(Map.of("message", Map.of("content", content))))));
        }

        public static Reply yes() {
            return content("{\"score\": 1, \"reason\": \"it is\"}");
        }

        public static Reply no() {
            return content("{\"score\": 0, \"reason\": \"it is not\"}");
        }

        Reply after(long millis) {
            return new Reply(status, body, millis, headers);
        }
    }

    /** A request that arrived. */
    public record Asked(String path, String authorization, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    public StubEndpoint(Reply... prepared) throws IOException {
        replies.addAll(List.of(prepared));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** A judge of this endpoint with short pauses. */
    ChatJudge judge(String key, int retries) {
        return new ChatJudge(
                new Endpoint(url(), "eye-1", key, 0, Duration.ofMillis(1500), retries, Duration.ofMillis(1)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(exchange.getRequestURI().getPath(), authorization == null ? "" : authorization, body));
            Reply reply = replies.size() > 1 ? replies.remove() : replies.peek();
            Thread.sleep(reply.delayMillis());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
