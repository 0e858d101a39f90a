package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's clusters from start to removal, with real processes that only pretend to be servers. */
class LocalClustersTest {
    @TempDir
    Path home;

    private final Set<String> databases = new TreeSet<>(Set.of("neo4j", "system"));
    private final List<String> statements = new ArrayList<>();
    private LocalClusters clusters;

    private LocalClusters clusters() {
        if (clusters == null) {
            clusters = LocalClusters.open(
                    home,
                    ServerProgram.ofThisClassPath("dev.muster.node.launcher.FakeServer"),
                    () -> new FakeClient(() -> clusters.recorded("dev"), databases, statements),
                    Progress.SILENT);
        }
        return clusters;
    }

    @AfterEach
    void endWhatIsLeft() {
        for (LocalClusters.Summary left : clusters().list()) {
            if (left.problem().isEmpty()) {
                clusters().destroy(left.name());
            }
        }
    }

    private static StartRequest dev(int primaries) {
        return StartRequest.named("dev").withPrimaries(primaries);
    }

    @Test
    void aClusterIsStartedBrokenHealedStoppedStartedAgainAndRemoved() {
        ClusterStatus started = clusters().start(dev(2).withDatabases(List.of("sales")));
        assertThat(started.servers()).extracting(ClusterStatus.Server::state).containsExactly("running", "running");
        assertThat(started.servers())
                .extracting(ClusterStatus.Server::id)
                .containsExactly("id-of-server01", "id-of-server02");
        assertThat(statements).containsExactly("system: CREATE DATABASE `sales`");
        assertThat(started.databases())
                .containsExactly(
                        new ClusterStatus.Database("neo4j", "online", "server01"),
                        new ClusterStatus.Database("sales", "online", "server01"),
                        new ClusterStatus.Database("system", "online", "server01"));
        assertThat(clusters().list()).extracting(LocalClusters.Summary::running).containsExactly(2);

        Faults faults = clusters().faults();
        faults.kill("dev", "server02");
        assertThat(clusters().status("dev").server("server02").state()).isEqualTo("stopped");
        assertThat(clusters().status("dev").server("server02").pid()).isNull();
        faults.pause("dev", "server01");
        assertThat(clusters().status("dev").server("server01").state()).isEqualTo("paused");
        assertThat(faults.active())
                .containsExactly(
                        new Faults.ActiveFault("dev", "server01", "paused"),
                        new Faults.ActiveFault("dev", "server02", "killed"));
        assertThatThrownBy(() -> faults.restart("dev", "server01"))
                .hasMessage(
                        "server01 of cluster 'dev' is paused: resume it first with `muster fault resume dev server01`");

        assertThat(faults.heal("dev")).hasSize(2);
        assertThat(faults.active()).isEmpty();
        assertThat(clusters().status("dev").servers()).allMatch(ClusterStatus.Server::isRunning);

        clusters().stop("dev");
        ClusterStatus stopped = clusters().status("dev");
        assertThat(stopped.servers()).extracting(ClusterStatus.Server::state).containsExactly("stopped", "stopped");
        assertThat(stopped.databases()).as("not known while no server answers").isEmpty();
        assertThat(faults.active())
                .as("a server that was stopped in order is no fault")
                .isEmpty();

        ClusterStatus again = clusters().restart("dev");
        assertThat(again.servers())
                .extracting(ClusterStatus.Server::bolt)
                .isEqualTo(started.servers().stream()
                        .map(ClusterStatus.Server::bolt)
                        .toList());
        clusters().destroy("dev");
        assertThat(home.resolve("clusters").resolve("dev")).doesNotExist();
        assertThat(clusters().list()).isEmpty();
    }

