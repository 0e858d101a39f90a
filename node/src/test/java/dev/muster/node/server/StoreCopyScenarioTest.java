package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.raft.MemberId;
import dev.muster.runtime.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How the store of a database gets to whole servers that lack it, or a part of it, while others serve. */
class StoreCopyScenarioTest extends CopyScenario {
    @Test
    void aServerThatMissedWhatTheOthersCutFromTheirLogsGetsTheTransactionsFromAFollower() {
        begin(51, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(20);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        String lagging = others(cluster.leaderOf("sales")).get(0);
        cluster.kill(lagging);
        writes(20);
        List<String> others = cluster.running();
        others.forEach(this::cutLog);
        others.forEach(cluster::kill); // else they keep some entries in memory
        others.forEach(cluster::start);
        writes(1);
        asked.clear();

        cluster.start(lagging);
        cluster.eventually(() -> isOnline(lagging, "sales") && hasAll(lagging));

        String leader = cluster.leaderOf("sales");
        String follower = others.get(others.get(0).equals(leader) ? 1 : 0);
        assertThat(asked).containsExactly(follower + " pinned");
        assertEqualCopies();
    }

    @Test
    void aCopyWhoseSourceDiesAmongTheTransactionsAfterTheStoreGoesOnWithThoseOfAnother() {
        begin(52, 4, SHORT_TRANSACTION_LOGS);
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
        writes(30);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        cluster.running().stream()
                .filter(server -> copy(server, "sales") != null)
                .forEach(this::cutLog);
        asked.clear();
        List<String> killed = new ArrayList<>();
        storeGiven = server -> writeMeanwhile();
        String newcomer = cluster.running().stream()
                .filter(server -> copy(server, "sales") == null)
                .findFirst()
                .orElseThrow();

        transactionGiven = server -> {
            if (killed.isEmpty()) {
                killed.add(server);
                cluster.simulation.schedule(Duration.ZERO, "the end is late", () -> dieBeforeTheEnd(server, newcomer));
            }
        };

        cluster.write("system", "ALTER DATABASE sales SET TOPOLOGY 4 PRIMARIES");
        cluster.eventually(() -> !killed.isEmpty() && !cluster.running().contains(killed.get(0)));
        writes(5);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(asked.stream().filter(what -> what.endsWith("gives the store")))
                .containsExactly(killed.get(0) + " gives the store");
        assertThat(asked.get(asked.size() - 1)).endsWith(" pinned").doesNotStartWith(killed.get(0));
        cluster.start(killed.get(0));
        cluster.eventually(() -> hasAll(killed.get(0)));
        assertEqualCopies();
    }

    @Test
    void aDamagedStoreIsReportedAndReplacedByStopAndStart() throws IOException {
        begin(53, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(20);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        String victim = others(cluster.leaderOf("sales")).get(0);
        cutLog(victim);
        cluster.kill(victim);
        Path databases = cluster.simulation.server(victim).directory().resolve("data/databases");
        overwrite(cluster.simulation.server(victim).disk(), databases.resolve("sales/muster.store"));
        cluster.start(victim);
        cluster.eventually(
                () -> copy(victim, "sales") != null && copy(victim, "sales").status() == CurrentStatus.DIRTY);
        writes(5);
        cluster.simulation.runFor(Duration.ofSeconds(10));
        assertThat(copy(victim, "sales").status()).isEqualTo(CurrentStatus.DIRTY);

        cluster.write("system", "STOP DATABASE sales");
        cluster.write("system", "START DATABASE sales");
        cluster.eventually(() -> isOnline(victim, "sales") && hasAll(victim));

        assertThat(cluster.simulation.server(victim).disk().exists(databases.resolve("sales.damaged/muster.store")))
                .isTrue();
        assertEqualCopies();
    }

    @Test
    void aDamagedStoreOfSystemIsReplacedByItselfBecauseNobodyCouldStopAndStartIt() throws IOException {
        begin(55, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        String victim = others(cluster.leaderOf("system")).get(0);
        UUID system = copy(victim, "system").databaseId();
        cluster.simulation
                .join(copy(victim, "system").checkpointAndPin(), LIMIT)
                .close();
        cluster.kill(victim);
        Path databases = cluster.simulation.server(victim).directory().resolve("data/databases");
        overwrite(cluster.simulation.server(victim).disk(), databases.resolve("system/muster.store.checkpoint"));
        cluster.start(victim);
        cluster.write("system", "CREATE DATABASE more WAIT");

        cluster.eventually(() -> isOnline(victim, "system") && isOnline(victim, "more"));

        assertThat(copy(victim, "system").databaseId()).isEqualTo(system);
        assertThat(cluster.simulation.server(victim).disk().exists(databases.resolve("system.damaged/muster.store")))
                .isTrue();
        String names = "SHOW DATABASES YIELD name RETURN DISTINCT name";
        assertThat(cluster.read(victim, "system", names))
                .isEqualTo(cluster.read(cluster.leaderOf("system"), "system", names));
    }

    @Test
    void aDamagedLogIsReportedAndItsCopyComesBackInAnotherLifeByStopAndStart() throws IOException {
        begin(54, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(20);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        String victim = others(cluster.leaderOf("sales")).get(0);
        cluster.kill(victim);
        rotAmongTheEntries(victim);
        cluster.start(victim);
        cluster.eventually(
                () -> copy(victim, "sales") != null && copy(victim, "sales").status() == CurrentStatus.DIRTY);
        assertThat(copy(victim, "sales").message()).contains("the Raft log is damaged before its end");
        writes(5);
        cluster.simulation.runFor(Duration.ofSeconds(10));
        assertThat(copy(victim, "sales").status()).isEqualTo(CurrentStatus.DIRTY);
        assertThat(copy(victim, "sales").member().incarnation()).isZero();

        cluster.write("system", "STOP DATABASE sales");
        cluster.write("system", "START DATABASE sales");
        writes(3);
        cluster.eventually(() -> isOnline(victim, "sales") && hasAll(victim));

        MemberId now = copy(victim, "sales").member();
        assertThat(now.incarnation()).isPositive();
        cluster.eventually(() -> copy(cluster.leaderOf("sales"), "sales")
                .raftStatus()
                .membership()
                .voters()
                .contains(now));
        assertThat(copy(cluster.leaderOf("sales"), "sales")
                        .raftStatus()
                        .membership()
                        .voters())
                .hasSize(3);
        assertThat(cluster.simulation
                        .server(victim)
                        .disk()
                        .exists(cluster.simulation
                                .server(victim)
                                .directory()
                                .resolve("data/databases/sales.damaged/muster.store")))
                .isTrue();
        assertEqualCopies();
        cluster.kill(victim);
        cluster.start(victim);
        writes(1);
        cluster.eventually(() -> isOnline(victim, "sales") && hasAll(victim));
        assertThat(copy(victim, "sales").member()).isEqualTo(now);
    }

    /** Flips a bit in the middle of an entry that many have followed. */
    private void rotAmongTheEntries(String server) throws IOException {
        Path log = cluster.simulation.server(server).directory().resolve("data/cluster-state/raft-0000000001.wal");
        SimulatedDisk disk = cluster.simulation.server(server).disk();
        String text = new String(disk.readAll(log), StandardCharsets.ISO_8859_1);
        disk.corrupt(log, text.indexOf("x".repeat(10_000)));
    }
}
