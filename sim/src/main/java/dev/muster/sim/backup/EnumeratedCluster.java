package dev.muster.sim.backup;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.Role;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.check.EntryLedger;
import dev.muster.sim.check.FinalState;
import dev.muster.sim.cluster.Administrator;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.Journal;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.workload.ClientLoop;
import dev.muster.sim.workload.Workload;
import dev.muster.sim.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Three servers with many databases under load, and what {@link FaultEnumeration} does to them and mends again. */
final class EnumeratedCluster {
    private static final Duration LIMIT = Duration.ofSeconds(240);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration CLOCK_JUMP = Duration.ofHours(-26);
    private static final long LOAD_PAUSE_MILLIS = 1_000;
    /** Three of them fill a file of the transaction log. */
    private static final String LONG_TEXT = "x".repeat(50_000);

    private static final int LONG_WRITES = 3;

    /** While others write, somebody always is. */
    private static final String BEHIND = "not every server has the last transactions";

    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final BackupMachine machine;
    private final PointWatch watch = new PointWatch();
    private final PrefixJudge prefixes;
    private final List<String> databases;
    private Administrator administrator;
    private SimulatedClient writer;

    EnumeratedCluster(long seed, int databases) {
        simulation = new Simulation(seed);
        cluster = new SimulatedCluster(
                simulation,
                3,
                Map.of("db.tx_log.rotation.retention_policy", "1 files", "db.tx_log.rotation.size", "128k"),
                Seams.NONE,
                new EntryLedger(),
                new Journal());
        machine = new BackupMachine(
                cluster,
                simulation.random().stream("machine"),
                world -> new dev.muster.runtime.World(
                        world.clock(),
                        world.scheduler(),
                        world.random(),
                        new PointedDisk(world.disk(), watch),
                        new PointedNetwork(world.network(), watch)));
        prefixes = new PrefixJudge(cluster, machine);
        this.databases = IntStream.rangeClosed(1, databases)
                .mapToObj(number -> String.format("d%02d", number))
                .toList();
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    Simulation simulation() {
        return simulation;
    }

    BackupMachine machine() {
        return machine;
    }

    PrefixJudge prefixes() {
        return prefixes;
    }

    PointWatch watch() {
        return watch;
    }

    List<String> databases() {
        return databases;
    }

    /** Starts everything; returns when every database has data and is written to. */
    void comeUp() {
        cluster.startAll();
        until("the servers are up", () -> cluster.all(member -> member.state() == SimulatedMember.State.UP));
        ClusterWatch.begin(cluster, new EntryLedger());
        administrator = new Administrator(cluster, answer -> false);
        writer = cluster.newClient();
        databases.forEach(database -> administrator.insist("CREATE DATABASE " + database + " IF NOT EXISTS WAIT"));
        until("all databases are there", administrator::isIdle);
        for (String database : databases) {
            Workload load = Workloads.load(database);
            load.setup().forEach(this::write);
            new ClientLoop(cluster, load, simulation.random().stream("load " + database), LOAD_PAUSE_MILLIS).begin();
        }
        until("every server has everything that was asked for", this::isAsRequested);
        machine.makeFolder();
    }

    private void write(ClientRequest request) {
        boolean[] done = {false};
        insist(request, () -> done[0] = true);
        until("a write is done", () -> done[0]);
    }

    private void insist(ClientRequest request, Runnable then) {
        writer.lane()
                .execute(() -> writer.run(request, answer -> {
                    if (answer.isDone()) {
                        then.run();
                    } else {
                        simulation.schedule(LOOK, "write again", () -> insist(request, then));
                    }
                }));
    }

    void until(String goal, BooleanSupplier reached) {
        simulation.runUntil(goal, reached, LIMIT);
    }

    /** Whether every server runs and every database is online on all of them. */
    private boolean isAsRequested() {
        if (!administrator.isIdle() || !cluster.all(member -> member.server() != null)) {
            return false;
        }
        String missing = new FinalState(cluster).missing();
        return (missing.isEmpty() || missing.startsWith(BEHIND))
                && databases.stream().allMatch(database -> online(database) == 3);
    }

    /** Ends whatever is wrong, and waits until everything is as it was. */
    void mend() {
        machine.heal();
        machine.start();
        for (SimulatedMember member : cluster.members()) {
            member.machine().disk().faults().heal();
            member.start();
        }
        for (String database : databases) {
            if (hosted(database).stream().anyMatch(copy -> copy.status() != CurrentStatus.ONLINE)) {
                administrator.insist("START DATABASE " + database);
            }
        }
        until("the cluster is whole again", this::isAsRequested);
    }

    private List<HostedDatabase> hosted(String database) {
        List<HostedDatabase> copies = new ArrayList<>();
        for (SimulatedMember member : cluster.members()) {
            HostedDatabase copy =
                    member.server() == null ? null : member.server().databases().byName(database);
            if (copy != null) {
                copies.add(copy);
            }
        }
        return copies;
    }

    // ---------------------------------------------------------------- strikes

    /** Lets a fault strike in the middle of what the client does; {@code source} is the server that it spoke to last. */
    void strike(PointFault fault, String source, String database) {
        SimulatedMember member = cluster.member(source.isEmpty() ? "s1" : source);
        switch (fault) {
            case CLIENT_KILLED -> machine.kill();
            case POWER_CUT -> machine.cutPower();
            case CLOCK_JUMPS -> machine.jump(CLOCK_JUMP);
            case SOURCE_DIES -> member.kill();
            case SOURCE_DISK_FAILS -> member.machine().disk().faults().setFailures(DiskOperation.READ, 1);
            case LEADER_CHANGES -> meanwhile(database, this::changeLeader);
            case DATABASE_STOPS -> meanwhile(database, this::stop);
            case LOG_PRUNED -> meanwhile(database, this::prune);
            case STORE_COPIED -> meanwhile(database, this::copyStore);
            case READ_FAILS,
                    WRITE_FAILS,
                    SHORT_WRITE,
                    DISK_FULL,
                    SYNC_FAILS,
                    NAME_FAILS,
                    CONNECTION_CUT,
                    FRAME_GARBLED -> {
                // What is done at that point is wrong itself.
            }
        }
    }

    private interface Happening {
        void begin(String database, Runnable done);
    }

    /** Has something happen to a database from its beginning to its end while the client stands still. */
    private void meanwhile(String database, Happening what) {
        machine.freeze();
        simulation.schedule(Duration.ZERO, "happens meanwhile", () -> what.begin(database, machine::goOn));
    }

    private void changeLeader(String database, Runnable done) {
        for (SimulatedMember member : cluster.members()) {
            HostedDatabase copy =
                    member.server() == null ? null : member.server().databases().byName(database);
            if (copy != null && copy.raftStatus().role() == Role.LEADER) {
                MemberId next = copy.raftStatus().members().stream()
                        .filter(other -> !other.serverId().equals(member.name()))
                        .findFirst()
                        .orElseThrow();
                group(member, copy).transferLeadership(next).whenComplete((handed, failure) -> done.run());
                return;
            }
        }
        done.run();
    }

    private static RaftGroup group(SimulatedMember member, HostedDatabase copy) {
        return member.groups().stream()
                .filter(group -> group.id().value().equals(copy.databaseId()))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private void stop(String database, Runnable done) {
        administrator.insist("STOP DATABASE " + database);
        when(
                () -> administrator.isIdle()
                        && hosted(database).stream().allMatch(copy -> copy.status() == CurrentStatus.OFFLINE),
                done);
    }

    private void prune(String database, Runnable done) {
        writeLong(database, LONG_WRITES, () -> checkpoint(database, done));
    }

    private void writeLong(String database, int count, Runnable then) {
        if (count == 0) {
            then.run();
            return;
        }
        insist(
                ClientRequest.write(database, "CREATE (:Long {text: $text})", Map.of("text", LONG_TEXT)),
                // What goes on must be known before it is pruned.
                () -> prefixes.followSoon().thenRun(() -> writeLong(database, count - 1, then)));
    }

    private void checkpoint(String database, Runnable done) {
        List<CompletableFuture<Long>> taken = new ArrayList<>();
        for (SimulatedMember member : cluster.members()) {
            HostedDatabase copy =
                    member.server() == null ? null : member.server().databases().byName(database);
            if (copy != null) {
                taken.add(group(member, copy).takeSnapshot().toCompletableFuture());
            }
        }
        CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> done.run());
    }

    /** One member leaves the database and gets it anew, as a copy of the store. */
    private void copyStore(String database, Runnable done) {
        administrator.insist("ALTER DATABASE " + database + " SET TOPOLOGY 2 PRIMARIES");
        when(() -> administrator.isIdle() && online(database) == 2, () -> {
            administrator.insist("ALTER DATABASE " + database + " SET TOPOLOGY 3 PRIMARIES");
            when(() -> administrator.isIdle() && online(database) == 3, done);
        });
    }

    private long online(String database) {
        List<HostedDatabase> copies = hosted(database);
        return copies.stream().allMatch(copy -> copy.status() == CurrentStatus.ONLINE) ? copies.size() : 0;
    }

    private void when(BooleanSupplier reached, Runnable then) {
        if (reached.getAsBoolean()) {
            then.run();
        } else {
            simulation.schedule(LOOK, "look whether it has happened", () -> when(reached, then));
        }
    }
}