    @Test
    void aClusterGrowsAndShrinksAndNamesAreNotGivenTwice() {
        clusters().start(dev(1).withSecondaries(1));
        assertThat(statements)
                .containsExactly("system: ALTER SERVER 'server02' SET OPTIONS {modeConstraint: 'SECONDARY'}");

        assertThat(clusters().add("dev")).isEqualTo("server03");
        assertThat(statements).endsWith("system: ENABLE SERVER 'server03'");
        ServerRecord added = clusters().recorded("dev").server("server03");
        assertThat(added.configuration())
                .content()
                .contains("dbms.cluster.endpoints=127.0.0.1:"
                        + clusters().recorded("dev").server("server01").ports().discovery())
                .contains("initial.dbms.default_secondaries_count=1")
                .doesNotContain("initial_members");
        clusters().remove("dev", "server03");

        assertThat(statements)
                .endsWith("system: DEALLOCATE DATABASES FROM SERVER 'server03'", "system: DROP SERVER 'server03'");
        assertThat(added.directory()).doesNotExist();
        assertThat(added.process().isGone()).isTrue();
        assertThat(clusters().status("dev").servers())
                .extracting(ClusterStatus.Server::name)
                .containsExactly("server01", "server02");
        assertThat(clusters().add("dev")).isEqualTo("server04");
    }

    @Test
    void theLastServerIsNotRemovedAndNobodyIsAskedWhereNobodyRuns() {
        clusters().start(dev(1));
        assertThatThrownBy(() -> clusters().remove("dev", "server01"))
                .hasMessage("server01 is the last server of cluster 'dev': remove it all with"
                        + " `muster cluster destroy dev`");
        clusters().stop("dev");
        assertThatThrownBy(() -> clusters().add("dev"))
                .hasMessage("no server of cluster 'dev' runs: start them with `muster cluster restart dev`");
    }

    @Test
    void pauseAndResumeAreSeenInTheProcess() {
        clusters().start(dev(1));
        Faults faults = clusters().faults();
        assertThatThrownBy(() -> faults.resume("dev", "server01"))
                .hasMessage("server01 of cluster 'dev' is not paused");
        faults.pause("dev", "server01");
        faults.resume("dev", "server01");
        assertThat(clusters().status("dev").server("server01").state()).isEqualTo("running");
        faults.kill("dev", "server01");
        assertThatThrownBy(() -> faults.kill("dev", "server01")).hasMessage("server01 of cluster 'dev' is not running");
        assertThatThrownBy(() -> faults.pause("dev", "server01"))
                .hasMessage("server01 of cluster 'dev' is not running");
        assertThatThrownBy(() -> faults.resume("dev", "server01"))
                .hasMessage("server01 of cluster 'dev' is not running");
        faults.restart("dev", "server01");
        assertThat(clusters().status("dev").server("server01").state()).isEqualTo("running");
    }

    @Test
    void aServerWithADamagedDatabaseIsUpAndTheDatabaseIsNamed() throws IOException {
        clusters().start(dev(1));
        Files.writeString(
                clusters().recorded("dev").server("server01").configuration(),
                "fake.dirty=the checksum is wrong\n",
                StandardOpenOption.APPEND);

        assertThat(clusters().faults().restart("dev", "server01"))
                .containsExactly(new DirtyDatabase("server01", "sales", "the checksum is wrong"));
        clusters().faults().pause("dev", "server01");
        assertThat(clusters().faults().resume("dev", "server01")).hasSize(1);
    }

    @Test
    void aStartThatIsBrokenOffLeavesNoProcessAndNoFile() throws InterruptedException {
        Thread ctrlC = new Thread(() -> {
            Patience.until(
                    Duration.ofSeconds(10), () -> Files.exists(home.resolve("clusters/dev/server02/run/server.json")));
            clusters().abandon(home.resolve("clusters"));
        });
        ctrlC.start();

        assertThatThrownBy(() -> clusters().start(dev(2).withSettings(Map.of("fake.deaf", "true"))))
                .isInstanceOf(LauncherException.class);
        ctrlC.join();
        assertThat(home.resolve("clusters")).doesNotExist();
        assertThatThrownBy(() -> clusters().start(dev(1)))
                .hasMessage("cluster 'dev' is not started any further: this command was told to end");
        assertThat(home.resolve("clusters/dev")).doesNotExist();
    }

