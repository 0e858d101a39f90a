package dev.muster.bolt;

import static dev.muster.bolt.RawClient.BEGIN;
import static dev.muster.bolt.RawClient.COMMIT;
import static dev.muster.bolt.RawClient.DISCARD;
import static dev.muster.bolt.RawClient.LOGON;
import static dev.muster.bolt.RawClient.NONE;
import static dev.muster.bolt.RawClient.PULL;
import static dev.muster.bolt.RawClient.ROLLBACK;
import static dev.muster.bolt.RawClient.ROUTE;
import static dev.muster.bolt.RawClient.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client is answered, message by message and version by version, over a real socket. */
class AnswersTest extends SessionFixture {
    @Test
    void an_auto_commit_query_commits_when_its_stream_has_ended_and_not_before() throws IOException {
        ready().batch().run("COUNT 3").pull(2).flush();
        assertThat(client.receive(4))
                .containsExactly(
                        "SUCCESS {db=home, t_first=0, fields=[n]}",
                        "RECORD [1]",
                        "RECORD [2]",
                        "SUCCESS {has_more=true}");
        assertThat(queries.rowsMade).hasValue(2); // no row more than asked for
        client.pull(-1);
        assertThat(client.receive(2))
                .containsExactly(
                        "RECORD [3]",
                        "SUCCESS {type=r, t_last=0, db=home, statuses=[{gql_status=00000, status_description=note: successful"
                                + " completion}], bookmark=muster:1:home:1}");
        client.run("WRITE lost");
        client.receive();
        reset();
        client.send(RUN, "WRITE kept", Map.of(), Map.of("db", "neo4j")).pull(-1);
        assertThat(client.receive(2))
                .containsExactly(
                        "SUCCESS {t_first=0, fields=[]}",
                        "SUCCESS {type=w, t_last=0, db=neo4j, stats={nodes-created=1, contains-updates=true}"
                                        .replace("nodes-created=1, contains-updates=true", stats())
                                + ", statuses=[{gql_status=00001, status_description=note: successful completion - omitted"
                                + " result}], bookmark=muster:1:neo4j:2}");
        assertThat(queries.committed).containsExactly("kept");
    }

    private static String stats() {
        String shown = Map.of("nodes-created", 1L, "contains-updates", true).toString();
        return shown.substring(1, shown.length() - 1);
    }

    @Test
    void db_is_named_to_who_asked_for_none_from_5_8_only() throws IOException {
        for (int minor : List.of(4, 7, 8)) {
            client = RawClient.ready(server.address(), 5, minor);
            client.send(BEGIN, Map.of())
                    .send(ROLLBACK)
                    .send(BEGIN, Map.of("db", "x"))
                    .send(ROLLBACK)
                    .send(BEGIN, Map.of("db", ""))
                    .send(ROLLBACK);
            String named = minor == 8 ? "SUCCESS {db=home}" : "SUCCESS {}";
            assertThat(client.receive(6))
                    .containsExactly(named, "SUCCESS {}", "SUCCESS {}", "SUCCESS {}", named, "SUCCESS {}");
            client.close();
        }
    }

    @Test
    void summaries_and_failures_have_the_shape_of_their_version() throws IOException {
        for (int minor : List.of(4, 6, 7)) {
            client = RawClient.ready(server.address(), 5, minor);
            client.run("COUNT 0")
                    .pull(-1)
                    .run("FAIL Neo.ClientError.Statement.TypeError")
                    .pull(-1);
            List<String> answers = client.receive(4);
            if (minor == 4) {
                assertThat(answers.get(1)).doesNotContain("statuses");
            } else {
                assertThat(answers.get(1)).contains("statuses=[{gql_status=02000, status_description=note: no data}]");
            }
            assertThat(answers.get(2))
                    .startsWith(
                            minor == 7
                                    ? "FAILURE {neo4j_code=Neo.ClientError.Statement.TypeError, message=failed on demand, gql_status=22G03"
                                    : "FAILURE {code=Neo.ClientError.Statement.TypeError, message=failed on demand}");
            assertThat(answers.get(3)).isEqualTo("IGNORED");
            client.close();
        }
    }

    @Test
    void a_transaction_has_several_open_results_and_commits_with_unread_ones() throws IOException {
        ready().send(BEGIN, Map.of("db", "neo4j")).run("COUNT 2").run("COUNT 5").run("WRITE a");
        assertThat(client.receive(4))
                .containsExactly(
                        "SUCCESS {}",
                        "SUCCESS {t_first=0, fields=[n], qid=0}",
                        "SUCCESS {t_first=0, fields=[n], qid=1}",
                        "SUCCESS {t_first=0, fields=[], qid=2}");
        client.send(PULL, Map.of("n", 1L, "qid", 1L))
                .send(PULL, Map.of("n", -1L, "qid", 0L))
                .send(DISCARD, Map.of("n", 2L, "qid", 1L))
                .pull(-1);
        List<String> answers = client.receive(7);
        assertThat(answers.subList(0, 4))
                .containsExactly("RECORD [1]", "SUCCESS {has_more=true}", "RECORD [1]", "RECORD [2]");
        assertThat(answers.get(4)).startsWith("SUCCESS {type=").doesNotContain("bookmark");
        assertThat(answers.get(5)).isEqualTo("SUCCESS {has_more=true}");
        assertThat(answers.get(6)).startsWith("SUCCESS {type=w");
        client.send(COMMIT);
        assertThat(client.receive()).isEqualTo("SUCCESS {bookmark=muster:1:neo4j:1}");
        assertThat(queries.committed).containsExactly("a");
        assertThat(queries.rowsMade).hasValue(7); // the unread rows were run through, not forgotten
    }

