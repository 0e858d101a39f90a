package dev.muster.bolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.bolt.tls.TlsLevel;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Listening, limits and timeouts. */
class BoltServerTest {
    private static final SocketAddress ANY = new SocketAddress("127.0.0.1", 0);

    private final ScriptedQueries queries = new ScriptedQueries();

    private BoltServer start(BoltSettings settings) throws IOException {
        return BoltServer.start(
                settings,
                queries,
                (user, impersonated, database, bookmarks, context) ->
                        Pending.of(new Router.RoutingTable("home", 300, List.of(), List.of("a:1"), List.of("a:1"))),
                token -> new Authenticator.Login(null, false));
    }

    @Test
    void a_taken_port_is_one_clear_sentence() throws IOException {
        try (BoltServer first = start(BoltSettings.defaults(ANY))) {
            assertThatThrownBy(() -> start(BoltSettings.defaults(first.address())))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Bolt cannot listen on " + first.address() + ": Address already in use");
        }
    }

    @Test
    void the_port_is_free_again_after_close_and_close_may_be_repeated() throws IOException {
        BoltServer first = start(BoltSettings.defaults(ANY));
        first.close();
        first.close();
        try (BoltServer second = start(BoltSettings.defaults(first.address()))) {
            assertThat(second.address()).isEqualTo(first.address());
        }
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> BoltSettings.defaults(ANY).withTls(TlsLevel.REQUIRED, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoltSettings.defaults(ANY).withThreads(0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoltSettings.defaults(ANY).withTimeouts(0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connections_over_the_limit_are_closed_and_counted() throws IOException {
        try (BoltServer server = start(BoltSettings.defaults(ANY).withLimits(1, 10_000));
                RawClient first = RawClient.ready(server.address(), 5, 8)) {
            assertThatThrownBy(() -> new RawClient(server.address(), 5, 8)).isInstanceOf(IOException.class);
            first.run("COUNT 1");
            assertThat(first.receive()).startsWith("SUCCESS");
            assertThat(server.connectionCount()).isEqualTo(1);
            assertThat(server.counters().refused()).isEqualTo(1);
            assertThat(server.counters().accepted()).isEqualTo(1);
        }
    }

    @Test
    void who_does_not_log_in_in_time_is_hung_up_on() throws IOException {
        try (BoltServer server = start(BoltSettings.defaults(ANY).withTimeouts(200, 0, 0));
                RawClient good = RawClient.ready(server.address(), 5, 8);
                RawClient silent = new RawClient(server.address(), 5, 8);
                Socket mute =
                        new Socket(server.address().host(), server.address().port())) {
            assertThat(silent.receive()).isEqualTo("closed");
            assertThat(mute.getInputStream().read()).isEqualTo(-1);
            good.run("COUNT 1");
            assertThat(good.receive()).startsWith("SUCCESS");
            assertThat(server.counters().timeouts()).isEqualTo(2);
        }
    }

    @Test
    void an_idle_connection_is_closed_but_not_one_that_waits_for_its_query() throws IOException {
        try (BoltServer server = start(BoltSettings.defaults(ANY).withTimeouts(1_000, 500, 0));
                RawClient client = RawClient.ready(server.address(), 5, 8)) {
            client.batch().run("SLOW 1200").pull(-1).flush();
            assertThat(client.receive(3).get(1)).isEqualTo("RECORD [true]");
            assertThat(client.receive()).isEqualTo("closed");
        }
    }

    @Test
    void a_client_that_waits_long_gets_noops() throws IOException {
        try (BoltServer server = start(BoltSettings.defaults(ANY).withTimeouts(1_000, 0, 1));
                RawClient client = RawClient.ready(server.address(), 5, 8)) {
            client.run("SLOW 1200").pull(-1);
            assertThat(client.receive(3).get(1)).isEqualTo("RECORD [true]");
            assertThat(client.noops).isBetween(2, 4);
        }
    }

    @Test
    void a_browser_gets_an_answer_on_the_same_port() throws IOException {
        try (BoltServer server = start(BoltSettings.defaults(ANY));
                Socket browser =
                        new Socket(server.address().host(), server.address().port())) {
            browser.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(browser.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("{}");
        }
    }

    @Test
    void closing_the_server_ends_what_runs() throws Exception {
        BoltServer server = start(BoltSettings.defaults(ANY));
        try (RawClient client = RawClient.ready(server.address(), 5, 8)) {
            client.run("WAIT").pull(-1);
            client.receive();
            assertThat(queries.waiting.await(5, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            server.close();
            assertThat(client.receive()).isEqualTo("closed");
            await().untilAsserted(() -> assertThat(queries.open).hasValue(0));
        }
    }

    @Test
    void more_sessions_than_workers_all_get_their_turn() throws IOException {
        try (BoltServer server = start(BoltSettings.defaults(ANY).withThreads(1, 1))) {
            List<RawClient> clients = new java.util.ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(RawClient.ready(server.address(), 5, 8));
            }
            for (RawClient client : clients) {
                client.send(RawClient.RUN, "COUNT 2", Map.of(), Map.of("db", "x"))
                        .pull(-1);
            }
            for (RawClient client : clients) {
                assertThat(client.receive(3).subList(1, 3)).containsExactly("RECORD [1]", "RECORD [2]");
                client.close();
            }
        }
    }
}