    @Test
    void aNameCanBeUsedOnce() {
        clusters().start(dev(1));
        assertThatThrownBy(() -> clusters().start(dev(1)))
                .hasMessage("there is a cluster 'dev' already, in " + home.resolve("clusters/dev")
                        + ": choose another name, or remove it with `muster cluster destroy dev`");
        assertThat(clusters().status("dev").servers()).allMatch(ClusterStatus.Server::isRunning);
    }

    @Test
    void aServerThatRefusesToStartIsNamedAndNothingIsLeft() {
        assertThatThrownBy(() -> clusters().start(dev(2).withSettings(Map.of("fake.refuse", "the data is newer"))))
                .isInstanceOfSatisfying(LauncherException.class, e -> {
                    assertThat(e.problem()).isEqualTo(LauncherProblem.START_FAILED);
                    assertThat(e.getMessage()).matches("server0[12] of cluster 'dev' did not start: the data is newer");
                    assertThat(e.lines()).contains("starting server0").endsWith("the data is newer");
                });
        assertThat(home.resolve("clusters").resolve("dev")).doesNotExist();
    }

    @Test
    void unknownNamesAreToldTheKnownOnes() {
        assertThatThrownBy(() -> clusters().status("dev")).hasMessage("there is no cluster 'dev'; there are none");
        clusters().start(dev(1));
        assertThatThrownBy(() -> clusters().status("prod")).hasMessage("there is no cluster 'prod'; there are: dev");
        assertThatThrownBy(() -> clusters().faults().kill("dev", "server09"))
                .hasMessage("cluster 'dev' has no server 'server09'; it has server01");
    }

    @Test
    void badRequestsAreRefusedBeforeAnythingIsStarted() {
        assertThatThrownBy(() -> clusters().start(StartRequest.named("Not A Name")))
                .hasMessageStartingWith("'Not A Name' cannot be a cluster's name");
        assertThatThrownBy(() -> dev(1).withDatabases(List.of("x`y")))
                .hasMessageStartingWith("'x`y' cannot be a database's name");
        assertThatThrownBy(() -> clusters().start(dev(1).withDirectory(home.resolve("nowhere"))))
                .hasMessage("there is no directory " + home.resolve("nowhere") + ": create it first");
        assertThatThrownBy(() -> clusters().start(dev(1).withLoad(home.resolve("nothing.cypher"))))
                .hasMessage("there is no file or directory " + home.resolve("nothing.cypher") + " to load");
        assertThat(clusters().list()).isEmpty();
    }

