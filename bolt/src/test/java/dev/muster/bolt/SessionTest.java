package dev.muster.bolt;

import static dev.muster.bolt.RawClient.BEGIN;
import static dev.muster.bolt.RawClient.COMMIT;
import static dev.muster.bolt.RawClient.DISCARD;
import static dev.muster.bolt.RawClient.GOODBYE;
import static dev.muster.bolt.RawClient.LOGOFF;
import static dev.muster.bolt.RawClient.LOGON;
import static dev.muster.bolt.RawClient.NONE;
import static dev.muster.bolt.RawClient.PULL;
import static dev.muster.bolt.RawClient.RESET;
import static dev.muster.bolt.RawClient.ROLLBACK;
import static dev.muster.bolt.RawClient.ROUTE;
import static dev.muster.bolt.RawClient.RUN;
import static dev.muster.bolt.RawClient.TELEMETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state machine of facts/bolt.md 6 over a real socket: what is taken where, failures, RESET, lost clients. */
class SessionTest extends SessionFixture {
    @ParameterizedTest
    @ValueSource(ints = {0x0405, 0x0305, 0x0205, 0x0105, 0x0605, 0x0705, 0x0805})
    void from_5_1_hello_and_logon_may_come_in_one_packet(int version) throws IOException {
        int minor = version >> 8;
        client = new RawClient(server.address(), 5, minor);
        client.batch().send(1, RawClient.HELLO).send(LOGON, NONE).send(RESET).flush();
        String hints = "connection.recv_timeout_seconds=120" + (minor == 8 ? ", ssr.enabled=true" : "");
        assertThat(client.receive(3))
                .containsExactly(
                        "SUCCESS {server=Neo4j/5.26.0, connection_id=bolt-1, hints={" + hints + "}}",
                        minor == 8 ? "SUCCESS {advertised_address=db.example:7687}" : "SUCCESS {}",
                        "SUCCESS {}");
    }

    @Test
    void before_5_1_hello_logs_in_and_the_utc_patch_is_granted_when_asked_for() throws IOException {
        client = new RawClient(server.address(), 4, 4);
        client.send(
                1,
                Map.of(
                        "user_agent",
                        "old",
                        "scheme",
                        "basic",
                        "principal",
                        "neo4j",
                        "credentials",
                        "expired",
                        "patch_bolt",
                        List.of("utc")));
        assertThat(client.receive())
                .isEqualTo(
                        "SUCCESS {server=Neo4j/5.26.0, connection_id=bolt-1, hints={connection.recv_timeout_seconds=120},"
                                + " patch_bolt=[utc], credentials_expired=true}");
        client.run("COUNT 1");
        assertThat(client.receive()).startsWith("FAILURE {code=Neo.ClientError.Security.CredentialsExpired");
    }

