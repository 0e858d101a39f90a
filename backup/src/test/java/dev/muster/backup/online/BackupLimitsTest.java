package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.protocol.BackupLimits;
import dev.muster.backup.protocol.RunningBackups;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Servers that let backups have only so much of them, and what clients make of it. */
class BackupLimitsTest {
    private static final Duration LIMIT = Duration.ofHours(2);
    /** 200 parts of 200 bytes each take 40 seconds. */
    private static final long SLOW = 1_000;

    private final SimulatedCluster cluster = new SimulatedCluster("a", "b");

    @Test
    void asksTheNextServerWhenOneIsBusy() {
        cluster.limit("a", new BackupLimits(1, SLOW, 0, 0));
        cluster.host("big", 200, "a");
        cluster.host("sales", 20, "a", "b");
        Backup big = begin("big", "a");

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(report.exitCode()).isZero();
        assertThat(report.databases().get(0).sources())
                .extracting(SourceOutcome::state)
                .containsExactly(SourceOutcome.State.REFUSED, SourceOutcome.State.SAVED);
        assertThat(report.databases().get(0).sources().get(0).reason())
                .isEqualTo("the server is serving 1 backup, as many as it may (muster.backup.max_concurrent)");
        assertThat(join(big).exitCode()).isZero();
        assertThat(cluster.running("a").totals())
                .extracting(RunningBackups.Totals::served, RunningBackups.Totals::refused)
                .containsExactly(1L, 1L);
    }

    @Test
    void waitsForTheOnlyServerToHaveRoom() {
        cluster.limit("a", new BackupLimits(1, SLOW, 0, 0));
        cluster.host("big", 200, "a");
        cluster.host("sales", 20, "a");
        Backup big = begin("big", "a");

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a");

        assertThat(report.exitCode()).isZero();
        assertThat(join(big).exitCode()).isZero();
        assertThat(report.databases().get(0).tookMillis()).isBetween(30_000L, 60_000L);
        assertThat(cluster.log).contains("Waiting for [a:6362] to have room for the backup of database 'sales'.");
    }

    @Test
    void doesNotTakeAFullInsteadOfADifferentialBecauseAServerIsBusy() {
        cluster.host("big", 200, "a");
        FakeDatabase sales = cluster.host("sales", 20, "a").get(0);
        cluster.run(BackupType.FULL, "sales", "a");
        cluster.limit("a", new BackupLimits(1, SLOW, 0, 0));
        sales.upTo(30);
        Backup big = begin("big", "a");

        BackupReport report = cluster.run(BackupType.AUTO, "sales", "a");

        assertThat(report.databases().get(0).artifact().full()).isFalse();
        assertThat(join(big).exitCode()).isZero();
    }

    @Test
    void givesUpWhenAServerStaysBusyForTooLong() {
        cluster.limit("a", new BackupLimits(1, 20, 0, 0));
        cluster.host("big", 200, "a");
        cluster.host("sales", 20, "a");
        Backup big = begin("big", "a");

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a");

        assertThat(report.verdict()).isEqualTo(BackupVerdict.SOURCES_FAILED);
        assertThat(report.databases().get(0).reason())
                .isEqualTo(
                        "no server could deliver database 'sales': a:6362: the server is serving 1 backup, as many as"
                                + " it may (muster.backup.max_concurrent)");
        assertThat(report.databases().get(0).tookMillis()).isBetween(600_000L, 610_000L);
        assertThat(join(big).exitCode()).isZero();
    }

    @Test
    void endsAtOnceWhenItIsBrokenOffWhileItWaits() {
        cluster.limit("a", new BackupLimits(1, 20, 0, 0));
        cluster.host("big", 200, "a");
        cluster.host("sales", 20, "a");
        begin("big", "a");
        Backup sales = begin("sales", "a");
        cluster.simulation.runFor(Duration.ofSeconds(7));

        BackupReport report = cluster.simulation.join(sales.abort(), Duration.ofMillis(100));

        assertThat(report.verdict()).isEqualTo(BackupVerdict.INTERRUPTED);
    }

