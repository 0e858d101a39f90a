package dev.muster.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.node.faults.FaultControl;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health} (200 when ready, else 503, always JSON with the reason), {@code /metrics} (Prometheus text) and
 * {@code /} (links). Only GET and HEAD. Reveals nothing of the data, so it asks for no credentials.
 *
 * <p>{@code /faults} is there only on servers that may be broken on purpose: GET shows the faults in force, POST lets the
 * server read its file of faults again and shows them then. Who posts can bring no faults of his own.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json; charset=utf-8";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;
    private final SocketAddress local;

    private HttpEndpoint(HttpServer server, ExecutorService threads, SocketAddress local) {
        this.server = server;
        this.threads = threads;
        this.local = local;
    }

    /**
     * What the pages show; the suppliers are called per request, on HTTP threads, and must not block for long. {@code faults}
     * is null where there is no such page.
     */
    public record Pages(
            Supplier<Map<String, Object>> links,
            Supplier<Health> health,
            Supplier<Map<String, Object>> cluster,
            Supplier<String> metrics,
            FaultControl faults) {}

    /**
     * Listens and serves.
     *
     * @throws IOException with the address in its message if it cannot listen there
     */
    public static HttpEndpoint start(SocketAddress listen, Pages pages) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port()), 0);
        } catch (UnknownHostException e) {
            throw new IOException("cannot serve HTTP on " + listen + ": unknown host", e);
        } catch (IOException e) {
            throw new IOException("cannot serve HTTP on " + listen + ": " + e.getMessage(), e);
        }
        AtomicInteger count = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> answer(exchange, "/", () -> json(200, pages.links().get())));
        server.createContext(
                "/health",
                exchange -> answer(
                        exchange, "/health", () -> healthPage(pages.health().get())));
        server.createContext(
                "/cluster",
                exchange -> answer(
                        exchange, "/cluster", () -> json(200, pages.cluster().get())));
        server.createContext(
                "/metrics",
                exchange -> answer(
                        exchange,
                        "/metrics",
                        () -> new Page(200, METRICS_TYPE, pages.metrics().get())));
        if (pages.faults() != null) {
            server.createContext("/faults", exchange -> answerFaults(exchange, pages.faults()));
        }
        server.start();
        return new HttpEndpoint(
                server,
                threads,
                new SocketAddress(listen.host(), server.getAddress().getPort()));
    }

    /** Where it listens, with the port really taken. */
    public SocketAddress local() {
        return local;
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Page(int status, String type, String body) {}

    private static Page healthPage(Health health) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", health.status());
        if (!health.ready()) {
            body.put("reason", health.reason());
        }
        body.putAll(health.details());
        return json(health.ready() ? 200 : 503, body);
    }

    private static Page json(int status, Map<String, Object> body) {
        try {
            return new Page(status, JSON_TYPE, JSON.writeValueAsString(body) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page holds what is not JSON: " + body.keySet(), e);
        }
    }

    private static void answer(HttpExchange exchange, String path, Supplier<Page> supplier) throws IOException {
        try (exchange) {
            send(exchange, page(exchange, path, supplier));
        }
    }

    private static void answerFaults(HttpExchange exchange, FaultControl faults) throws IOException {
        try (exchange) {
            boolean reread = exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().equals("/faults");
            send(exchange, reread ? rereadFaults(faults) : page(exchange, "/faults", () -> faultsPage(faults)));
        }
    }

    private static Page rereadFaults(FaultControl faults) {
        try {
            faults.reread();
            return faultsPage(faults);
        } catch (IOException e) {
            return json(409, Map.of("error", e.getMessage()));
        }
    }

    private static Page faultsPage(FaultControl faults) {
        return new Page(200, JSON_TYPE, new String(faults.inForce(), StandardCharsets.UTF_8) + "\n");
    }

    private static Page page(HttpExchange exchange, String path, Supplier<Page> supplier) {
        String method = exchange.getRequestMethod();
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return json(404, Map.of("error", "not found"));
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return json(405, Map.of("error", "only GET and HEAD"));
        }
        try {
            return supplier.get();
        } catch (RuntimeException e) {
            LOG.error("page {} failed", path, e);
            return json(500, Map.of("error", "internal error; see the server's log"));
        }
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.type());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
