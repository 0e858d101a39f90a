package dev.muster.backup.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupException;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.chain.Expiry;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.BackupVerdict;
import dev.muster.backup.online.DatabaseOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Backups at fixed intervals, in virtual time. */
class WatchTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedCluster cluster = new SimulatedCluster("a", "b");
    private final Path metricsFile = cluster.folder.resolve("watch.prom");
    private final Heard heard = new Heard();

    private final class Heard implements WatchListener {
        final List<WatchRun> runs = new ArrayList<>();
        final List<Long> startedAtMinutes = new ArrayList<>();
        final List<String> lines = new ArrayList<>();
        long missed;
        Runnable onSaved = () -> {};

        @Override
        public void finished(DatabaseOutcome outcome) {
            onSaved.run();
        }

        @Override
        public void log(Level level, String text) {
            lines.add(level + " " + text);
            if (text.startsWith("Starting backup of database 'sales'")) {
                startedAtMinutes.add(TimeUnit.NANOSECONDS.toMinutes(cluster.simulation.nowNanos()));
            }
        }

        @Override
        public void ran(WatchRun run) {
            runs.add(run);
        }

        @Override
        public void waiting(long nextAtMillis, long missedRuns) {
            missed += missedRuns;
        }
    }

    @Test
    void runsAtOnceAndThenAtFixedIntervals() {
        List<FakeDatabase> sales = cluster.host("sales", 5, "a");

        Watch watch = start(new WatchPlan(HOUR, 3, null, null), "sales", "a");
        cluster.simulation.runFor(Duration.ofMinutes(30));
        sales.get(0).upTo(8);

        assertThat(end(watch)).isZero();
        assertThat(heard.startedAtMinutes).containsExactly(0L, 60L, 120L);
        assertThat(heard.runs).extracting(WatchRun::number).containsExactly(1, 2, 3);
        assertThat(cluster.artifacts()).extracting(Artifact::highest).containsExactly(0L, 8L, 5L);
        assertThat(heard.missed).isZero();
    }

    @Test
    void goesOnAfterARunThatFailedAndRemembersItsExitCode() {
        cluster.host("sales", 5, "a", "b");

        Watch watch = start(new WatchPlan(HOUR, 3, null, null), "sales", "a", "b");
        cluster.simulation.runFor(Duration.ofMinutes(30));
        cluster.simulation.server("a").kill();
        cluster.simulation.runFor(HOUR);
        cluster.restart("a");

        assertThat(end(watch)).isEqualTo(10);
        assertThat(heard.runs)
                .extracting(WatchRun::verdict)
                .containsExactly(BackupVerdict.ALL_SAVED, BackupVerdict.SOURCES_MISSING, BackupVerdict.ALL_SAVED);
    }

    @Test
    void leavesOutTheMomentsThatPassWhileARunGoesOn() {
        List<FakeDatabase> sales = cluster.host("sales", 200, "a");
        sales.get(0).beforePart = number -> {
            if (number == 100) {
                cluster.simulation.server("a").pause(); // noticed after the inactivity timeout, 10 minutes
            }
        };

        Watch watch = start(new WatchPlan(Duration.ofMinutes(4), 2, null, null), "sales", "a");
        cluster.simulation.runFor(Duration.ofMinutes(11));
        sales.get(0).beforePart = number -> {};
        cluster.simulation.server("a").resume();

        assertThat(end(watch)).isEqualTo(15);
        assertThat(heard.startedAtMinutes).containsExactly(0L, 12L);
        assertThat(heard.missed).as("4 and 8 minutes").isEqualTo(2);
    }

    @Test
    void writesWhatItKnowsAsMetrics() throws IOException {
        cluster.host("sales", 5, "a");
        FakeDatabase archive = cluster.host("archive", 5, "a").get(0);

        Watch watch = start(new WatchPlan(HOUR, 0, null, metricsFile), "*", "a");
        cluster.simulation.runFor(Duration.ofMinutes(90));
        archive.status = "offline";
        cluster.simulation.runFor(HOUR);

        assertThat(metric("muster_backup_watch_runs_total")).isEqualTo(3);
        assertThat(metric("muster_backup_watch_failed_runs_total")).isEqualTo(1);
        assertThat(metric("muster_backup_watch_last_exit_code")).isEqualTo(13);
        assertThat(metric("muster_backup_watch_interval_seconds")).isEqualTo(3_600);
        assertThat(metric("muster_backup_watch_last_run_timestamp_seconds")
                        - metric("muster_backup_watch_last_success_timestamp_seconds"))
                .isBetween(3_595.0, 3_605.0);
        assertThat(metric("muster_backup_database_saved{database=\"sales\"}")).isEqualTo(1);
        assertThat(metric("muster_backup_database_saved{database=\"archive\"}")).isZero();
        assertThat(metric("muster_backup_recovery_point_age_seconds{database=\"sales\"}"))
                .as("brought up to date each minute, half an hour after the run")
                .isBetween(1_700.0, 1_801.0);
        assertThat(metric("muster_backup_recovery_point_age_seconds{database=\"archive\"}"))
                .isBetween(5_300.0, 5_401.0);
        assertThat(metric("muster_backup_watch_next_run_timestamp_seconds")
                        - metric("muster_backup_watch_last_run_timestamp_seconds"))
                .isBetween(3_590.0, 3_600.0);
        assertThat(cluster.simulation.join(watch.stop(), HOUR)).isEqualTo(13);
        assertThat(metric("muster_backup_watch_next_run_timestamp_seconds")).isZero();
    }

    @Test
    void goesOnWhenTheMetricsCannotBeWritten() {
        cluster.host("sales", 5, "a");

        Watch watch = start(new WatchPlan(HOUR, 2, null, Path.of("/nowhere/watch.prom")), "sales", "a");

        assertThat(end(watch)).isZero();
        assertThat(heard.lines).anyMatch(line -> line.startsWith("WARN The metrics cannot be written to '/nowhere"));
    }

    @Test
    void expiresOldChainsOfWhatItSavedOnly() {
        cluster.host("sales", 5, "a");
        FakeDatabase archive = cluster.host("archive", 5, "a").get(0);
        cluster.run(BackupType.FULL, "archive", "a");
        cluster.run(BackupType.FULL, "archive", "a");
        archive.status = "offline";
        WatchPlan plan = new WatchPlan(HOUR, 3, new Expiry.Retention(1, 0), null);

        assertThat(end(start(full("*", "a"), plan, BackupVerdict::exitCode))).isEqualTo(13);

        assertThat(heard.runs).extracting(run -> run.expired().size()).containsExactly(0, 1, 1);
        assertThat(cluster.artifacts())
                .extracting(artifact -> artifact.header().databaseName())
                .containsExactlyInAnyOrder("sales", "archive", "archive");
    }

    @Test
    void saysWhenOldChainsCannotBeRemoved() {
        cluster.host("sales", 5, "a");
        heard.onSaved = () -> {
            try {
                FolderLock.take(cluster.client().disk(), cluster.folder, "sales");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        WatchPlan plan = new WatchPlan(HOUR, 1, new Expiry.Retention(1, 0), null);

        assertThat(end(start(full("sales", "a"), plan, BackupVerdict::exitCode)))
                .isEqualTo(1);
        assertThat(heard.runs.get(0).verdict()).isEqualTo(BackupVerdict.FAILED);
        assertThat(heard.runs.get(0).problems())
                .containsExactly("Old chains of 'sales' could not be removed: another backup of 'sales' into '/backups'"
                        + " is running");
    }

    @Test
    void countsARunWhoseFolderIsGoneAndRefusesToBeginWithoutOne() throws IOException {
        cluster.host("sales", 5, "a");
        Watch watch = start(new WatchPlan(HOUR, 2, null, null), "sales", "a");
        cluster.simulation.runFor(Duration.ofMinutes(30));
        cluster.client().disk().deleteTree(cluster.folder);

        assertThat(end(watch)).isEqualTo(16);
        assertThat(heard.runs.get(1).failure()).hasMessage("folder '/backups' does not exist");
        assertThatThrownBy(() -> start(new WatchPlan(HOUR, 2, null, null), "sales", "a"))
                .isInstanceOf(BackupException.class)
                .hasMessage("folder '/backups' does not exist");
    }

    @Test
    void endsAtOnceWhenItIsStoppedBetweenTwoRuns() {
        cluster.host("sales", 5, "a");
        Watch watch = start(new WatchPlan(HOUR, 0, null, null), "sales", "a");
        cluster.simulation.runFor(Duration.ofMinutes(90));

        assertThat(cluster.simulation.join(watch.stop(), Duration.ofSeconds(1))).isZero();
        cluster.simulation.runFor(HOUR);
        assertThat(heard.runs).hasSize(2);
    }

    @Test
    void breaksOffTheRunUnderWayWhenItIsStopped() {
        List<FakeDatabase> sales = cluster.host("sales", 3_000, "a");
        Watch[] watch = new Watch[1];
        sales.get(0).beforePart = number -> {
            if (number == 100) {
                watch[0].stop();
            }
        };
        watch[0] = start(new WatchPlan(HOUR, 0, null, null), "sales", "a");

        assertThat(end(watch[0])).isEqualTo(18);
        assertThat(heard.runs).extracting(WatchRun::verdict).containsExactly(BackupVerdict.INTERRUPTED);
        assertThat(cluster.files()).isEmpty();
    }

    private Watch start(WatchPlan plan, String databases, String... servers) {
        return start(cluster.request(databases, servers), plan, BackupVerdict::exitCode);
    }

    private Watch start(BackupRequest request, WatchPlan plan, ToIntFunction<BackupVerdict> exitCodes) {
        return Watch.start(cluster.client().world(), request, plan, exitCodes, heard);
    }

    private BackupRequest full(String databases, String... servers) {
        return cluster.request(databases, servers).withType(BackupType.FULL);
    }

    private int end(Watch watch) {
        return cluster.simulation.join(watch.ended(), Duration.ofDays(1));
    }

    private double metric(String name) throws IOException {
        String text = new String(cluster.client().disk().readAll(metricsFile), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
    }
}
