package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.BackupError;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains.ParentRule;
import dev.muster.backup.online.DatabaseOutcome.State;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts A.4 to A.8, row by row: who serves, what is skipped, what the exit code says. */
class BackupTest {
    private final SimulatedCluster cluster = new SimulatedCluster("a", "b", "c");

    @Test
    void savesOneDatabaseAsAFull() {
        FakeDatabase sales = cluster.host("sales", 42, "a").get(0);

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a");

        assertThat(report.exitCode()).isZero();
        Artifact artifact = onlyArtifact(report);
        assertThat(artifact.full()).isTrue();
        assertThat(artifact.lowest()).isEqualTo(1);
        assertThat(artifact.highest()).isEqualTo(42);
        assertThat(artifact.facts().digest()).isEqualTo(sales.digestAt(42).toString());
        assertThat(artifact.fileName()).isEqualTo("sales-2026-01-01T00-00-01.backup");
        assertThat(cluster.files()).containsExactly(artifact.fileName());
        assertThat(sales.pinsOpen).isZero();
        verify(artifact);
    }

    @Test
    void logsTheLineThatScriptsReadFileNamesFrom() {
        cluster.host("x", 5, "a");

        cluster.run(BackupType.FULL, "x", "a");

        assertThat(cluster.log)
                .containsSubsequence(
                        "Starting backup of database 'x' from servers: [a:6362]",
                        "Start backup of database 'x'.",
                        "Using remote server a:6362 for backup of database 'x'.",
                        "Start full backup of database 'x'.",
                        "Finished full backup of database 'x'. Downloaded from tx 1 to tx 5.")
                .last()
                .asString()
                .matches("Finished artifact creation 'x-[0-9T-]+\\.backup' for database 'x', took [0-9]+ms\\.");
    }

    @Test
    void followsAFullWithDifferentialsOfExactlyTheNewTransactions() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        Artifact full = onlyArtifact(cluster.run(BackupType.AUTO, "sales", "a"));
        sales.upTo(20);

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a");