    @Test
    void discard_runs_to_the_end_without_rows() throws IOException {
        ready().run("COUNT 1000").send(DISCARD, Map.of("n", -1L));
        assertThat(client.receive(2).get(1)).startsWith("SUCCESS {type=r").contains("bookmark=");
        assertThat(queries.rowsMade).hasValue(1_000);
    }

    @Test
    void a_failing_commit_is_a_failure_and_nothing_is_kept() throws IOException {
        queries.commitFailures.put("a", "Neo.ClientError.Cluster.NotALeader");
        queries.commitFailures.put("b", "Neo.TransientError.General.DatabaseUnavailable");
        ready().send(BEGIN, Map.of()).run("WRITE a").pull(-1).send(COMMIT);
        assertThat(client.receive(4).get(3)).contains("Neo.ClientError.Cluster.NotALeader");
        reset();
        client.run("WRITE b").pull(-1);
        assertThat(client.receive(2).get(1)).contains("Neo.TransientError.General.DatabaseUnavailable");
        assertThat(queries.committed).isEmpty();
    }

    @Test
    void a_row_that_fails_ends_the_stream_after_the_rows_before_it() throws IOException {
        ready().run("FAIL AT 3").pull(-1);
        assertThat(client.receive(4).subList(1, 4))
                .satisfiesExactly(
                        a -> assertThat(a).isEqualTo("RECORD [1]"),
                        a -> assertThat(a).isEqualTo("RECORD [2]"),
                        a -> assertThat(a).contains("Neo.ClientError.Statement.ArithmeticError"));
    }

    @Test
    void a_slow_reader_gets_every_row() throws IOException {
        ready().run("COUNT 40000").pull(-1);
        client.receive();
        for (int i = 1; i <= 40_000; i++) {
            if (!client.receive().equals("RECORD [" + i + "]")) {
                throw new AssertionError("row " + i);
            }
        }
        assertThat(client.receive()).contains("bookmark");
    }

    @Test
    void the_request_carries_what_the_client_asked_for() throws IOException {
        client = new RawClient(server.address(), 5, 8);
        client.send(
                        1,
                        Map.of(
                                "user_agent",
                                "x",
                                "bolt_agent",
                                Map.of("product", "x"),
                                "routing",
                                Map.of("address", "h:1")))
                .send(LOGON, NONE);
        client.send(
                BEGIN,
                Map.of(
                        "db",
                        "d",
                        "mode",
                        "r",
                        "bookmarks",
                        List.of("b1", "b2"),
                        "tx_timeout",
                        5L,
                        "tx_metadata",
                        Map.of("app", "t"),
                        "imp_user",
                        "eve",
                        "unknown",
                        1L));
        client.send(ROLLBACK).send(BEGIN, Map.of("tx_type", "IMPLICIT")).send(ROLLBACK);
        client.receive(6);
        assertThat(queries.requests)
                .extracting(QueryService.TransactionRequest::client)
                .allSatisfy(asking -> {
                    assertThat(asking.connectionId()).matches("bolt-\\d+");
                    assertThat(asking.address()).matches("127\\.0\\.0\\.1:\\d+");
                });
        assertThat(queries.requests)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("client")
                .containsExactly(
                        new QueryService.TransactionRequest(
                                null, "d", false, List.of("b1", "b2"), 5, Map.of("app", "t"), false, true, "eve"),
                        new QueryService.TransactionRequest(null, null, true, List.of(), 0, Map.of(), true, true));
    }

    @Test
    void routing_tables_name_the_database_from_4_4_and_leave_out_an_unknown_writer() throws IOException {
        client = RawClient.ready(server.address(), 4, 3);
        client.send(ROUTE, Map.of(), List.of(), "sales").send(ROUTE, Map.of(), List.of(), null);
        String servers =
                "servers=[{addresses=[a:1], role=WRITE}, {addresses=[b:2], role=READ}, {addresses=[a:1, b:2], role=ROUTE}]";
        assertThat(client.receive(2))
                .containsExactly("SUCCESS {rt={" + servers + ", ttl=300}}", "SUCCESS {rt={" + servers + ", ttl=300}}");
        client.close();
        ready().send(ROUTE, Map.of(), List.of(), Map.of()).send(ROUTE, Map.of(), List.of(), Map.of("db", "leaderless"));
        assertThat(client.receive(2))
                .containsExactly(
                        "SUCCESS {rt={" + servers + ", ttl=300, db=home}}",
                        "SUCCESS {rt={servers=[{addresses=[b:2], role=READ}, {addresses=[a:1, b:2], role=ROUTE}], ttl=300, db=leaderless}}");
    }
}
