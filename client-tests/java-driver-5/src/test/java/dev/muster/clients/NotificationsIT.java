package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.summary.Notification;
import org.neo4j.driver.summary.ResultSummary;

/** What a program is told beside rows: notifications, statuses, and the causes of failures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster(primaries = 1)
@Timeout(60)
class NotificationsIT {
    private static final boolean HAS_STATUSES = !DriverGeneration.PROTOCOL.startsWith("4");
    private static final String QUERY = "MATCH (n:Nobody), (m:Nowhere) RETURN n, m";

    private final Driver driver;

    NotificationsIT(Cluster cluster) {
        this.driver = Client.connect(cluster.uri());
    }

    @AfterAll
    void disconnect() {
        driver.close();
    }

    @Test
    void aSummaryHasNotificationsWithTheirPlaces() {
        try (Session session = driver.session()) {
            ResultSummary summary = session.run(QUERY).consume();
            assertThat(summary.notifications())
                    .extracting(Notification::code)
                    .containsExactlyInAnyOrder(
                            "Neo.ClientNotification.Statement.UnknownLabelWarning",
                            "Neo.ClientNotification.Statement.UnknownLabelWarning",
                            "Neo.ClientNotification.Statement.CartesianProduct");
            Notification nowhere = summary.notifications().stream()
                    .filter(told -> told.description().contains("Nowhere"))
                    .findFirst()
                    .orElseThrow();
            assertThat(nowhere.position().offset()).isEqualTo(21);
            assertThat(nowhere.position().line()).isEqualTo(1);
            assertThat(nowhere.position().column()).isEqualTo(22);
        }
    }

    @Test
    void statusesSayHowItEndedAmongThem() {
        try (Session session = driver.session()) {
            assertThat(DriverGeneration.statuses(session.run(QUERY).consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("02000", "01N50", "01N50", "03N90") : List.of());
            assertThat(DriverGeneration.statuses(session.run("RETURN 1 AS one").consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("00000") : List.of());
            assertThat(DriverGeneration.statuses(session.run("CREATE ()").consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("00001") : List.of());
        }
    }

    @Test
    void aSessionThatWantsWarningsOnlyGetsThemOnly() {
        SessionConfig quiet =
                DriverGeneration.warningsOnly(SessionConfig.builder()).build();
        try (Session session = driver.session(quiet)) {
            assertThat(DriverGeneration.statuses(session.run(QUERY).consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("02000", "01N50", "01N50") : List.of());
            assertThat(DriverGeneration.statuses(DriverGeneration.read(
                            session, tx -> tx.run(QUERY, java.util.Map.of()).consume())))
                    .isEqualTo(HAS_STATUSES ? List.of("02000", "01N50", "01N50") : List.of());
        }
    }

    @Test
    void aCommandThatHadNoEffectSaysSo() {
        try (Session session = driver.session()) {
            session.run("CREATE ROLE clerk IF NOT EXISTS").consume();
            session.run("CREATE USER ann IF NOT EXISTS SET PASSWORD 'abcd1234'").consume();
            session.run("GRANT ROLE clerk TO ann").consume();
            ResultSummary summary = session.run("GRANT ROLE clerk TO ann").consume();
            assertThat(summary.notifications())
                    .extracting(Notification::code, Notification::title)
                    .containsExactly(tuple(
                            "Neo.ClientNotification.Security.CommandHasNoEffect",
                            "`GRANT ROLE clerk TO ann` has no effect."));
            assertThat(DriverGeneration.statuses(summary))
                    .isEqualTo(HAS_STATUSES ? List.of("00001", "00N70") : List.of());
            assertThat(DriverGeneration.statuses(
                            session.run("REALLOCATE DATABASES").consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("02000", "00N82") : List.of());
        }
    }

    @Test
    void ofCommandsTooOnlyWarningsAreToldToWhoWantsOnlyThem() {
        SessionConfig quiet =
                DriverGeneration.warningsOnly(SessionConfig.builder()).build();
        try (Session session = driver.session(quiet)) {
            assertThat(DriverGeneration.statuses(
                            session.run("GRANT ROLE PUBLIC TO neo4j").consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("00001") : List.of());
            assertThat(DriverGeneration.statuses(
                            session.run("REVOKE ROLE manager FROM neo4j").consume()))
                    .isEqualTo(HAS_STATUSES ? List.of("01N70", "00001") : List.of());
        }
    }

    @Test
    void aFailureNamesItsCause() {
        try (Session session = driver.session()) {
            ClientException failure = catchThrowableOfType(
                    ClientException.class, () -> session.run("RETURN nothing").consume());
            assertThat(failure.code()).isEqualTo("Neo.ClientError.Statement.SyntaxError");
            assertThat(DriverGeneration.statusesOf(failure))
                    .isEqualTo(HAS_STATUSES ? List.of("42001", "42N62") : List.of());
        }
    }
}