        Artifact differential = onlyArtifact(report);
        assertThat(report.exitCode()).isZero();
        assertThat(differential.full()).isFalse();
        assertThat(differential.lowest()).isEqualTo(11);
        assertThat(differential.highest()).isEqualTo(20);
        assertThat(differential.header().parentArtifactId()).isEqualTo(full.id());
        assertThat(differential.facts().digest()).isEqualTo(sales.digestAt(20).toString());
        verify(differential);
    }

    @Test
    void keepsARecordOfARunThatFoundNothingNew() {
        cluster.host("sales", 10, "a");
        cluster.run(BackupType.AUTO, "sales", "a");

        BackupReport report = cluster.run(BackupType.DIFF, "sales", "a");

        Artifact empty = onlyArtifact(report);
        assertThat(report.exitCode()).isZero();
        assertThat(empty.empty()).isTrue();
        assertThat(List.of(empty.lowest(), empty.highest())).containsOnly(0L);
        assertThat(cluster.log).contains("The remote server (a:6362) has not any recent data for database 'sales'.");
        verify(empty);
    }

    @Test
    void streamsTheTransactionsThatWereCommittedDuringAFull() {
        FakeDatabase sales = cluster.host("sales", 100, "a").get(0);
        sales.beforePart = number -> sales.upTo(100 + number);

        Artifact artifact = onlyArtifact(cluster.run(BackupType.FULL, "sales", "a"));

        assertThat(artifact.facts().partsTransactionId()).isEqualTo(100);
        assertThat(artifact.highest()).isEqualTo(199);
        assertThat(artifact.facts().transactions()).isEqualTo(99);
        assertThat(artifact.facts().digest()).isEqualTo(sales.digestAt(199).toString());
        verify(artifact);
    }

    @Test
    void endsAFullAtItsSnapshotWhenTheDatabaseIsStoppedMeanwhile() {
        FakeDatabase sales = cluster.host("sales", 100, "a").get(0);
        sales.beforePart = number -> sales.status = number == 50 ? "offline" : sales.status;

        Artifact artifact = onlyArtifact(cluster.run(BackupType.FULL, "sales", "a"));

        assertThat(artifact.highest()).isEqualTo(100);
        assertThat(artifact.facts().digest()).isEqualTo(sales.digestAt(100).toString());
    }

    @Test
    void failsADifferentialWithoutAFullInTheFolder() {
        cluster.host("sales", 10, "a");

        BackupReport report = cluster.run(BackupType.DIFF, "sales", "a");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).reason())
                .isEqualTo("Differential backups require that a full backup of the same database exists in the folder"
                        + " defined in --to-path.");
        assertThat(cluster.files()).isEmpty();
    }

    @Test
    void asksAllServersForADifferentialBeforeItFallsBackToAFull() {
        List<FakeDatabase> sales = cluster.host("sales", 10, "a", "b");
        cluster.run(BackupType.AUTO, "sales", "a", "b");
        sales.forEach(copy -> copy.upTo(20));
        sales.get(0).logFirst = 15;

        Artifact differential = onlyArtifact(cluster.run(BackupType.AUTO, "sales", "a", "b"));
        assertThat(differential.full()).isFalse();
        assertThat(differential.header().sourceServerName()).isEqualTo("b");

        sales.forEach(copy -> copy.upTo(30).logFirst = 25);
        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b");
        assertThat(report.exitCode()).isZero();
        assertThat(onlyArtifact(report).full()).isTrue();
        assertThat(cluster.log)
                .containsSubsequence(
                        "Differential backup of database 'sales' failed. Reason: a:6362: transactions from 21 are no"
                                + " longer in the log; the oldest is 25; b:6362: transactions from 21 are no longer in"
                                + " the log; the oldest is 25",
                        "Falling back to full backup of database 'sales'.");
    }

    @Test
    void doesNotFallBackWhenADifferentialWasDemanded() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        cluster.run(BackupType.FULL, "sales", "a");
        sales.upTo(20).logFirst = 15;

        BackupReport report = cluster.run(BackupType.DIFF, "sales", "a");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).reason()).contains("no longer in the log; the oldest is 15");
        assertThat(cluster.artifacts()).hasSize(1);
    }

    @Test
    void takesAFullWhenTheStoreWasReplaced() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        cluster.run(BackupType.AUTO, "sales", "a");
        sales.identity = new StoreIdentity(sales.identity.databaseId(), new UUID(7, 7));
        sales.upTo(20);

        Artifact artifact = onlyArtifact(cluster.run(BackupType.AUTO, "sales", "a"));

        assertThat(artifact.full()).isTrue();
        assertThat(artifact.header().storeId()).isEqualTo(new UUID(7, 7));
    }

    @Test
    void takesAFullOfADatabaseThatWasDroppedAndMadeAgain() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        cluster.run(BackupType.AUTO, "sales", "a");
        sales.identity = new StoreIdentity(new UUID(8, 8), new UUID(8, 9));

        assertThat(onlyArtifact(cluster.run(BackupType.AUTO, "sales", "a")).full())
                .isTrue();
    }

    @Test
    void leavesAServerThatLagsForOneThatDoesNot() {
        List<FakeDatabase> sales = cluster.host("sales", 10, "a", "b");
        sales.get(1).upTo(20);
        cluster.run(BackupType.FULL, "sales", "b");
        sales.get(1).upTo(30);

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b");

        assertThat(report.exitCode()).isZero();
        assertThat(onlyArtifact(report).lowest()).isEqualTo(21);
        assertThat(states(report)).containsExactly(SourceOutcome.State.REFUSED, SourceOutcome.State.SAVED);
    }

    @Test
    void prefersTheLastDifferentialAsParentWhenAsked() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        cluster.run(BackupType.FULL, "sales", "a");
        cluster.run(BackupType.DIFF, "sales", "a");
        sales.upTo(30);
        cluster.run(BackupType.DIFF, "sales", "a");
        sales.upTo(40);
        cluster.run(BackupType.FULL, "sales", "a");
        sales.upTo(50);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        BackupRequest request = cluster.request("sales", "a");

        Artifact preferred = onlyArtifact(cluster.run(new BackupRequest(
                request.databases(),
                request.sources(),
                request.folder(),
                BackupType.DIFF,
                request.compression(),
                request.onFailure(),
                ParentRule.NEWEST_DIFFERENTIAL,
                request.answerTimeoutMillis(),
                request.inactivityTimeoutMillis(),
                request.zone())));

        assertThat(preferred.lowest()).isEqualTo(31);
        assertThat(preferred.highest()).isEqualTo(50);
    }

    @Test
    void savesTheRestAndSaysSoWhenADatabaseIsStopped() {
        cluster.host("sales", 5, "a", "b");
        cluster.host("hr", 5, "a", "b").forEach(copy -> {
            copy.status = "offline";
            copy.requested = "offline";
        });
        cluster.host("system", 3, "a", "b");

        BackupReport report = cluster.run(BackupType.AUTO, "*", "a", "b");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases()).extracting(DatabaseOutcome::database).containsExactly("hr", "sales", "system");
        assertThat(report.databases())
                .extracting(DatabaseOutcome::state)
                .containsExactly(State.FAILED, State.SAVED, State.SAVED);
        assertThat(report.databases().get(0).reason())
                .isEqualTo("database 'hr' is not available for backup: a stopped (offline), b stopped (offline)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"initial", "starting", "stopping", "quarantined", "dirty", "store copying"})
    void namesTheReasonWhyADatabaseIsLeftOutAndSavesTheOthers(String status) {
        cluster.host("sales", 5, "a");
        FakeDatabase hr = cluster.host("hr", 5, "a").get(0);
        hr.status = status;
        hr.message = "why";

        BackupReport report = cluster.run(BackupType.AUTO, "*", "a");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases()).extracting(DatabaseOutcome::state).containsExactly(State.FAILED, State.SAVED);
        assertThat(report.databases().get(0).reason())
                .isEqualTo("database 'hr' is not available for backup: a " + status + ": why");
    }

    @Test
    void aDatabaseThatWasDroppedIsOnNoServerAndThatIsSaid() {
        cluster.host("sales", 5, "a", "b");

        BackupReport report = cluster.run(BackupType.AUTO, "hr", "a", "b");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(states(report)).containsOnly(SourceOutcome.State.NOT_HOSTED);
        assertThat(report.databases().get(0).reason()).isEqualTo("no server that answered hosts a database 'hr'");
    }

    @Test
    void passesOverACopyThatIsDirtyOrQuarantinedOrCopying() {
        List<FakeDatabase> sales = cluster.host("sales", 5, "a", "b", "c");
        sales.get(0).status = "dirty";
        sales.get(0).message = "log damaged at 7";
        sales.get(1).status = "store copying";

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b", "c");

        assertThat(report.exitCode()).isZero();
        DatabaseOutcome outcome = report.databases().get(0);
        SourceOutcome saved = outcome.sources().get(2);
        assertThat(outcome.sources())
                .containsExactly(
                        new SourceOutcome("a:6362", "a", SourceOutcome.State.NOT_AVAILABLE, "dirty: log damaged at 7"),
                        new SourceOutcome("b:6362", "b", SourceOutcome.State.NOT_AVAILABLE, "store copying"),
                        new SourceOutcome(
                                "c:6362",
                                "c",
                                SourceOutcome.State.SAVED,
                                "",
                                outcome.artifact().facts().rawBytes(),
                                saved.tookMillis()));
    }

    @Test
    void triesTheNextServerWhenTheCopyStopsBetweenListAndCopy() {
        cluster.host("sales", 5, "a", "b");
        cluster.source("a").pinFailure = new dev.muster.backup.BackupSource.Unavailable("stopping", "it is stopping");

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b");

        assertThat(report.exitCode()).isZero();
        assertThat(states(report)).containsExactly(SourceOutcome.State.NOT_AVAILABLE, SourceOutcome.State.SAVED);
    }

    @Test
    void findsADatabaseOnALaterServerWithoutCallingThatAProblem() {
        cluster.host("sales", 5, "b");

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b");

        assertThat(report.exitCode()).isZero();
        assertThat(states(report)).containsExactly(SourceOutcome.State.NOT_HOSTED, SourceOutcome.State.SAVED);
    }

    @Test
    void takesTheUnionOfWhatTheServersHostForAPattern() {
        cluster.host("products", 1, "a");
        cluster.host("productsales", 1, "b");
        cluster.host("other", 1, "c");

        BackupReport report = cluster.run(BackupType.AUTO, "prod*", "a", "b", "c");

        assertThat(report.exitCode()).isZero();
        assertThat(report.databases())
                .extracting(DatabaseOutcome::database)
                .containsExactly("products", "productsales");
    }

    @Test
    void exitsWithOneWhenAServerIsUnreachableThoughAllIsSaved() {
        cluster.host("sales", 5, "a");

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "nobody:1234", "a");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).state()).isEqualTo(State.SAVED);
        assertThat(report.meaning()).isEqualTo("exit code 1: 1 of 1 database saved; no answer from nobody:1234.");
    }

    @Test
    void exitsWithOneWhenNobodyAnswers() {
        BackupReport report = cluster.run(BackupType.AUTO, "sales", "nobody:1234");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).reason()).isEqualTo(BackupError.NO_SERVER_ANSWERED.text());
    }

    @Test
    void exitsWithOneForAnUnknownDatabaseAndForAPatternThatMatchesNothing() {
        cluster.host("sales", 5, "a");

        BackupReport report = cluster.run(BackupType.AUTO, "hr x* sales", "a");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases())
                .extracting(DatabaseOutcome::reason)
                .containsExactly(
                        "no server that answered hosts a database 'hr'",
                        "no database matches 'x*' on the servers that answered",
                        "");
    }

    @Test
    void asksAServerThatIsListedTwiceOnce() {
        cluster.host("sales", 5, "a");

        BackupReport report = cluster.run(BackupType.AUTO, "sales sales", "a", "a:6362");

        assertThat(report.exitCode()).isZero();
        assertThat(report.servers()).hasSize(1);
        assertThat(report.databases()).hasSize(1);
    }

    @Test
    void doesNotMixTwoDatabasesOfOneName() {
        cluster.host("sales", 5, "a");
        FakeDatabase other = cluster.host("sales", 9, "b").get(0);
        other.identity = new StoreIdentity(new UUID(1, 1), new UUID(1, 2));

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b");

        assertThat(states(report)).containsExactly(SourceOutcome.State.SAVED, SourceOutcome.State.OTHER_DATABASE);
    }

    private Artifact onlyArtifact(BackupReport report) {
        assertThat(report.databases()).hasSize(1);
        Artifact artifact = report.databases().get(0).artifact();
        assertThat(artifact).as(report.toString()).isNotNull();
        return artifact;
    }

    private static List<SourceOutcome.State> states(BackupReport report) {
        return report.databases().get(0).sources().stream()
                .map(SourceOutcome::state)
                .toList();
    }

    private void verify(Artifact artifact) {
        try {
            assertThat(ArtifactReader.readAll(
                            cluster.client().disk(), artifact.file(), (kind, payload, position) -> {}))
                    .isEqualTo(artifact);
            assertThat(GraphDigest.parse(artifact.facts().digest())).isNotNull();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