    @Test
    void allBackupsTogetherKeepToTheBandwidth() {
        cluster.limit("a", new BackupLimits(4, SLOW, 0, 0));
        cluster.host("one", 200, "a");
        cluster.host("two", 200, "a");
        long before = cluster.simulation.nowNanos();
        Backup one = begin("one", "a");
        Backup two = begin("two", "a");
        join(one);
        join(two);

        long bytes = cluster.running("a").totals().bytesSent();
        assertThat(TimeUnit.NANOSECONDS.toMillis(cluster.simulation.nowNanos() - before))
                .isBetween(bytes * 1_000 / SLOW - 2_000, bytes * 1_000 / SLOW + 5_000);
    }

    @Test
    void letsGoOfASnapshotThatIsHeldForTooLong() {
        cluster.limit("a", new BackupLimits(4, SLOW, Duration.ofSeconds(10).toNanos(), 0));
        List<FakeDatabase> sales = cluster.host("sales", 200, "a", "b");

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        SourceOutcome first = report.databases().get(0).sources().get(0);
        assertThat(first.state()).isEqualTo(SourceOutcome.State.FAILED);
        assertThat(first.reason())
                .matches("the server ended the backup: its snapshot has been held for 1\\d s, longer than"
                        + " muster.backup.snapshot_max_time allows");
        assertThat(report.databases().get(0).savedFrom()).isEqualTo("b:6362");
        assertThat(sales.get(0).pinsOpen).isZero();
        assertThat(cluster.running("a").totals().cutOff()).isEqualTo(1);
    }

    @Test
    void letsGoOfASnapshotThatTakesTooMuchSpace() {
        cluster.limit("a", new BackupLimits(4, SLOW, 0, 1_000_000));
        List<FakeDatabase> sales = cluster.host("sales", 200, "a");
        sales.get(0).beforePart = number -> {
            if (number == 50) {
                sales.get(0).growthBytes = 1_000_001;
            }
        };

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a");

        assertThat(report.databases().get(0).reason())
                .endsWith(
                        "the server ended the backup: the store has grown by 1000001 bytes since its snapshot was taken,"
                                + " more than muster.backup.snapshot_max_growth allows");
        assertThat(sales.get(0).pinsOpen).isZero();
    }

    @Test
    void listsWhatIsUnderWay() {
        cluster.limit("a", new BackupLimits(4, SLOW, 0, 0));
        cluster.host("sales", 200, "a").get(0).growthBytes = 7;
        Backup sales = begin("sales", "a");
        cluster.simulation.runFor(Duration.ofSeconds(8));

        RunningBackups.Listed listed = cluster.running("a").list().get(0);

        assertThat(listed.number()).isEqualTo(1);
        assertThat(listed.database()).isEqualTo("sales");
        assertThat(listed.kind()).isEqualTo(RunningBackups.Kind.FULL);
        assertThat(listed.client().host()).isEqualTo("client");
        assertThat(listed.elapsedMillis()).isBetween(8_000L, 10_500L);
        assertThat(listed.bytesSent()).isBetween(8_000L, 11_000L);
        assertThat(listed.pinnedTransactionId()).isEqualTo(200);
        assertThat(listed.heldBytes()).isEqualTo(7);
        join(sales);
        assertThat(cluster.running("a").list()).isEmpty();
    }

    /** Begins a backup and lets it run for two seconds. */
    private Backup begin(String database, String server) {
        Backup backup = Backup.start(
                cluster.request(database, server).withType(BackupType.FULL),
                cluster.client().world(),
                cluster);
        cluster.simulation.runFor(Duration.ofSeconds(2));
        return backup;
    }

    private BackupReport join(Backup backup) {
        return cluster.simulation.join(backup.report(), LIMIT);
    }
}
