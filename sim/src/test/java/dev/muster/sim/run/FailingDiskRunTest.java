package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftSettings;
import dev.muster.raft.Role;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.check.EntryLedger;
import dev.muster.sim.check.FinalState;
import dev.muster.sim.cluster.Journal;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.seam.ForwardingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole servers whose disks fail for a moment: what fails with them comes back by itself. */
class FailingDiskRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DATABASE = "neo4j";

    private final Simulation simulation = new Simulation(12);
    private final SimulatedCluster cluster =
            new SimulatedCluster(simulation, 3, Map.of(), new FailingStores(), new EntryLedger(), new Journal());
    private boolean storesFail;

    @BeforeEach
    void comeUp() {
        cluster.startAll();
        simulation.runUntil("all is as requested", () -> isUp() && isAsRequested(), LIMIT);
    }

    @Test
    void aDatabaseWhoseStoreFailsInACheckpointIsStartedAgain() {
        SimulatedMember member = cluster.member("s1");
        int startsBefore = database(member).starts();
        storesFail = true;
        CompletableFuture<?> backup = database(member).checkpointAndPin().toCompletableFuture();
        simulation.runFor(Duration.ofMillis(20));
        assertThat(backup).isCompletedExceptionally();

        storesFail = false;
        simulation.runUntil("it was started again", () -> database(member).starts() > startsBefore, LIMIT);
        simulation.runUntil("all is as requested", this::isAsRequested, LIMIT);
        simulation.join(database(member).checkpointAndPin(), LIMIT).close();
    }

    @Test
    void aDatabaseWhoseStoreFailsInASnapshotOfItsGroupIsStartedAgainThoughNobodyWritesAnyMore() {
        SimulatedMember leader = cluster.members().stream()
                .filter(member -> database(member).raftStatus().role() == Role.LEADER)
                .findFirst()
                .orElseThrow();
        int startsBefore = database(leader).starts();
        storesFail = true;
        int entries = RaftSettings.defaults().entriesBeforeSnapshot();
        for (int entry = 0; entry < entries && database(leader).status() == CurrentStatus.ONLINE; entry++) {
            CompletableFuture<Long> answer = database(leader).probe().toCompletableFuture();
            simulation.runUntil("the entry is applied, or not", answer::isDone, LIMIT);
        }

        storesFail = false;
        simulation.runUntil("it was started again", () -> database(leader).starts() > startsBefore, LIMIT);
        simulation.runUntil("all is as requested", this::isAsRequested, LIMIT);
        simulation.join(database(leader).checkpointAndPin(), LIMIT).close();
    }

    @Test
    void theSystemDatabaseIsStartedAgainAfterItsFilesCouldNotBeRead() {
        SimulatedMember member = cluster.member("s1");
        member.kill();
        member.start();
        simulation.runUntil("its consensus is open", () -> member.server() != null, LIMIT);
        HostedDatabase system = member.server().databases().system();
        member.machine().disk().faults().setFailures(DiskOperation.READ, 1);
        simulation.runUntil("system is down", () -> system.status() == CurrentStatus.OFFLINE, LIMIT);

        member.machine().disk().faults().heal();
        simulation.runUntil("all is as requested", this::isAsRequested, LIMIT);
    }

    private boolean isUp() {
        return cluster.all(
                member -> member.server() != null && member.server().databases().byName(DATABASE) != null);
    }

    private boolean isAsRequested() {
        return new FinalState(cluster).isAsRequested();
    }

    private static HostedDatabase database(SimulatedMember member) {
        return member.server().databases().byName(DATABASE);
    }

    /** Stores that cannot be synced, while the log can. */
    private final class FailingStores implements Seams {
        @Override
        public World world(String server, World own) {
            Disk disk = new ForwardingDisk(own.disk()) {
                @Override
                public DiskFile open(Path path, Open how) throws IOException {
                    return path.getFileName().toString().equals("muster.store")
                            ? new FailingFile(super.open(path, how))
                            : super.open(path, how);
                }
            };
            return new World(own.clock(), own.scheduler(), own.random(), disk, own.network());
        }
    }

    private final class FailingFile extends ForwardingDisk.File {
        FailingFile(DiskFile file) {
            super(file);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            if (storesFail) {
                throw new IOException("Input/output error");
            }
            super.force(metadata);
        }
    }
}
