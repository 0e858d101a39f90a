package dev.muster.node.launcher;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * A process that keeps the launcher's contract with servers and does nothing else; settings make it misbehave:
 * {@code fake.refuse} (ends with this sentence), {@code fake.deaf} (never ready), {@code fake.stubborn} (ignores SIGTERM),
 * {@code fake.dirty} (its copy of sales is damaged, with this reason), {@code fake.unbreakable} (knows no faults).
 */
public final class FakeServer {
    private FakeServer() {}

    public static void main(String[] words) throws Exception {
        Path configuration = Path.of(words[words.length - 1]);
        Properties settings = new Properties();
        try (var reader = Files.newBufferedReader(configuration)) {
            settings.load(reader);
        }
        System.out.println("starting " + settings.getProperty("muster.server.name"));
        String refusal = settings.getProperty("fake.refuse");
        if (refusal != null) {
            System.err.println(refusal);
            System.exit(1);
        }
        if (settings.containsKey("fake.stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::hang));
        }
        HttpServer http = HttpServer.create(address(settings, "server.http.listen_address"), 0);
        String dirty = settings.getProperty("fake.dirty");
        int status = settings.containsKey("fake.deaf") || dirty != null ? 503 : 200;
        byte[] body = dirty == null
                ? "{}".getBytes(StandardCharsets.UTF_8)
                : ("{\"status\":\"degraded\",\"dirty\":{\"sales\":\"" + dirty + "\"}}")
                        .getBytes(StandardCharsets.UTF_8);
        http.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        if (!settings.containsKey("fake.unbreakable")) {
            http.createContext("/faults", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
        }
        http.start();
        describe(configuration.getParent().getParent(), settings.getProperty("muster.server.name"));
        hang();
    }

    private static InetSocketAddress address(Properties settings, String name) {
        String text = settings.getProperty(name);
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)));
    }

    private static void describe(Path home, String name) throws Exception {
        Path file = home.resolve("run").resolve("server.json");
        Path temporary = file.resolveSibling("server.json.tmp");
        Files.writeString(
                temporary,
                "{\"serverId\":\"id-of-" + name + "\",\"name\":\"" + name + "\",\"pid\":"
                        + ProcessHandle.current().pid() + "}");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
