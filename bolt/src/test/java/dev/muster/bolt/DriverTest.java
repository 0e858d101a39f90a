package dev.muster.bolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.NotificationSeverity;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Values;
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.summary.GqlStatusObject;
import org.neo4j.driver.summary.Notification;
import org.neo4j.driver.summary.ResultSummary;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;
import org.neo4j.driver.types.Relationship;

/** The official Java driver against a server with scripted queries. */
@Timeout(20)
class DriverTest {
    private final ScriptedQueries queries = new ScriptedQueries();
    private final AtomicInteger routeRequests = new AtomicInteger();
    private BoltServer server;
    private Driver driver;

    @BeforeEach
    void start() throws IOException {
        server = BoltServer.start(
                BoltSettings.defaults(new SocketAddress("127.0.0.1", 0)).withTimeouts(5_000, 0, 1),
                queries,
                (user, impersonated, database, bookmarks, context) -> {
                    routeRequests.incrementAndGet();
                    List<String> here = List.of(server.address().toString());
                    return Pending.of(
                            new Router.RoutingTable(database == null ? "home" : database, 300, here, here, here));
                },
                token -> {
                    if ("wrong".equals(token.get("credentials"))) {
                        throw new BoltFailure("Neo.ClientError.Security.Unauthorized", "The client is unauthorized.");
                    }
                    return new Authenticator.Login((String) token.get("principal"), false);
                });
    }

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
        }
        server.close();
        assertThat(queries.open).hasValue(0);
    }

    private Driver connect(String scheme) {
        driver = GraphDatabase.driver(
                scheme + "://" + server.address(),
                AuthTokens.basic("ann", "secret"),
                Config.builder().withoutEncryption().withFetchSize(10).build());
        return driver;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bolt", "neo4j"})
    void connects_runs_writes_reads_and_carries_bookmarks(String scheme) {
        connect(scheme).verifyConnectivity();
        assertThat(driver.supportsMultiDb()).isTrue();
        try (Session session = driver.session(SessionConfig.forDatabase("sales"))) {
            ResultSummary summary = session.run("WRITE one").consume();
            assertThat(summary.counters().nodesCreated()).isEqualTo(1);
            assertThat(summary.database().name()).isEqualTo("sales");
            assertThat(summary.server().agent()).isEqualTo("Neo4j/5.26.0");
            assertThat(summary.server().protocolVersion()).isEqualTo("5.8");
            session.executeWriteWithoutResult(tx -> tx.run("WRITE two").consume());
            assertThat(session.lastBookmarks().iterator().next().value()).isEqualTo("muster:1:sales:2");
            long read = session.executeRead(
                    tx -> tx.run("ECHO", Map.of("p", 42)).single().get("p").asLong());
            assertThat(read).isEqualTo(42);
        }
        assertThat(queries.committed).containsExactly("one", "two");
        assertThat(queries.requests)
                .extracting(QueryService.TransactionRequest::write)
                .containsExactly(true, true, false);
        assertThat(queries.requests.get(1).bookmarks()).containsExactly("muster:1:sales:1");
        assertThat(queries.requests.get(0).routed()).isEqualTo(scheme.equals("neo4j"));
        assertThat(queries.requests.get(0).user()).isEqualTo("ann");
        assertThat(routeRequests.get()).isEqualTo(scheme.equals("neo4j") ? 2 : 0);
    }

    /** Facts, trap 2: without {@code db} in the answers the second session hangs for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"bolt", "neo4j"})
    void sessions_that_name_no_database_work_again_and_again(String scheme) {
        connect(scheme);
        for (int i = 0; i < 3; i++) {
            try (Session session = driver.session()) {
                assertThat(session.run("COUNT 3").list()).hasSize(3);
                List<Record> rows = session.executeWrite(tx -> tx.run("COUNT 2").list());
                assertThat(rows).hasSize(2);
            }
        }
        assertThat(driver.executableQuery("COUNT 25").execute().records()).hasSize(25);
    }

    private static Stream<Object> values() {
        LocalDateTime time = LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6_000);
        return Stream.of(
                true,
                1L,
                Long.MIN_VALUE,
                1.5,
                "é 漢 😀",
                "x".repeat(100_000),
                List.of(),
                List.of(1L, "two", List.of(3.0)),
                Map.of("a", Map.of("b", List.of(true))),
                LocalDate.of(2024, 2, 29),
                LocalTime.of(1, 2, 3, 4),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHours(-5)),
                time,
                time.atZone(ZoneOffset.ofHours(2)),
                time.atZone(ZoneId.of("Europe/Stockholm")),
                Values.isoDuration(1, -2, 3, 4).asIsoDuration(),
                Values.point(7203, 1, 2).asPoint(),
                Values.point(9157, 1, 2, 3).asPoint(),
                Values.point(4326, 1, 2).asPoint(),
                Values.point(4979, 1, 2, 3).asPoint());
    }

    @Test
    void every_kind_of_value_comes_back_as_it_went() {
        try (Session session = connect("bolt").session()) {
            values().forEach(value -> {
                Object back =
                        session.run("ECHO", Map.of("p", value)).single().get(0).asObject();
                if (value instanceof ZonedDateTime zoned) {
                    assertThat(((ZonedDateTime) back).toInstant()).isEqualTo(zoned.toInstant());
                    assertThat(((ZonedDateTime) back).getZone()).isEqualTo(zoned.getZone());
                } else {
                    assertThat(back).isEqualTo(value);
                }
            });
        }
    }

    @Test
    void bytes_and_nulls_come_back_as_they_went() {
        try (Session session = connect("bolt").session()) {
            byte[] bytes = {1, 2, -3};
            assertThat(session.run("ECHO", Map.of("p", bytes)).single().get(0).asByteArray())
                    .isEqualTo(bytes);
            List<Object> nulls = new ArrayList<>();
            nulls.add(null);
            assertThat(session.run("ECHO", Map.of("p", nulls)).single().get(0).asList())
                    .isEqualTo(nulls);
        }
    }

    @Test
    void nodes_relationships_and_paths_arrive_whole() {
        try (Session session = connect("bolt").session()) {
            var row = session.run("GRAPH").single();
            Node node = row.get("node").asNode();
            assertThat(node.elementId()).isEqualTo("4:db:1");
            assertThat(node.labels()).containsExactly("A", "B");
            assertThat(node.asMap()).containsExactly(entry("name", "a"));
            Relationship relationship = row.get("relationship").asRelationship();
            assertThat(relationship.startNodeElementId()).isEqualTo("4:db:1");
            assertThat(relationship.endNodeElementId()).isEqualTo("4:db:2");
            assertThat(relationship.type()).isEqualTo("TO");
            Path path = row.get("path").asPath();
            assertThat(path.start().elementId()).isEqualTo("4:db:2");
            assertThat(path.end().elementId()).isEqualTo("4:db:1");
            assertThat(path.relationships().iterator().next().startNodeElementId())
                    .isEqualTo("4:db:1");
        }
    }

    @Test
    void large_results_come_in_pages() {
        try (Session session = connect("neo4j").session()) {
            Result result = session.run("COUNT 25");
            assertThat(result.next().get("n").asLong()).isEqualTo(1);
            assertThat(queries.rowsMade.get()).isLessThanOrEqualTo(20);
            assertThat(result.list()).hasSize(24);
        }
    }

    @Test
    void explicit_transactions_commit_roll_back_and_hold_several_results() {
        try (Session session = connect("neo4j").session(SessionConfig.forDatabase("d"))) {
            try (Transaction tx = session.beginTransaction()) {
                Result first = tx.run("COUNT 30");
                Result second = tx.run("COUNT 3");
                assertThat(second.list()).hasSize(3);
                assertThat(first.list()).hasSize(30);
                tx.run("WRITE kept");
                tx.commit();
            }
            try (Transaction tx = session.beginTransaction()) {
                tx.run("WRITE lost").consume();
                tx.rollback();
            }
            try (Transaction tx = session.beginTransaction()) {
                tx.run("WRITE forgotten").consume();
            }
        }
        assertThat(queries.committed).containsExactly("kept");
    }

    @Test
    void after_a_failure_session_and_connection_go_on() {
        try (Session session = connect("bolt").session()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> session.run("NONSENSE").consume())
                        .isInstanceOfSatisfying(
                                ClientException.class,
                                e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.SyntaxError"));
                assertThatThrownBy(() -> session.run("FAIL AT 15").list()).isInstanceOf(ClientException.class);
                assertThat(session.run("COUNT 1").list()).hasSize(1);
            }
            assertThatThrownBy(() -> session.run("BUG").consume()).isInstanceOf(DatabaseException.class);
            assertThatThrownBy(() -> session.executeRead(tx -> tx.run("WRITE x").consume()))
                    .hasMessageContaining("Writing in read access mode");
            assertThat(session.run("COUNT 1").list()).hasSize(1);
        }
        assertThat(server.counters().accepted()).isLessThanOrEqualTo(2); // only the defect cost a connection
    }

    @Test
    void a_moved_leader_is_retried_by_managed_transactions() {
        queries.commitFailures.put("x", "Neo.ClientError.Cluster.NotALeader");
        try (Session session = connect("neo4j").session(SessionConfig.forDatabase("d"))) {
            session.executeWriteWithoutResult(tx -> tx.run("WRITE x").consume());
        }
        assertThat(queries.committed).containsExactly("x");
        assertThat(routeRequests).hasValue(2);
    }

    @Test
    void two_sessions_run_at_the_same_time_and_closing_the_driver_ends_both() throws Exception {
        connect("bolt");
        AsyncSession session = driver.session(AsyncSession.class);
        var running = session.runAsync("WAIT").thenCompose(cursor -> cursor.nextAsync());
        assertThat(queries.waiting.await(5, TimeUnit.SECONDS)).isTrue();
        try (Session other = driver.session()) { // two sessions at the same time
            assertThat(other.run("COUNT 5").list()).hasSize(5);
        }
        assertThat(running).isNotDone();
        driver.close();
        driver = null;
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(queries.open).hasValue(0));
    }

    @Test
    void a_query_longer_than_the_receive_timeout_survives_by_noops() {
        try (Session session = connect("bolt").session()) {
            assertThat(session.run("SLOW 1300").single().get(0).asBoolean()).isTrue();
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_database_are_told_apart() {
        try (Driver stranger = GraphDatabase.driver("neo4j://" + server.address(), AuthTokens.basic("ann", "wrong"))) {
            assertThatThrownBy(stranger::verifyConnectivity).isInstanceOf(AuthenticationException.class);
        }
        try (Session session = connect("bolt").session(SessionConfig.forDatabase("nope"))) {
            assertThatThrownBy(() -> session.run("COUNT 1").list())
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Database.DatabaseNotFound"));
        }
    }

    @Test
    void the_user_may_change_on_a_pooled_connection() {
        connect("neo4j");
        assertThat(driver.verifyAuthentication(AuthTokens.basic("bob", "wrong")))
                .isFalse();
        try (Session session = driver.session(
                Session.class,
                SessionConfig.builder()
                        .withDefaultAccessMode(AccessMode.READ)
                        .withDatabase("d")
                        .build(),
                AuthTokens.basic("bob", "secret"))) {
            assertThat(session.run("COUNT 1").list()).hasSize(1);
        }
        assertThat(queries.requests).last().satisfies(r -> {
            assertThat(r.user()).isEqualTo("bob");
            assertThat(r.write()).isFalse();
        });
    }

    @Test
    void notifications_statuses_and_causes_reach_the_program_as_far_as_it_wants_them() {
        connect("bolt");
        try (Session session = driver.session()) {
            ResultSummary summary = session.run("NOTIFY 1").consume();
            assertThat(summary.gqlStatusObjects())
                    .extracting(GqlStatusObject::gqlStatus)
                    .containsExactly("01N50", "00000", "03N90");
            assertThat(summary.notifications()).extracting(Notification::title).containsExactly("a label", "a product");
            assertThatThrownBy(() -> session.run("UNDEFINED x"))
                    .isInstanceOfSatisfying(ClientException.class, failure -> {
                        assertThat(failure.gqlStatus()).isEqualTo("42001");
                        assertThat(failure.gqlCause().orElseThrow().gqlStatus()).isEqualTo("42N62");
                    });
        }
        SessionConfig warnings = SessionConfig.builder()
                .withMinimumNotificationSeverity(NotificationSeverity.WARNING)
                .build();
        try (Session session = driver.session(warnings)) {
            assertThat(session.run("NOTIFY 1").consume().notifications())
                    .extracting(Notification::title)
                    .containsExactly("a label");
        }
    }
}
