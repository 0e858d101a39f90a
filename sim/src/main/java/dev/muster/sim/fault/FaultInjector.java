package dev.muster.sim.fault;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.MusterServer;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.sim.SimulatedNetwork;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries out a plan on a cluster: each fault begins and is healed at its time. */
public final class FaultInjector {
    private static final long WALL_ERROR_MAX_MILLIS = 600_000;

    private final SimulatedCluster cluster;
    private final Simulation simulation;
    private int begun;

    public FaultInjector(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.simulation = cluster.simulation();
    }

    /** Schedules everything, counted from now. */
    public void carryOut(FaultPlan plan) {
        for (PlannedFault fault : plan.faults()) {
            simulation.schedule(
                    Duration.ofMillis(fault.atMillis()), "fault " + fault.kind().text(), () -> begin(fault));
        }
    }

    /** Ends everything that may still be wrong, and starts every server. */
    public void healAll() {
        simulation.network().healAll();
        simulation.network().setLatency(Duration.ofNanos(50_000), Duration.ofNanos(500_000));
        for (SimulatedMember member : cluster.members()) {
            member.machine().disk().setFull(false);
            member.machine().disk().setSyncsFail(false);
            member.machine().disk().setSyncTime(Duration.ofNanos(50_000), Duration.ofNanos(500_000));
            member.machine().clock().setWallErrorMillis(0);
            member.resume();
            startWhenDown(member);
        }
    }

    /** How many faults have begun. */
    public int begun() {
        return begun;
    }

    private void begin(PlannedFault fault) {
        begun++;
        Runnable healing = strike(fault, new SimulatedRandom(fault.dice()));
        if (healing != null) {
            simulation.schedule(
                    Duration.ofMillis(fault.lastsMillis()),
                    "healed " + fault.kind().text(),
                    healing);
        }
    }

    /** Begins a fault; returns what heals it. */
    private Runnable strike(PlannedFault fault, SimulatedRandom dice) {
        SimulatedMember victim = any(dice);
        return switch (fault.kind()) {
            case KILL -> endAndRestart(fault, victim, victim::kill);
            case POWER -> endAndRestart(fault, victim, victim::cutPower);
            case POWER_ALL -> powerAll(fault);
            case RESTART -> endAndRestart(fault, victim, victim::stop);
            case PAUSE -> pause(fault, victim);
            case ISOLATE -> isolate(fault, victim);
            case ISOLATE_LEADER -> isolate(fault, leader(dice, victim));
            case PARTITION -> partition(fault, dice);
            case ONE_WAY -> oneWay(fault, victim, any(dice));
            case LOSS -> loss(fault, dice);
            case DELAY -> delay(fault, dice);
            case SLOW_DISK -> slowDisk(fault, victim, dice);
            case FULL_DISK -> fullDisk(fault, victim);
            case SYNC_FAILS -> syncFails(fault, victim);
            case CLOCK -> clock(fault, victim, dice);
        };
    }

    private SimulatedMember any(SimulatedRandom dice) {
        List<SimulatedMember> members = cluster.members();
        return members.get((int) dice.between(0, members.size() - 1));
    }

    /** A server that leads some database, if there is one. */
    private SimulatedMember leader(SimulatedRandom dice, SimulatedMember otherwise) {
        List<SimulatedMember> leaders = new ArrayList<>();
        for (SimulatedMember member : cluster.members()) {
            MusterServer server = member.server();
            if (server != null) {
                for (HostedDatabase database : server.databases().all()) {
                    RaftStatus status = database.raftStatus();
                    if (status != null && status.role() == Role.LEADER) {
                        leaders.add(member);
                    }
                }
            }
        }
        return leaders.isEmpty() ? otherwise : leaders.get((int) dice.between(0, leaders.size() - 1));
    }

    private void note(PlannedFault fault, String subject, String text) {
        cluster.journal().note(simulation.nowNanos(), subject, "fault #" + fault.number() + ": " + text);
    }

    private Runnable endAndRestart(PlannedFault fault, SimulatedMember victim, Runnable end) {
        note(fault, victim.name(), fault.kind().text());
        victim.resume();
        end.run();
        return () -> startWhenDown(victim);
    }