    static Stream<Arguments> fatal() {
        return Stream.of(
                Arguments.of(1, Map.of("bolt_agent", Map.of("product", "x")), "Must provide the \"user_agent\" field"),
                Arguments.of(1, Map.of("user_agent", "x"), "Must provide the \"product\" field"),
                Arguments.of(
                        LOGON,
                        NONE,
                        "Message of type LogonMessage cannot be handled by a session in the NEGOTIATION state."),
                Arguments.of(
                        PULL,
                        Map.of("n", 1L),
                        "Message of type PullMessage cannot be handled by a session in the NEGOTIATION state."),
                Arguments.of(0x55, Map.of(), "Bolt 5.8 has no message that begins with these bytes: b1 55"));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void before_login_every_failure_closes(int tag, Map<String, Object> field, String text) throws IOException {
        client = new RawClient(server.address(), 5, 8);
        client.send(tag, field);
        assertThat(client.receive())
                .contains("neo4j_code=Neo.ClientError.Request.Invalid")
                .contains(text);
        assertThat(client.receive()).isEqualTo(CLOSED);
    }

    @Test
    void who_says_a_wrong_password_waits_for_the_answer_and_holds_up_nobody_else() throws IOException {
        client = new RawClient(server.address(), 5, 8);
        long began = System.nanoTime();
        for (int guess = 0; guess < 8; guess++) { // twice as many as there are workers
            new RawClient(server.address(), 5, 8)
                    .batch()
                    .send(1, RawClient.HELLO)
                    .send(LOGON, Map.of("scheme", "basic", "credentials", "wrong"))
                    .flush();
        }
        client.batch()
                .send(1, RawClient.HELLO)
                .send(LOGON, Map.of("scheme", "basic", "credentials", "wrong"))
                .send(LOGON, Map.of("scheme", "basic", "credentials", "right"))
                .flush();
        try (RawClient other = RawClient.ready(server.address(), 5, 8)) {
            assertThat(other.run("COUNT 1").receive()).startsWith("SUCCESS");
        }
        assertThat(client.receive(3))
                .satisfies(answers -> assertThat(answers.get(0)).startsWith("SUCCESS"))
                .satisfies(answers -> assertThat(answers.get(1)).contains("Neo.ClientError.Security.Unauthorized"))
                .endsWith(CLOSED); // the second guess was not even looked at
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(SessionFixture.FAILED_LOGIN);
        await().untilAsserted(() -> assertThat(server.connectionCount()).isZero());
    }

    @Test
    void a_wrong_password_is_answered_and_closed() throws IOException {
        client = new RawClient(server.address(), 5, 8);
        client.batch()
                .send(1, RawClient.HELLO)
                .send(LOGON, Map.of("scheme", "basic", "credentials", "wrong"))
                .flush();
        assertThat(client.receive(3).subList(1, 3))
                .containsExactly(
                        "FAILURE {neo4j_code=Neo.ClientError.Security.Unauthorized, message=The client is unauthorized due to"
                                + " authentication failure., gql_status=42NFF, description=error: syntax error or access rule"
                                + " violation - permission/access denied. Access denied, see the security logs for details.,"
                                + " diagnostic_record={OPERATION=, OPERATION_CODE=0, CURRENT_SCHEMA=/,"
                                + " _classification=CLIENT_ERROR}}",
                        CLOSED);
    }

    /** What leads to a state, and the messages that are wrong in it. */
    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("READY", List.of(), List.of(PULL, DISCARD, COMMIT, ROLLBACK, LOGON)),
                Arguments.of(
                        "STREAMING",
                        List.of(RUN),
                        List.of(RUN, BEGIN, COMMIT, ROLLBACK, ROUTE, TELEMETRY, LOGOFF, LOGON)),
                Arguments.of("TX", List.of(BEGIN), List.of(BEGIN, ROUTE, TELEMETRY, LOGOFF, LOGON)),
                Arguments.of("FAILED", List.of(-1), List.of(LOGON, LOGOFF)),
                Arguments.of("AUTHENTICATION", List.of(LOGOFF), List.of(RUN, BEGIN, PULL, RESET, LOGOFF, ROUTE)));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_message_of_the_wrong_kind_is_answered_and_closed(String state, List<Integer> way, List<Integer> wrong)
            throws IOException {
        for (int tag : wrong) {
            ready();
            for (int step : way) {
                if (step == -1) {
                    client.run("FAIL Neo.ClientError.Statement.SyntaxError");
                } else {
                    sample(step);
                }
                client.receive();
            }
            sample(tag);
            assertThat(client.receive())
                    .contains("Neo.ClientError.Request.Invalid")
                    .contains("Message cannot be handled by a session in the " + state + " state.");
            assertThat(client.receive()).isEqualTo(CLOSED);
            client.close();
        }
    }

