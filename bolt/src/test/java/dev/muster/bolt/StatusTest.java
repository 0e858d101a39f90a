package dev.muster.bolt;

import static dev.muster.bolt.RawClient.BEGIN;
import static dev.muster.bolt.RawClient.DISCARD;
import static dev.muster.bolt.RawClient.LOGON;
import static dev.muster.bolt.RawClient.NONE;
import static dev.muster.bolt.RawClient.ROLLBACK;
import static dev.muster.bolt.RawClient.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.status.ErrorDetail;
import dev.muster.bolt.status.ErrorStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Statuses, notifications and their filters, and what a FAILURE says beside code and text; version by version. */
class StatusTest extends SessionFixture {
    private static final String DIAGNOSTICS =
            "diagnostic_record={OPERATION=, OPERATION_CODE=0, CURRENT_SCHEMA=/, _classification=CLIENT_ERROR";
    private static final String WARNING = "{gql_status=01N50, status_description=warn: unknown label,"
            + " neo4j_code=Neo.ClientNotification.Statement.UnknownLabelWarning, title=a label, description=it is unknown,"
            + " diagnostic_record={_classification=UNRECOGNIZED, _severity=WARNING, _position={offset=7, line=1, column=8}}}";
    private static final String INFORMATION = "{gql_status=03N90, status_description=info: cartesian product,"
            + " neo4j_code=Neo.ClientNotification.Statement.CartesianProduct, title=a product, description=it may be large,"
            + " diagnostic_record={_classification=PERFORMANCE, _severity=INFORMATION}}";
    private static final String SUCCESS = "{gql_status=00000, status_description=note: successful completion}";
    private static final String NO_DATA = "{gql_status=02000, status_description=note: no data}";

    private void connect(int minor, Map<String, Object> filter) throws IOException {
        Map<String, Object> hello = new HashMap<>(RawClient.HELLO);
        hello.putAll(filter);
        client = new RawClient(server.address(), 5, minor);
        client.send(1, hello).send(LOGON, NONE);
        assertThat(client.receive(2)).allMatch(answer -> answer.startsWith("SUCCESS"));
    }

    private String summary(String query, Map<String, Object> extra) throws IOException {
        client.send(RUN, query, Map.of(), extra).pull(-1);
        String answer = client.receive();
        while (!answer.startsWith("SUCCESS {type")) {
            assertThat(answer).doesNotStartWith("FAILURE");
            answer = client.receive();
        }
        return answer;
    }

    @Test
    void warnings_come_before_success_but_after_no_data_and_information_last() throws IOException {
        connect(8, Map.of());
        assertThat(summary("NOTIFY 1", Map.of()))
                .contains("statuses=[" + WARNING + ", " + SUCCESS + ", " + INFORMATION + "]")
                .doesNotContain("notifications");
        assertThat(summary("NOTIFY 0", Map.of()))
                .contains("statuses=[" + NO_DATA + ", " + WARNING + ", " + INFORMATION + "]");
    }

    @Test
    void rows_that_nobody_wanted_were_there_all_the_same() throws IOException {
        for (String query : List.of("COUNT 2", "COUNT 0")) {
            ready().run(query).send(DISCARD, Map.of("n", -1L));
            assertThat(client.receive(2).get(1)).contains(query.equals("COUNT 2") ? SUCCESS : NO_DATA);
            client.close();
        }
    }

    @Test
    void until_5_4_there_are_notifications_with_a_category_since_5_2() throws IOException {
        for (int minor : List.of(1, 2, 4)) {
            connect(minor, Map.of());
            assertThat(summary("NOTIFY 1", Map.of()))
                    .contains("notifications=[{code=Neo.ClientNotification.Statement.CartesianProduct, title=a product,"
                            + " description=it may be large, severity=INFORMATION"
                            + (minor < 2 ? "" : ", category=PERFORMANCE")
                            + "}, {code=Neo.ClientNotification.Statement.UnknownLabelWarning, title=a label,"
                            + " description=it is unknown, severity=WARNING"
                            + (minor < 2 ? "" : ", category=UNRECOGNIZED")
                            + ", position={offset=7, line=1, column=8}}]")
                    .doesNotContain("statuses");
            assertThat(summary("COUNT 1", Map.of())).doesNotContain("notifications");
            client.close();
        }
    }

