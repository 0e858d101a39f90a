package dev.muster.sim.fault;

import dev.muster.raft.RaftGroup;
import dev.muster.runtime.sim.DiskFaults;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.Latency;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Breaks one server's process, disk or clock. Each method returns what heals it, or null if nothing does. */
final class MachineFaults {
    private static final long WALL_ERROR_MAX_MILLIS = 600_000;
    private static final int DRIFT_MIN_PPM = 100;
    private static final int DRIFT_MAX_PPM = 300_000;
    private static final Duration PRUNING_PAUSE = Duration.ofMillis(700);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final SimulatedCluster cluster;

    MachineFaults(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    private void note(PlannedFault fault, SimulatedMember victim, String text) {
        cluster.note(victim.name(), "fault #" + fault.number() + ": " + text);
    }

    // ---------------------------------------------------------------- processes

    Runnable endAndRestart(PlannedFault fault, SimulatedMember victim, Runnable end) {
        note(fault, victim, fault.kind().text());
        victim.resume();
        end.run();
        return () -> startWhenDown(victim);
    }

    /** An orderly stop may take longer than the fault was to last. */
    void startWhenDown(SimulatedMember member) {
        if (member.state() == SimulatedMember.State.STOPPING) {
            cluster.simulation().schedule(AGAIN, "start again", () -> startWhenDown(member));
        } else {
            member.start();
        }
    }

    Runnable powerMidWrite(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        int changes = (int) dice.between(0, 40);
        note(fault, victim, "loses power after " + changes + " more changes of its disk");
        victim.machine().crashAfterDiskChanges(changes);
        return () -> {
            victim.cutPower(); // if it did not come so far
            victim.start();
        };
    }

    Runnable powerAll(PlannedFault fault) {
        cluster.members().forEach(member -> {
            note(fault, member, "loses power");
            member.resume();
            member.cutPower();
        });
        return cluster::startAll;
    }

    Runnable pause(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim, "freezes");
        victim.pause();
        return () -> {
            note(fault, victim, "goes on");
            victim.resume();
        };
    }

    Runnable busy(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        Duration max = Duration.ofMillis(dice.between(2, 200));
        note(fault, victim, "lanes wake up to " + max.toMillis() + " ms late");
        victim.machine().setWakeTime(Latency.between(Duration.ofNanos(1_000), max));
        return () -> victim.machine().setWakeTime(Latency.between(Duration.ofNanos(1_000), Duration.ofNanos(30_000)));
    }

    // ---------------------------------------------------------------- disks

    private static DiskFaults disk(SimulatedMember victim) {
        return victim.machine().disk().faults();
    }

    Runnable slowDisk(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        Duration max = Duration.ofMillis(dice.between(20, 1_000));
        note(fault, victim, "syncs take up to " + max.toMillis() + " ms");
        disk(victim).setTime(DiskOperation.SYNC, Latency.between(Duration.ofMillis(1), max));
        return () -> disk(victim)
                .setTime(DiskOperation.SYNC, Latency.between(Duration.ofNanos(50_000), Duration.ofNanos(500_000)));
    }

    Runnable fullDisk(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim, "disk is full");
        disk(victim).setFull(true);
        return () -> {
            note(fault, victim, "disk has space again");
            disk(victim).setFull(false);
        };
    }

    Runnable readOnly(PlannedFault fault, SimulatedMember victim) {
        note(fault, victim, "disk is read-only");
        disk(victim).setReadOnly(true);
        return () -> {
            disk(victim).setReadOnly(false);
            startWhenDown(victim);
        };
    }

    /** What fails to read or write now and then may end the process, or a database in it; both come back. */
    Runnable failing(PlannedFault fault, SimulatedMember victim, DiskOperation operation, SimulatedRandom dice) {
        double probability = operation == DiskOperation.SYNC ? 1 : 0.001 + dice.nextDouble() * 0.05;
        note(
                fault,
                victim,
                String.format(
                        Locale.ROOT,
                        "%.2f %% of its disk's %s operations fail",
                        probability * 100,
                        operation.name().toLowerCase(Locale.ROOT)));
        disk(victim).setFailures(operation, probability);
        return () -> {
            disk(victim).setFailures(operation, 0);
            startWhenDown(victim);
        };
    }

    Runnable rot(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        Optional<SimulatedDisk.Rot> rotten = victim.machine().disk().rot(dice, MachineFaults::isData);
        rotten.ifPresent(rot -> {
            note(fault, victim, "bit " + rot.bit() + " of byte " + rot.position() + " of " + rot.file() + " flips");
            victim.damaged();
        });
        return null;
    }

    private static boolean isData(Path file) {
        return !file.getFileName().toString().endsWith("lock");
    }

    // ---------------------------------------------------------------- clocks

    Runnable wrongClock(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        long error = dice.between(-WALL_ERROR_MAX_MILLIS, WALL_ERROR_MAX_MILLIS);
        note(fault, victim, "wall clock is wrong by " + error + " ms");
        victim.machine().clock().setWallErrorMillis(error);
        return () -> victim.machine().clock().setWallErrorMillis(0);
    }

    Runnable drift(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        // Evenly by its logarithm: clocks that go wrong a little matter as much as those that go wrong absurdly.
        double size = DRIFT_MIN_PPM * Math.pow((double) DRIFT_MAX_PPM / DRIFT_MIN_PPM, dice.nextDouble());
        int ppm = (int) (dice.nextBoolean() ? size : -size);
        note(fault, victim, "clocks drift by " + ppm + " ppm");
        victim.machine().clock().setDriftPpm(ppm);
        return () -> victim.machine().clock().setDriftPpm(0);
    }

    // ---------------------------------------------------------------- logs

    /** Who is down, frozen or cut off meanwhile finds that the others' logs do not reach back to where it is. */
    Runnable prune(PlannedFault fault) {
        cluster.note("run", "fault #" + fault.number() + ": logs are cut");
        boolean[] over = {false};
        pruneAgain(over);
        return () -> over[0] = true;
    }

    private void pruneAgain(boolean[] over) {
        if (!over[0]) {
            // Groups that have stopped, or whose disk fails, refuse; that is all right.
            cluster.members().forEach(member -> member.groups().forEach(RaftGroup::takeSnapshot));
            cluster.simulation().schedule(PRUNING_PAUSE, "cut logs", () -> pruneAgain(over));
        }
    }
}