    private void sample(int tag) throws IOException {
        switch (tag) {
            case RUN -> client.run("COUNT 3");
            case BEGIN -> client.send(BEGIN, Map.of());
            case PULL, DISCARD -> client.send(tag, Map.of("n", -1L));
            case ROUTE -> client.send(ROUTE, Map.of(), List.of(), Map.of());
            case TELEMETRY -> client.send(TELEMETRY, 0L);
            case LOGON -> client.send(LOGON, NONE);
            default -> client.send(tag);
        }
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                Arguments.of(RUN, new Object[] {"COUNT 1", Map.of(), Map.of("mode", "x")}, "mode must be"),
                Arguments.of(RUN, new Object[] {1L, Map.of(), Map.of()}, "query must be a string"),
                Arguments.of(RUN, new Object[] {"COUNT 1", List.of(), Map.of()}, "parameters must be a map"),
                Arguments.of(RUN, new Object[] {"COUNT 1", Map.of(), Map.of("db", 1L)}, "db must be a string"),
                Arguments.of(BEGIN, new Object[] {Map.of("bookmarks", "x")}, "bookmarks must be a list of strings"),
                Arguments.of(BEGIN, new Object[] {Map.of("tx_timeout", -1L)}, "tx_timeout must not be negative"),
                Arguments.of(BEGIN, new Object[] {Map.of("imp_user", 1L)}, "imp_user must be a string"),
                Arguments.of(TELEMETRY, new Object[] {4L}, "api must be an integer from 0 to 3"),
                Arguments.of(
                        ROUTE, new Object[] {Map.of(), List.of(1L), Map.of()}, "bookmarks must be a list of strings"),
                Arguments.of(
                        ROUTE,
                        new Object[] {Map.of(), List.of(), Map.of("db", "nope")},
                        "Unable to get a routing table"));
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void a_bad_field_fails_and_the_connection_survives(int tag, Object[] fields, String text) throws IOException {
        ready().send(tag, fields);
        assertThat(client.receive()).startsWith("FAILURE").contains(text);
        client.send(RESET);
        assertThat(client.receive()).isEqualTo("SUCCESS {}");
    }

    @Test
    void pull_without_n_and_an_unknown_qid_fail_and_the_connection_survives() throws IOException {
        ready().run("COUNT 1").send(PULL, Map.of());
        assertThat(client.receive(2).get(1)).contains("Must provide the \"n\" field");
        reset();
        client.send(BEGIN, Map.of())
                .run("COUNT 1")
                .send(PULL, Map.of("n", -1L, "qid", 7L))
                .send(COMMIT);
        List<String> answers = client.receive(4);
        assertThat(answers.get(2)).contains("Neo.ClientError.Request.Invalid").contains("qid 7");
        assertThat(answers.get(3)).isEqualTo("IGNORED");
    }

    @Test
    void bytes_that_are_no_packstream_are_answered_and_closed() throws IOException {
        ready().bytes(new byte[] {0, 4, (byte) 0xB3, 0x10, (byte) 0xD0, 0x7F, 0, 0});
        assertThat(client.receive()).contains("Neo.ClientError.Request.InvalidFormat");
        assertThat(client.receive()).isEqualTo(CLOSED);
    }

    @Test
    void large_messages_are_refused_before_login_and_taken_after() throws IOException {
        client = new RawClient(server.address(), 5, 8);
        client.send(1, Map.of("user_agent", "x".repeat(9_000)));
        assertThat(client.receive()).contains("larger than 8192 bytes");
        assertThat(client.receive()).isEqualTo(CLOSED);
        client.close();
        String large = "x".repeat(200_000);
        ready().send(RUN, "ECHO", Map.of("p", large), Map.of()).pull(-1);
        assertThat(client.receive(3)).element(1).isEqualTo("RECORD [" + large + "]");
    }