    @Test
    void filesCanBeKeptElsewhereAndAreRemovedFromThere() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("mine.txt"), "not yours");
        clusters().start(dev(1).withDirectory(elsewhere));
        assertThat(elsewhere.resolve("server01/conf/muster.conf")).exists();
        assertThatThrownBy(() -> clusters().start(StartRequest.named("other").withDirectory(elsewhere)))
                .hasMessage("the directory " + elsewhere
                        + " already holds a cluster's servers: choose another, or empty it");
        clusters().destroy("dev");
        assertThat(elsewhere.resolve("server01")).doesNotExist();
        assertThat(elsewhere.resolve("mine.txt")).exists();
    }

    @Test
    void aScriptIsLoadedStatementByStatement() throws IOException {
        Path script = Files.writeString(home.resolve("init.cypher"), "CREATE (:A {t: 'a;b'}); // end\nCREATE (:B);\n");
        clusters().start(dev(1).withDatabases(List.of("sales")).withLoad(script));
        assertThat(statements)
                .containsExactly(
                        "system: CREATE DATABASE `sales`", "sales: CREATE (:A {t: 'a;b'})", "sales: CREATE (:B)");
    }

    @Test
    void aRefusedStatementTakesTheStartBack() throws IOException {
        Path script = Files.writeString(home.resolve("init.cypher"), "CREATE (:forbidden)");
        assertThatThrownBy(() -> clusters().start(dev(1).withLoad(script)))
                .hasMessage("a statement of " + script + " failed: not allowed: CREATE (:forbidden)");
        assertThat(clusters().list()).isEmpty();
    }

    @Test
    void aDamagedStateFileIsNamedAndLeavesTheOthersAlone() throws IOException {
        clusters().start(dev(1));
        Path damaged = Files.createDirectories(home.resolve("clusters/broken")).resolve("cluster.json");
        Files.writeString(damaged, "{\"version\": 1, \"name\": \"bro");
        assertThatThrownBy(() -> clusters().stop("broken"))
                .hasMessageStartingWith("the state of cluster 'broken' cannot be read: " + damaged + " is damaged (");
        assertThat(clusters().list()).extracting(LocalClusters.Summary::name).containsExactly("broken", "dev");
        Files.writeString(damaged, "{\"version\": 1, \"name\": \"other\", \"servers\": [], \"databases\": []}");
        assertThatThrownBy(() -> clusters().status("broken")).hasMessageContaining("it does not describe 'broken'");
        Files.writeString(damaged, "{\"version\": 99}");
        assertThatThrownBy(() -> clusters().status("broken"))
                .hasMessage(
                        damaged + " was written by a newer Muster (its version is 99, this one knows 1): use that one");
    }

    @Test
    void aPidThatNowBelongsToAnotherProgramIsNeverTouched() throws IOException {
        clusters().start(dev(1));
        ClusterRecord cluster = clusters().recorded("dev");
        ServerRecord server = cluster.server("server01");
        ServerProcess real = server.process();
        ProcessHandle self = ProcessHandle.current();
        ServerRecord recycled = new ServerRecord(
                server.name(),
                server.directory(),
                server.ports(),
                self.pid(),
                self.info().startInstant().orElseThrow().toEpochMilli() - 60_000,
                FaultKind.NONE);
        new ClusterRegistry(home).write(cluster.with(recycled));
        assertThat(clusters().status("dev").server("server01").state()).isEqualTo("stopped");
        clusters().stop("dev");
        assertThat(real.isGone()).isFalse();
        real.kill();
    }

    @Test
    void aPortTakenWhileTheClusterWasDownIsNamed() throws IOException {
        clusters().start(dev(1));
        clusters().stop("dev");
        int port = clusters().recorded("dev").server("server01").ports().http();
        try (java.net.ServerSocket taken =
                new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> clusters().restart("dev"))
                    .hasMessage("server01 of cluster 'dev' cannot start: its http port " + taken.getLocalPort()
                            + " is taken by another program; end that program, then try again");
        }
        clusters().restart("dev");
    }

    @Test
    void environmentAndJsonHaveThePromisedNames() {
        ClusterStatus status = clusters().start(dev(2));
        String first = status.server("server01").bolt();
        assertThat(clusters().environment("dev"))
                .containsEntry("MUSTER_URI", "neo4j://" + first)
                .containsEntry("NEO4J_URI", "neo4j://" + first)
                .containsEntry(
                        "MUSTER_BACKUP_FROM",
                        status.server("server01").backup() + ","
                                + status.server("server02").backup());
        JsonNode json = new ObjectMapper().valueToTree(status);
        assertThat(names(json)).containsExactly("name", "directory", "vocabulary", "servers", "databases");
        assertThat(names(json.get("servers").get(0)))
                .containsExactly(
                        "name",
                        "id",
                        "state",
                        "pid",
                        "directory",
                        "bolt",
                        "http",
                        "backup",
                        "cluster",
                        "raft",
                        "discovery");
        assertThat(names(json.get("databases").get(0))).containsExactly("name", "requestedStatus", "leader");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
