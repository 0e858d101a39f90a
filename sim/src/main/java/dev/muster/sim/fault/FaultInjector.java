package dev.muster.sim.fault;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.MusterServer;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries out a plan on a cluster: each fault begins and is healed at its time. */
public final class FaultInjector {
    private final SimulatedCluster cluster;
    private final Simulation simulation;
    private final NetworkFaults network;
    private final MachineFaults machines;
    private final MembershipFaults memberships;
    private int begun;

    /** With the databases whose copies may be moved about. */
    public FaultInjector(SimulatedCluster cluster, List<String> databases) {
        this.cluster = cluster;
        this.simulation = cluster.simulation();
        this.network = new NetworkFaults(cluster);
        this.machines = new MachineFaults(cluster);
        this.memberships = new MembershipFaults(cluster, databases);
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
        simulation.healAll();
        for (SimulatedMember member : cluster.members()) {
            member.resume();
            machines.startWhenDown(member);
        }
    }

    /** Whether all that heals by commands has been commanded; true only once the servers carry out commands again. */
    public boolean isOver() {
        return memberships.isOver();
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
            case KILL -> machines.endAndRestart(fault, victim, victim::kill);
            case POWER -> machines.endAndRestart(fault, victim, victim::cutPower);
            case RESTART -> machines.endAndRestart(fault, victim, victim::stop);
            case POWER_MID_WRITE -> machines.powerMidWrite(fault, victim, dice);
            case POWER_ALL -> machines.powerAll(fault);
            case PAUSE -> machines.pause(fault, victim);
            case BUSY -> machines.busy(fault, victim, dice);
            case SLOW_DISK -> machines.slowDisk(fault, victim, dice);
            case FULL_DISK -> machines.fullDisk(fault, victim);
            case READ_ONLY -> machines.readOnly(fault, victim);
            case SYNC_FAILS -> machines.failing(fault, victim, DiskOperation.SYNC, dice);
            case READ_ERRORS -> machines.failing(fault, victim, DiskOperation.READ, dice);
            case WRITE_ERRORS -> machines.failing(fault, victim, DiskOperation.WRITE, dice);
            case BIT_ROT -> machines.rot(fault, last(), dice);
            case LOST_DISK -> machines.endAndRestart(fault, last(), last()::loseDisk);
            case CLOCK -> machines.wrongClock(fault, victim, dice);
            case DRIFT -> machines.drift(fault, victim, dice);
            case PRUNE -> machines.prune(fault);
            case MEMBERSHIP -> memberships.change(fault, victim, dice);
            case ISOLATE -> network.isolate(fault, victim.name());
            case ISOLATE_LEADER -> network.isolate(fault, leader(dice, victim).name());
            case PARTITION -> network.partition(fault, dice);
            case ONE_WAY -> network.oneWay(fault, victim.name(), any(dice).name());
            case BREAK ->
                network.breakConnections(fault, victim.name(), any(dice).name());
            case LOSS -> network.loss(fault, dice);
            case DELAY -> network.delay(fault, dice);
            case STRAGGLERS -> network.stragglers(fault, dice);
        };
    }

    /** Only one server loses what is on its disk: what a majority has lost nobody can bring back. */
    private SimulatedMember last() {
        List<SimulatedMember> members = cluster.members();
        return members.get(members.size() - 1);
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
}
