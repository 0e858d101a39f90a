package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.online.DatabaseOutcome.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was acknowledged before a backup is in it, or the report says that nobody knows. */
class CurrentBackupTest {
    private final SimulatedCluster cluster = new SimulatedCluster("a", "b", "c");

    @Test
    void aServerThatLagsIsLeftForTheNextOne() {
        List<FakeDatabase> sales = cluster.host("sales", 10, "a", "b");
        sales.get(1).upTo(12);
        cluster.source("a").acknowledged = 12L;
        cluster.source("b").acknowledged = 12L;

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(report.exitCode()).isZero();
        assertThat(report.databases().get(0).state()).isEqualTo(State.SAVED);
        assertThat(states(report)).containsExactly(SourceOutcome.State.REFUSED, SourceOutcome.State.SAVED);
        assertThat(report.databases().get(0).sources().get(0).reason()).isEqualTo("the leader is at 12");
        assertThat(artifact(report).highest()).isEqualTo(12);
    }

    @Test
    void ofServersWithoutALeaderTheNewestIsTakenAndTheReportSaysSo() {
        List<FakeDatabase> sales = cluster.host("sales", 10, "a", "b");
        sales.get(1).upTo(12);
        cluster.source("a").acknowledged = null;
        cluster.source("b").acknowledged = null;

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(artifact(report).highest()).isEqualTo(12);
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.verdict()).isEqualTo(BackupVerdict.UNCONFIRMED);
        assertThat(report.meaning()).isEqualTo("exit code 1: 1 of 1 database saved; perhaps not the newest: sales.");
        assertThat(report.databases().get(0).reason())
                .isEqualTo("nobody showed that this is the newest: a:6362: nobody leads; b:6362: nobody leads");
        assertThat(states(report)).containsExactly(SourceOutcome.State.REFUSED, SourceOutcome.State.SAVED);
        assertThat(cluster.log)
                .contains("No server showed that it has everything of database 'sales' that was acknowledged:"
                        + " a:6362: nobody leads; b:6362: nobody leads. Taking what there is.");
    }

    @Test
    void aFullOfEverythingIsBetterThanADifferentialOfSome() {
        List<FakeDatabase> sales = cluster.host("sales", 10, "a", "b");
        cluster.run(BackupType.FULL, "sales", "a", "b");
        sales.get(0).upTo(11);
        sales.get(1).upTo(12).logFirst = 12;
        cluster.source("a").acknowledged = 12L;
        cluster.source("b").acknowledged = 12L;

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a", "b");

        assertThat(report.databases().get(0).state()).isEqualTo(State.SAVED);
        assertThat(artifact(report).full()).isTrue();
        assertThat(artifact(report).highest()).isEqualTo(12);
    }

    @Test
    void aDifferentialOfSomeIsBetterThanNoneAndIsContinuedLater() {
        FakeDatabase sales = cluster.host("sales", 10, "a").get(0);
        cluster.run(BackupType.FULL, "sales", "a");
        sales.upTo(11);
        cluster.source("a").acknowledged = null;

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a");

        assertThat(report.databases().get(0).state()).isEqualTo(State.SAVED_UNCONFIRMED);
        assertThat(artifact(report).full()).isFalse();
        assertThat(artifact(report).highest()).isEqualTo(11);
        sales.upTo(13);
        cluster.source("a").acknowledged = 13L;
        Artifact next = artifact(cluster.run(BackupType.AUTO, "sales", "a"));
        assertThat(next.full()).isFalse();
        assertThat(next.lowest()).isEqualTo(12);
        assertThat(next.highest()).isEqualTo(13);
    }

    @Test
    void aServerThatWasAskedInVainIsToldBesideTheDoubt() {
        List<FakeDatabase> sales = cluster.host("sales", 10, "a", "b");
        sales.get(0).beforePart = number -> cluster.simulation.server("a").kill();
        cluster.source("b").acknowledged = null;

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(report.verdict()).isEqualTo(BackupVerdict.UNCONFIRMED);
        assertThat(states(report)).containsExactly(SourceOutcome.State.FAILED, SourceOutcome.State.SAVED);
        assertThat(report.databases().get(0).reason())
                .isEqualTo("nobody showed that this is the newest: b:6362: nobody leads; a:6362 failed: the connection"
                        + " broke: connection reset by a");
    }

    private static Artifact artifact(BackupReport report) {
        return report.databases().get(0).artifact();
    }

    private static List<SourceOutcome.State> states(BackupReport report) {
        return report.databases().get(0).sources().stream()
                .map(SourceOutcome::state)
                .toList();
    }
}
