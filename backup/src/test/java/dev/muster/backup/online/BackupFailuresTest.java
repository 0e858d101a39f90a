package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.online.DatabaseOutcome.State;
import dev.muster.store.GraphDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong in the middle of a backup, and that nothing half-written stays. */
class BackupFailuresTest {
    private final SimulatedCluster cluster = new SimulatedCluster("a", "b", "c");

    @Test
    void continuesWithTheNextServerWhenOneDiesInTheMiddle() {
        List<FakeDatabase> sales = cluster.host("sales", 200, "a", "b");
        sales.get(0).beforePart = number -> {
            if (number == 100) {
                cluster.simulation.server("a").kill();
            }
        };

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).state()).isEqualTo(State.SAVED_WITH_PROBLEMS);
        assertThat(states(report)).containsExactly(SourceOutcome.State.FAILED, SourceOutcome.State.SAVED);
        assertThat(report.meaning()).isEqualTo("exit code 1: 1 of 1 database saved; failed in the middle: a:6362.");
        verify(onlyArtifact(report));
        assertThat(cluster.files()).hasSize(1);
    }

    @Test
    void givesUpOnAServerThatIsSilentForTooLong() {
        List<FakeDatabase> sales = cluster.host("sales", 200, "a", "b");
        sales.get(0).beforePart = number -> {
            if (number == 100) {
                cluster.simulation.server("a").pause();
            }
        };

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(report.databases().get(0).state()).isEqualTo(State.SAVED_WITH_PROBLEMS);
        assertThat(report.databases().get(0).reason()).isEqualTo("a:6362 failed: no answer for 600000 ms");
    }

    @Test
    void stopsWhenTheTargetIsFullAndLeavesNothing() {
        cluster.host("sales", 3_000, "a", "b");
        cluster.client().disk().setCapacityBytes(1_000);

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a", "b");

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases().get(0).reason()).startsWith("cannot write to '/backups': ");
        assertThat(states(report)).containsExactly(SourceOutcome.State.NOT_ASKED, SourceOutcome.State.NOT_ASKED);
        assertThat(cluster.files()).isEmpty();
    }

    @Test
    void warnsWhenTheLastFullWouldNotFitAgain() {
        cluster.host("sales", 3_000, "a");
        long bytes = cluster.run(BackupType.FULL, "sales", "a")
                .databases()
                .get(0)
                .artifact()
                .bytes();
        cluster.client().disk().setCapacityBytes(2 * bytes + 100);
        assertThat(cluster.run(BackupType.FULL, "sales", "a").exitCode()).isZero();
        assertThat(cluster.log).noneMatch(line -> line.contains("may not fit"));

        BackupReport report = cluster.run(BackupType.FULL, "sales", "a");

        assertThat(cluster.log)
                .contains("The last full of database 'sales', 'sales-2026-01-01T00-00-02.backup', has " + bytes
                        + " bytes, and 100 are free in '/backups': another one may not fit.");
        assertThat(report.databases().get(0).reason()).startsWith("cannot write to '/backups': ");
        assertThat(cluster.files()).hasSize(2);
    }

    @Test
    void keepsWhatAFailedRunWroteOnlyWhenAsked() {
        FakeDatabase sales = cluster.host("sales", 200, "a").get(0);
        sales.beforePart = number -> {
            if (number == 100) {
                cluster.simulation.server("a").kill();
            }
        };
        BackupRequest request = cluster.request("sales", "a");

        cluster.run(new BackupRequest(
                request.databases(),
                request.sources(),
                request.folder(),
                BackupType.FULL,
                request.compression(),
                BackupRequest.OnFailure.KEEP,
                request.parentRule(),
                request.answerTimeoutMillis(),
                request.inactivityTimeoutMillis(),
                request.zone()));

        assertThat(cluster.files()).containsExactly("sales-2026-01-01T00-00-00.backup.failed");
        assertThat(cluster.artifacts()).isEmpty();
    }

    @Test
    void refusesToWriteWhereAnotherRunWrites() throws IOException {
        cluster.host("sales", 5, "a");
        BackupReport report;
        try (FolderLock held = FolderLock.take(cluster.client().disk(), cluster.folder, "sales")) {
            report = cluster.run(BackupType.AUTO, "sales", "a");
        }

        assertThat(report.databases().get(0).reason())
                .isEqualTo("another backup of 'sales' into '/backups' is running");
        assertThat(cluster.run(BackupType.AUTO, "sales", "a").exitCode()).isZero();
    }

    @Test
    void leavesNothingWhenItIsInterrupted() {
        FakeDatabase sales = cluster.host("sales", 200, "a").get(0);
        cluster.host("tail", 200, "a");
        Backup backup = Backup.start(cluster.request("*", "a"), cluster.client().world(), cluster);
        sales.beforePart = number -> {
            if (number == 100) {
                backup.abort();
            }
        };

        BackupReport report = cluster.simulation.join(backup.report(), Duration.ofHours(1));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.databases()).extracting(DatabaseOutcome::state).containsOnly(State.FAILED);
        assertThat(report.databases().get(0).reason()).isEqualTo("the backup of database 'sales' was interrupted");
        assertThat(cluster.files()).isEmpty();
    }

    @Test
    void removesWhatAKilledRunLeftAndTakesTheNextFreeSecond() throws IOException {
        cluster.host("sales", 5, "a");
        Path leftover = cluster.folder.resolve(".sales-2026-01-01T00-00-00.backup.partial");
        cluster.client().disk().replace(leftover, new byte[3]);
        cluster.run(cluster.request("sales", "a"));

        cluster.run(cluster.request("sales", "a").withType(BackupType.FULL));

        assertThat(cluster.files())
                .containsExactly("sales-2026-01-01T00-00-00.backup", "sales-2026-01-01T00-00-01.backup");
    }

    @Test
    void refusesAFolderThatDoesNotExist() {
        BackupRequest request = BackupRequest.of(
                List.of("x"), cluster.request("x", "a").sources(), Path.of("/nowhere"), java.time.ZoneOffset.UTC);

        assertThatThrownBy(() -> cluster.run(request)).hasMessage("folder '/nowhere' does not exist");
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