    /** An orderly stop may take longer than the fault was to last. */
    private void startWhenDown(SimulatedMember member) {
        if (member.state() == SimulatedMember.State.STOPPING) {
            simulation.schedule(Duration.ofMillis(100), "start again", () -> startWhenDown(member));
        } else {
            member.start();
        }
    }

    private Runnable powerAll(PlannedFault fault) {
        cluster.members().forEach(member -> {
            note(fault, member.name(), fault.kind().text());
            member.resume();
            member.cutPower();
        });
        return cluster::startAll;
    }

    private Runnable pause(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim.name(), "freezes");
        victim.pause();
        return () -> {
            note(fault, victim.name(), "goes on");
            victim.resume();
        };
    }

    // ---------------------------------------------------------------- network

    private Runnable isolate(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim.name(), "is cut off");
        return cut(fault, List.of(victim.name()));
    }

    private Runnable partition(PlannedFault fault, SimulatedRandom dice) {
        List<String> names = cluster.names();
        List<String> part = names.stream().filter(name -> dice.nextBoolean()).toList();
        if (part.isEmpty() || part.size() == names.size()) {
            part = List.of(names.get((int) dice.between(0, names.size() - 1)));
        }
        note(fault, "network", "parts " + part + " from the others");
        return cut(fault, part);
    }

    private Runnable cut(PlannedFault fault, List<String> part) {
        SimulatedNetwork network = simulation.network();
        List<String> others =
                cluster.names().stream().filter(name -> !part.contains(name)).toList();
        part.forEach(one -> others.forEach(other -> network.cut(one, other)));
        return () -> {
            note(fault, "network", "heals");
            part.forEach(one -> others.forEach(other -> network.heal(one, other)));
        };
    }

    private Runnable oneWay(PlannedFault fault, SimulatedMember from, SimulatedMember to) {
        if (from == to) {
            return null;
        }
        note(fault, "network", "nothing goes from " + from.name() + " to " + to.name());
        simulation.network().cutOneWay(from.name(), to.name());
        return () -> {
            note(fault, "network", "heals");
            simulation.network().heal(from.name(), to.name());
        };
    }

    private Runnable loss(PlannedFault fault, SimulatedRandom dice) {
        double probability = 0.0005 + dice.nextDouble() * 0.02;
        note(fault, "network", String.format(java.util.Locale.ROOT, "loses %.2f %% of the frames", probability * 100));
        simulation.network().setLoss(probability);
        return () -> simulation.network().setLoss(0);
    }

    private Runnable delay(PlannedFault fault, SimulatedRandom dice) {
        Duration max = Duration.ofMillis(dice.between(5, 400));
        note(fault, "network", "takes up to " + max.toMillis() + " ms");
        simulation.network().setLatency(Duration.ofMillis(1), max);
        return () -> simulation.network().setLatency(Duration.ofNanos(50_000), Duration.ofNanos(500_000));
    }

    // ---------------------------------------------------------------- disk, clock

    private Runnable slowDisk(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        Duration max = Duration.ofMillis(dice.between(20, 1_000));
        note(fault, victim.name(), "syncs take up to " + max.toMillis() + " ms");
        victim.machine().disk().setSyncTime(Duration.ofMillis(1), max);
        return () -> victim.machine().disk().setSyncTime(Duration.ofNanos(50_000), Duration.ofNanos(500_000));
    }

    private Runnable fullDisk(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim.name(), "disk is full");
        victim.machine().disk().setFull(true);
        return () -> {
            note(fault, victim.name(), "disk has space again");
            victim.machine().disk().setFull(false);
        };
    }

    private Runnable syncFails(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim.name(), "syncs fail");
        victim.machine().disk().setSyncsFail(true);
        return () -> {
            victim.machine().disk().setSyncsFail(false);
            // A process whose log failed must not go on; one that synced nothing meanwhile noticed nothing.
            startWhenDown(victim);
        };
    }

    private Runnable clock(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        long error = dice.between(-WALL_ERROR_MAX_MILLIS, WALL_ERROR_MAX_MILLIS);
        note(fault, victim.name(), "wall clock is wrong by " + error + " ms");
        victim.machine().clock().setWallErrorMillis(error);
        return () -> victim.machine().clock().setWallErrorMillis(0);
    }
}
