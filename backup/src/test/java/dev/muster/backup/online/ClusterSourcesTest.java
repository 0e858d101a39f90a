package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.BackupSource.ClusterServer;
import dev.muster.backup.BackupSource.Role;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts A.8, {@code --remote-address-resolution}: one server that is named leads to the others. */
class ClusterSourcesTest {
    private final SimulatedCluster cluster = new SimulatedCluster("a", "b", "c", "d");

    @BeforeEach
    void knowEachOther() {
        know("a", "a", "b", "c", "d");
    }

    @Test
    void secondariesAreAskedBeforeFollowersAndTheWriterLast() {
        List<FakeDatabase> copies = cluster.host("sales", 10, "a", "b", "c", "d");
        copies.get(0).role = Role.WRITER;
        copies.get(1).role = Role.FOLLOWER;
        copies.get(2).role = Role.SECONDARY;
        copies.get(3).role = Role.FOLLOWER;
        cluster.source("c").pinFailure = new IllegalStateException("broken");
        cluster.source("b").pinFailure = new IllegalStateException("broken");
        cluster.source("d").pinFailure = new IllegalStateException("broken");

        BackupReport report = run("sales", "a");

        assertThat(report.databases().get(0).savedFrom()).isEqualTo("a:6362");
        assertThat(cluster.log.stream().filter(line -> line.startsWith("Using remote server ")))
                .extracting(line -> line.split(" ")[3])
                .containsExactly("c:6362", "b:6362", "d:6362", "a:6362");
    }

    @Test
    void aDatabaseIsFoundOnServersThatNobodyNamed() {
        cluster.host("sales", 10, "a");
        cluster.host("hr", 10, "d");

        BackupReport report = run("*", "a");

        assertThat(report.exitCode()).isZero();
        assertThat(report.databases()).extracting(DatabaseOutcome::savedFrom).containsExactly("d:6362", "a:6362");
    }

    @Test
    void withoutItOnlyThoseThatAreNamedAreAsked() {
        cluster.host("hr", 10, "d");

        BackupReport report = cluster.run(cluster.request("hr", "a"));

        assertThat(report.databases().get(0).state()).isEqualTo(DatabaseOutcome.State.FAILED);
        assertThat(report.servers()).hasSize(1);
    }

    @Test
    void aServerIsAskedOnceThoughItIsNamedAndKnownByOthers() {
        know("b", "a", "b");
        cluster.host("sales", 10, "a", "b");

        BackupReport report = run("sales", "a", "b");

        assertThat(report.servers())
                .extracting(answer -> answer.source().toString())
                .containsExactly("a:6362", "b:6362", "c:6362", "d:6362");
    }

    @Test
    void anEntryThatIsSilentIsToldOfAndTheOthersLeadTheWay() {
        know("b", "b", "c");
        cluster.host("sales", 10, "c");
        cluster.simulation.server("a").kill();

        BackupReport report = run("sales", "a", "b");

        assertThat(report.databases().get(0).savedFrom()).isEqualTo("c:6362");
        assertThat(report.exitCode()).as("a did not answer").isEqualTo(1);
    }

    @Test
    void aServerWithoutAClusterIsTheOnlyOne() {
        know("a");
        cluster.host("sales", 10, "a");

        assertThat(run("sales", "a").databases().get(0).savedFrom()).isEqualTo("a:6362");
    }

    private void know(String who, String... whom) {
        cluster.source(who).cluster = Stream.of(whom)
                .map(name -> new ClusterServer("id-of-" + name, name, name + ":6362"))
                .toList();
    }

    private BackupReport run(String databases, String... entries) {
        cluster.simulation.runFor(Duration.ofSeconds(1));
        return cluster.run(cluster.request(databases, entries).withResolution(BackupRequest.Resolution.CLUSTER));
    }
}