    @Test
    void after_a_failure_all_is_ignored_until_reset() throws IOException {
        ready().batch()
                .run("NONSENSE")
                .pull(-1)
                .run("COUNT 1")
                .pull(-1)
                .send(RESET)
                .flush();
        List<String> answers = client.receive(5);
        assertThat(answers.get(0)).startsWith("FAILURE"); // of the query, or of the RESET behind it
        assertThat(answers.subList(1, 5)).containsExactly("IGNORED", "IGNORED", "IGNORED", "SUCCESS {}");
        client.run("NONSENSE");
        assertThat(client.receive()).startsWith("FAILURE {neo4j_code=Neo.ClientError.Statement.SyntaxError");
        client.send(BEGIN, Map.of()).send(COMMIT).send(ROLLBACK).send(DISCARD, Map.of("n", -1L));
        client.send(ROUTE, Map.of(), List.of(), Map.of())
                .send(TELEMETRY, 1L)
                .send(RESET)
                .run("COUNT 0");
        assertThat(client.receive(8))
                .containsExactly(
                        "IGNORED",
                        "IGNORED",
                        "IGNORED",
                        "IGNORED",
                        "IGNORED",
                        "IGNORED",
                        "SUCCESS {}",
                        "SUCCESS {db=home, t_first=0, fields=[n]}");
        assertThat(server.counters().failures()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUG", "FOREIGN"})
    void a_defect_below_is_an_unknown_error_without_its_details(String query) throws IOException {
        ready().batch().run(query).pull(-1).flush();
        assertThat(String.join(" ", client.receive(2)))
                .contains("Neo.DatabaseError.General.UnknownError")
                .contains("The server failed unexpectedly on connection bolt-1; its log has the details.")
                .doesNotContain("defect on purpose")
                .doesNotContain("StringBuilder");
    }

    @Test
    void reset_interrupts_what_runs_and_the_connection_stays_usable() throws Exception {
        ready().batch().run("WAIT").pull(-1).flush();
        assertThat(client.receive()).startsWith("SUCCESS");
        assertThat(queries.waiting.await(5, TimeUnit.SECONDS)).isTrue();
        long sent = System.nanoTime();
        client.batch().run("COUNT 1").pull(-1).send(RESET).flush();
        List<String> answers = client.receive(4);
        assertThat((System.nanoTime() - sent) / 1_000_000).isLessThan(1_000);
        assertThat(answers.get(0)).contains("Neo.ClientError.Transaction.Terminated");
        assertThat(answers.subList(1, 4)).containsExactly("IGNORED", "IGNORED", "SUCCESS {}");
        client.run("COUNT 1").pull(-1);
        assertThat(client.receive(3).get(1)).isEqualTo("RECORD [1]");
    }

    /** Each waits for ever: for a bookmark, for a leader, for the catalog. */
    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of(BEGIN, new Object[] {Map.of("db", "stuck", "bookmarks", List.of("of the future"))}),
                Arguments.of(RUN, new Object[] {"COUNT 1", Map.of(), Map.of("db", "stuck")}),
                Arguments.of(ROUTE, new Object[] {Map.of(), List.of(), Map.of("db", "stuck")}));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void reset_interrupts_what_waits_and_the_connection_stays_usable(int tag, Object[] fields) throws Exception {
        ready().send(tag, fields);
        assertThat(queries.waiting.await(5, TimeUnit.SECONDS)).isTrue();
        client.batch().send(RESET).run("COUNT 1").pull(-1).flush();
        assertThat(client.receive()).contains("Neo.ClientError.Transaction.Terminated");
        assertThat(client.receive()).isEqualTo("SUCCESS {}");
        assertThat(client.receive(3).get(1)).isEqualTo("RECORD [1]");
    }

    @Test
    void a_client_that_vanishes_ends_its_wait() throws Exception {
        ready().send(BEGIN, Map.of("db", "stuck"));
        assertThat(queries.waiting.await(5, TimeUnit.SECONDS)).isTrue();
        client.close();
        await().untilAsserted(() -> assertThat(server.connectionCount()).isZero());
        server.close(); // which waits for sessions, and warns of those that do not end
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void a_client_that_does_not_read_stops_the_rows_and_can_still_reset() throws Exception {
        ready().run("COUNT 100000000").pull(-1);
        client.receive();
        await().until(() -> {
            long before = queries.rowsMade.get();
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            return before > 0 && before == queries.rowsMade.get();
        });
        client.send(RESET);
        String answer = client.receive();
        while (answer.startsWith("RECORD")) {
            answer = client.receive();
        }
        assertThat(answer).contains("Neo.ClientError.Transaction.Terminated");
        assertThat(client.receive()).isEqualTo("SUCCESS {}");
    }

    @Test
    void of_a_client_that_does_not_read_only_so_much_is_held_whatever_it_has_asked_for() throws Exception {
        int row = 40_000;
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(
                    RawClient.ready(server.address(), 5, 8).run("BULK " + row).pull(-1));
        }

        await().until(
                        () -> { // until nobody makes rows any more
                            long before = queries.rowsMade.get();
                            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                            return before > 3 && before == queries.rowsMade.get();
                        });

        long perClient = 256 * 1024 + 2 * row; // the high water mark, and the row that went over it
        assertThat(server.unsentBytes()).isPositive().isLessThan(3 * perClient);
        for (RawClient each : clients) {
            each.close();
        }
        await().until(() -> server.unsentBytes() == 0);
    }

    @Test
    void a_client_that_vanishes_leaves_no_transaction() throws Exception {
        ready().run("WAIT").pull(-1);
        client.receive();
        assertThat(queries.waiting.await(5, TimeUnit.SECONDS)).isTrue();
        client.close();
        ready().send(BEGIN, Map.of()).run("WRITE never");
        client.receive(2);
        client.close();
        await().untilAsserted(() -> assertThat(queries.open).hasValue(0));
        await().untilAsserted(() -> assertThat(server.connectionCount()).isZero());
        assertThat(queries.committed).isEmpty();
    }

    @Test
    void goodbye_closes_without_an_answer() throws IOException {
        ready().send(BEGIN, Map.of()).send(GOODBYE);
        assertThat(client.receive(2)).containsExactly("SUCCESS {db=home}", CLOSED);
    }

    @Test
    void logoff_and_logon_change_the_user_of_a_connection() throws IOException {
        ready().batch()
                .send(LOGOFF)
                .send(LOGON, Map.of("scheme", "basic", "principal", "ann"))
                .send(BEGIN, Map.of("db", "x"))
                .flush();
        assertThat(client.receive(3))
                .containsExactly("SUCCESS {}", "SUCCESS {advertised_address=db.example:7687}", "SUCCESS {}");
        assertThat(queries.requests.get(0).user()).isEqualTo("ann");
    }

    @Test
    void an_expired_password_lets_only_its_change_through() throws IOException {
        client = new RawClient(server.address(), 5, 8);
        client.send(1, RawClient.HELLO)
                .send(LOGON, Map.of("scheme", "basic", "principal", "ann", "credentials", "expired"));
        assertThat(client.receive(2).get(1)).contains("credentials_expired=true");
        for (String database : List.of("neo4j", "")) {
            client.send(RUN, "CALL db.ping()", Map.of(), Map.of("db", database));
            assertThat(client.receive()).contains("Neo.ClientError.Security.CredentialsExpired");
            reset();
        }
        client.send(RUN, "CALL db.ping()", Map.of(), Map.of("db", "SYSTEM"));
        assertThat(client.receive()).contains("Neo.ClientError.Statement.SyntaxError");
        reset();
        client.send(RUN, "alter current  user set password FROM $o TO $n", Map.of(), Map.of("db", "system"));
        assertThat(client.receive()).contains("Neo.ClientError.Statement.SyntaxError"); // it reached the query service
    }

    @Test
    void random_messages_after_the_handshake_leave_nothing_behind() throws IOException {
        Random random = new Random(99);
        int[] tags = {0, RESET, RUN, BEGIN, COMMIT, ROLLBACK, DISCARD, PULL, ROUTE, LOGOFF, LOGON};
        for (int round = 0; round < 60; round++) {
            try (RawClient fuzz = RawClient.ready(server.address(), 5, 8)) {
                for (int i = 0; i < 10; i++) {
                    byte[] bytes = new byte[random.nextInt(30) + 2];
                    random.nextBytes(bytes);
                    bytes[0] = (byte) (0xB0 + random.nextInt(4));
                    bytes[1] = (byte) tags[random.nextInt(tags.length)];
                    fuzz.batch().run("COUNT 5");
                    fuzz.flush();
                    fuzz.bytes(new byte[] {0, (byte) bytes.length});
                    fuzz.bytes(Arrays.copyOf(bytes, bytes.length + 2));
                }
            } catch (IOException e) {
                continue; // hung up on, as it deserves
            }
        }
        await().untilAsserted(() -> assertThat(server.connectionCount()).isZero());
    }
}
