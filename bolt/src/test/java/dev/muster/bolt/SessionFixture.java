package dev.muster.bolt;

import static dev.muster.bolt.RawClient.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with scripted queries, and one client that says exactly what a test wants. */
abstract class SessionFixture {
    static final String CLOSED = "closed";
    static final Duration FAILED_LOGIN = Duration.ofMillis(300);

    final ScriptedQueries queries = new ScriptedQueries();
    BoltServer server;
    RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = BoltServer.start(settings(), queries, this::route, SessionFixture::login);
    }

    private static BoltSettings settings() {
        return BoltSettings.defaults(new SocketAddress("127.0.0.1", 0))
                .withAdvertised("db.example:7687")
                .withThreads(1, 4)
                .withServerSideRouting(true)
                .withFailedLogins(FAILED_LOGIN.toMillis());
    }

    private Pending<Router.RoutingTable> route(
            String user, String impersonated, String database, List<String> bookmarks, Map<String, Object> context) {
        if ("nope".equals(database)) {
            throw new BoltFailure("Neo.ClientError.Database.DatabaseNotFound", "Unable to get a routing table");
        }
        if ("stuck".equals(database)) {
            return queries.stuck();
        }
        List<String> writers = "leaderless".equals(database) ? List.of() : List.of("a:1");
        return Pending.of(new Router.RoutingTable(
                database == null ? "home" : database, 300, writers, List.of("b:2"), List.of("a:1", "b:2")));
    }

    private static Authenticator.Login login(Map<String, Object> token) {
        if ("wrong".equals(token.get("credentials"))) {
            throw new BoltFailure(
                    "Neo.ClientError.Security.Unauthorized",
                    "The client is unauthorized due to authentication failure.");
        }
        return new Authenticator.Login((String) token.get("principal"), "expired".equals(token.get("credentials")));
    }

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        server.close();
        assertThat(queries.open).hasValue(0); // nothing is ever left open
        assertThat(server.connectionCount()).isZero();
    }

    RawClient ready() throws IOException {
        client = RawClient.ready(server.address(), 5, 8);
        return client;
    }

    void reset() throws IOException {
        client.send(RESET);
        assertThat(client.receive()).isEqualTo("SUCCESS {}");
    }
}