    @ParameterizedTest(name = "HELLO {0} {1}, RUN {2} {3}: {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-           | -                        | -       | -            | WI",
                "INFORMATION | -                        | -       | -            | WI",
                "WARNING     | -                        | -       | -            | W",
                "OFF         | -                        | -       | -            | ''",
                "-           | UNRECOGNIZED             | -       | -            | I",
                "-           | UNRECOGNIZED,PERFORMANCE | -       | -            | ''",
                "OFF         | -                        | WARNING | -            | W",
                "WARNING     | UNRECOGNIZED             | -       | -            | ''",
                "WARNING     | UNRECOGNIZED             | -       | PERFORMANCE  | W",
                "-           | UNRECOGNIZED             | OFF     | -            | ''",
            })
    void filters_of_a_query_go_before_those_of_the_session(
            String severity, String disabled, String ownSeverity, String ownDisabled, String seen) throws IOException {
        connect(8, filter(severity, disabled, "classifications"));
        String summary = summary("NOTIFY 1", filter(ownSeverity, ownDisabled, "classifications"));
        assertThat(summary.contains(WARNING)).isEqualTo(seen.contains("W"));
        assertThat(summary.contains(INFORMATION)).isEqualTo(seen.contains("I"));
        assertThat(summary).contains(SUCCESS);
    }

    private static Map<String, Object> filter(String severity, String disabled, String name) {
        Map<String, Object> filter = new HashMap<>();
        if (severity != null) {
            filter.put("notifications_minimum_severity", severity);
        }
        if (disabled != null) {
            filter.put("notifications_disabled_" + name, List.of(disabled.split(",")));
        }
        return filter;
    }

    @Test
    void filters_of_begin_are_those_of_all_queries_of_the_transaction() throws IOException {
        connect(4, Map.of());
        client.send(BEGIN, filter("WARNING", "UNRECOGNIZED", "categories"));
        client.receive();
        assertThat(summary("NOTIFY 1", Map.of())).doesNotContain("notifications");
        client.send(ROLLBACK);
        client.receive();
        assertThat(summary("NOTIFY 1", Map.of())).contains("notifications");
    }

    @Test
    void a_filter_that_nobody_understands_is_refused() throws IOException {
        ready().send(RUN, "NOTIFY 1", Map.of(), filter("LOUD", null, ""));
        assertThat(client.receive())
                .startsWith(
                        "FAILURE {neo4j_code=Neo.ClientError.Request.Invalid, message=notifications_minimum_severity:"
                                + " unknown value \"LOUD\"; there are [OFF, WARNING, INFORMATION]");
        reset();
        client.send(BEGIN, filter(null, "HINTS", "classifications"));
        assertThat(client.receive()).contains("unknown value \"HINTS\"; there are [HINT, UNRECOGNIZED");
    }

    @Test
    void a_failure_has_a_status_and_its_cause_says_more() throws IOException {
        ready().run("UNDEFINED x");
        assertThat(client.receive())
                .isEqualTo(
                        "FAILURE {neo4j_code=Neo.ClientError.Statement.SyntaxError, message=Variable `x` not defined,"
                                + " gql_status=42001, description=error: syntax error or access rule violation - invalid syntax, "
                                + DIAGNOSTICS + ", _position={offset=10, line=1, column=11}}, cause={gql_status=42N62,"
                                + " description=error: syntax error or access rule violation - variable not defined. Variable `x` not"
                                + " defined., " + DIAGNOSTICS
                                + ", _position={offset=10, line=1, column=11}}, message=42N62: Variable"
                                + " `x` not defined.}}");
    }

    @Test
    void before_5_7_a_failure_has_nothing_but_code_and_text() throws IOException {
        connect(6, Map.of());
        client.run("UNDEFINED x");
        assertThat(client.receive())
                .isEqualTo("FAILURE {code=Neo.ClientError.Statement.SyntaxError, message=Variable `x` not defined}");
    }

    @Test
    void what_nobody_has_foreseen_is_told_so() throws IOException {
        ready().run("FAIL Muster.Nothing.Known");
        assertThat(client.receive())
                .contains(
                        "gql_status=50N42, description=error: general processing exception - unexpected error. Unexpected"
                                + " error has occurred. See debug log for details.")
                .contains("_classification=DATABASE_ERROR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "TransientError.General.DatabaseUnavailable | -     | 08N09 | TRANSIENT_ERROR | error: connection exception - database unavailable",
                "ClientError.Statement.ArithmeticError      | 22012 | 22012 | CLIENT_ERROR    | error: data exception - division by zero",
                "ClientError.Request.Invalid                | 08N10 | 08N10 | CLIENT_ERROR    | error: connection exception - invalid server state. Message `a` cannot be handled by session in the `b` state.",
                "ClientError.Statement.ArithmeticError      | 99999 | 22000 | CLIENT_ERROR    | error: data exception",
                "DatabaseError.Transaction.TransactionCommitFailed | - | 08007 | DATABASE_ERROR | error: connection exception - transaction resolution unknown",
            })
    void a_status_that_is_no_head_of_a_family_stands_alone(
            String code, String known, String gqlStatus, String classification, String description) {
        Map<String, Object> status = ErrorStatus.of(
                "Neo." + code, new ErrorDetail(known.equals("-") ? null : known, List.of("a", "b"), null));
        assertThat(status)
                .containsEntry("gql_status", gqlStatus)
                .containsEntry("description", description)
                .doesNotContainKey("cause");
        assertThat(status.get("diagnostic_record").toString()).contains("_classification=" + classification);
    }

    @ParameterizedTest
    @EnumSource(value = BoltError.class, mode = EnumSource.Mode.EXCLUDE, names = "ADDRESS")
    void every_error_of_bolt_has_a_status(BoltError error) {
        assertThat(ErrorStatus.knows(error.code(), error.gqlStatus())).isTrue();
    }
}
