package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.members.MemberClient;
import dev.muster.node.members.SystemCopy;
import dev.muster.raft.MemberId;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of a server that has lost what it promised to others: its disk, or its log of {@code system}. */
class LostDiskScenarioTest extends CopyScenario {
    private static final String NAMES = "SHOW DATABASES YIELD name RETURN DISTINCT name";

    @Test
    void aServerThatComesBackOnAnEmptyDiskGetsEverythingFromTheOthersAsAnotherMemberOfEveryDatabase() {
        begin(71, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(20);
        String victim = cluster.leaderOf("sales");
        UUID system = copy(victim, "system").databaseId();

        cluster.loseDisk(victim);
        writes(5);
        cluster.start(victim);
        cluster.eventually(() -> isOnline(victim, "system") && isOnline(victim, "sales") && hasAll(victim));

        assertThat(copy(victim, "system").databaseId()).isEqualTo(system);
        for (String database : List.of("system", "sales", "neo4j")) {
            assertThat(copy(victim, database).member().incarnation())
                    .as(database)
                    .isPositive();
            cluster.eventually(() -> voters(database).size() == 3
                    && voters(database).contains(copy(victim, database).member()));
        }
        assertEqualCopies();
        cluster.kill(victim);
        cluster.start(victim);
        writes(1);
        cluster.eventually(() -> isOnline(victim, "sales") && hasAll(victim));
    }

    @Test
    void aServerOnAnEmptyDiskVotesForNobodyAsWhoItWasAndBeginsNothingWhileTheOthersAreNotAMajority() {
        begin(72, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(3);
        List<String> servers = cluster.running();
        cluster.kill(servers.get(0));
        cluster.kill(servers.get(1));
        cluster.loseDisk(servers.get(2));
        cluster.start(servers.get(2));
        cluster.start(servers.get(0));
        cluster.simulation.runFor(Duration.ofSeconds(20));

        assertThat(cluster.server(servers.get(2)).databases().all()).isEmpty();
        assertThat(copy(servers.get(0), "system").raftStatus().leader()).isNull();

        cluster.start(servers.get(1));
        cluster.eventually(() -> isOnline(servers.get(2), "sales") && hasAll(servers.get(2)));
        assertThat(cluster.read(servers.get(2), "sales", "MATCH (o:Order) RETURN count(o)"))
                .isEqualTo(List.of(List.of(3L)));
    }

    @Test
    void aServerWhoseCopyOfSystemWasReplacedUnheardFindsOutAndComesBack() {
        begin(77, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(3);
        String victim = cluster.running().stream()
                .filter(server -> !server.equals(cluster.leaderOf("system")))
                .findFirst()
                .orElseThrow();
        MemberId before = copy(victim, "system").member();

        askAsIfOnAnotherDisk(victim);
        cluster.eventually(() -> voters("system").stream().noneMatch(before::equals));
        cluster.eventually(() -> copy(victim, "system") != null
                && !copy(victim, "system").member().equals(before)
                && voters("system").contains(copy(victim, "system").member()));

        cluster.eventually(() -> isOnline(victim, "sales") && hasAll(victim));
        writes(1);
        assertEqualCopies();
    }

    /** As a question does that was sent before the server started once more, and arrives after all it said since. */
    private void askAsIfOnAnotherDisk(String victim) {
        String leader = cluster.leaderOf("system");
        World world = cluster.simulation.server(leader).world();
        MemberClient late = new MemberClient(world.network(), world.scheduler().newLane("late"));
        cluster.simulation.join(
                late.systemCopy(
                        cluster.server(leader).addresses().routing(),
                        new SystemCopy.Question(victim, new UUID(1, 1), SystemCopy.Reason.NONE_HERE, -1)),
                LIMIT);
    }

    @Test
    void aDatabaseWhoseOnlyCopyWasLostSaysSoAndIsNotBegunEmpty() {
        begin(73, 3, "");
        cluster.write("system", "CREATE DATABASE only TOPOLOGY 1 PRIMARY WAIT");
        String victim = cluster.leaderOf("only");
        cluster.write("only", "CREATE (:Order)");

        cluster.loseDisk(victim);
        cluster.start(victim);
        cluster.eventually(
                () -> copy(victim, "only") != null && copy(victim, "only").status() == CurrentStatus.DIRTY);

        assertThat(copy(victim, "only").message())
                .isEqualTo("the only copy of database 'only' was lost with the disk of this server (drop the database,"
                        + " and create it again from a backup)");
        cluster.write("system", "DROP DATABASE only WAIT");
        cluster.write("system", "CREATE DATABASE only TOPOLOGY 1 PRIMARY WAIT");
        cluster.eventually(() -> cluster.running().stream().anyMatch(server -> isOnline(server, "only")));
    }

    @Test
    void aFounderThatIsLateIsTakenInAndSoIsOneThatNobodyHadHeardOfWhenTheClusterBegan() {
        cluster = new SimulatedServers(74, 3, (name, parts) -> parts, "", 2);
        cluster.eventually(() -> isOnline("s1", "neo4j") && isOnline("s2", "neo4j"));

        cluster.join("s3");
        cluster.eventually(() -> isOnline("s3", "system") && isOnline("s3", "neo4j"));

        assertThat(cluster.read("s3", "system", NAMES)).isEqualTo(cluster.read("s1", "system", NAMES));
        cluster.eventually(() -> voters("system").size() == 3 && voters("neo4j").size() == 3);
    }

    @Test
    void foundersThatStartOneAfterTheOtherAreBornTogether() {
        cluster = new SimulatedServers(76, 3, (name, parts) -> parts, "", 1);
        cluster.simulation.runFor(Duration.ofMillis(700));
        cluster.join("s2");
        cluster.simulation.runFor(Duration.ofMillis(700));
        cluster.join("s3");
        cluster.eventually(() -> isOnline("s1", "neo4j") && isOnline("s2", "neo4j") && isOnline("s3", "neo4j"));

        for (String server : List.of("s1", "s2", "s3")) {
            for (String database : List.of("system", "neo4j")) {
                assertThat(copy(server, database).member().incarnation())
                        .as(server + ", " + database)
                        .isZero();
            }
        }
    }

    @Test
    void aDamagedLogOfSystemIsReplacedByItselfInAnotherLifeBecauseNobodyCouldStopAndStartIt() throws IOException {
        begin(75, 3, "");
        cluster.write("system", "ALTER SERVER 's1' SET OPTIONS {tags: ['" + "x".repeat(1_000) + "']}");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        String victim = others(cluster.leaderOf("system")).get(0);
        cluster.kill(victim);
        rotInTheTag(victim);
        cluster.start(victim);
        cluster.write("system", "CREATE DATABASE more WAIT");

        cluster.eventually(() -> isOnline(victim, "system") && isOnline(victim, "more") && isOnline(victim, "sales"));

        HostedDatabase system = copy(victim, "system");
        assertThat(system.member().incarnation()).isPositive();
        assertThat(copy(victim, "sales").member().incarnation()).isZero();
        cluster.eventually(() ->
                voters("system").contains(system.member()) && voters("system").size() == 3);
        assertThat(cluster.read(victim, "system", NAMES))
                .isEqualTo(cluster.read(cluster.leaderOf("system"), "system", NAMES));
        cluster.kill(victim);
        cluster.start(victim);
        cluster.eventually(() -> isOnline(victim, "system"));
        assertThat(copy(victim, "system").member()).isEqualTo(system.member());
    }

    private List<MemberId> voters(String database) {
        return copy(cluster.leaderOf(database), database)
                .raftStatus()
                .membership()
                .voters();
    }

    /** Flips a bit in the middle of an entry of {@code system} that others have followed. */
    private void rotInTheTag(String server) throws IOException {
        Path log = cluster.simulation.server(server).directory().resolve("data/cluster-state/raft-0000000001.wal");
        SimulatedDisk disk = cluster.simulation.server(server).disk();
        String text = new String(disk.readAll(log), StandardCharsets.ISO_8859_1);
        disk.corrupt(log, text.indexOf("x".repeat(900)));
    }
}
