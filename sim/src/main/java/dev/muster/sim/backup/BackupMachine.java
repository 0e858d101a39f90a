package dev.muster.sim.backup;

import dev.muster.backup.online.Backup;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.cluster.SimulatedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The machine that backups are made on: a folder on a disk that lasts, processes that come and go, and troubles. */
final class BackupMachine {
    static final String NAME = "backup-1";

    private static final double FAILURES = 0.15;
    private static final int DISK_CHANGES_MAX = 70;
    private static final long FREE_BYTES_MAX = 60_000;
    private static final long STRIKES_MAX_NANOS = 2_000_000_000L;
    private static final long STRIKES_MIN_NANOS = 200_000L;
    private static final long PAUSE_MAX_MILLIS = 12_000;

    private final SimulatedCluster cluster;
    private final Simulation simulation;
    private final SimulatedRandom dice;
    private final Function<World, World> seam;
    private final SimulatedServer server;
    private int round;

    BackupMachine(SimulatedCluster cluster, SimulatedRandom dice, Function<World, World> seam) {
        this.cluster = cluster;
        this.simulation = cluster.simulation();
        this.dice = dice;
        this.seam = seam;
        this.server = simulation.server(NAME);
    }

    /** Where the artifacts are. */
    Path folder() {
        return server.directory().resolve("backups");
    }

    /** Where chains are restored to. */
    Path scratch() {
        return server.directory().resolve("scratch");
    }

    void makeFolder() {
        try {
            server.disk().createDirectories(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The disk as seen from outside, whether a process runs or not. */
    Disk disk() {
        return server.disk();
    }

    /** What the present process sees of the outside. */
    World world() {
        return seam.apply(server.world());
    }

    boolean isUp() {
        return server.isUp();
    }

    void cutPower() {
        if (server.isUp()) {
            server.crash();
        }
    }

    void kill() {
        if (server.isUp()) {
            server.kill();
        }
    }

    /** A new process, if there is none. */
    void start() {
        if (!server.isUp()) {
            server.restart();
        }
    }

    /** Freezes the process until {@link #goOn}. */
    void freeze() {
        if (server.isUp()) {
            server.pause();
        }
    }

    /** Ends what {@link #freeze} began. */
    void goOn() {
        if (server.isPaused()) {
            server.resume();
        }
    }

    /** Sets the clock on the wall to another time. */
    void jump(Duration by) {
        server.clock().jumpWall(by);
    }

    /** Ends all troubles but that the process may be down; those that have not struck yet do not any more. */
    void heal() {
        round++;
        server.disk().faults().heal();
        if (server.isPaused()) {
            server.resume();
        }
        simulation.network().heal(NAME);
    }

    /** Sets up a trouble of the round that has just begun. */
    void strike(Trouble trouble, List<Backup> backups) {
        switch (trouble) {
            case ABORT -> later(trouble, () -> backups.forEach(Backup::abort));
            case KILL -> later(trouble, this::kill);
            case POWER -> later(trouble, this::cutPower);
            case KILL_IN_WRITE -> server.killAfterDiskChanges(dice.nextInt(DISK_CHANGES_MAX));
            case POWER_IN_WRITE -> server.crashAfterDiskChanges(dice.nextInt(DISK_CHANGES_MAX));
            case PAUSE -> later(trouble, this::pause);
            case FULL_DISK -> server.disk().setFreeBytes(dice.between(0, FREE_BYTES_MAX));
            case SYNC_FAILS -> server.disk().faults().setFailures(DiskOperation.SYNC, FAILURES);
            case WRITE_FAILS -> server.disk().faults().setFailures(DiskOperation.WRITE, FAILURES);
            case LINK_CUT -> later(trouble, this::cutLink);
            case NONE, POWER_AFTER_REPORT, SECOND_CLIENT -> {
                // Nothing to set up.
            }
        }
    }

    /** At a moment of which the logarithm is evenly spread, since backups take from milliseconds to many seconds. */
    private void later(Trouble trouble, Runnable what) {
        double span = Math.log((double) STRIKES_MAX_NANOS / STRIKES_MIN_NANOS);
        long nanos = Math.round(STRIKES_MIN_NANOS * Math.exp(dice.nextDouble() * span));
        int now = round;
        simulation.schedule(Duration.ofNanos(nanos), "trouble " + trouble.text(), () -> {
            if (round == now && server.isUp()) {
                note(trouble.text());
                what.run();
            }
        });
    }

    private void pause() {
        int now = round;
        server.pause();
        simulation.schedule(Duration.ofMillis(dice.between(100, PAUSE_MAX_MILLIS)), "backup goes on", () -> {
            if (round == now && server.isPaused()) {
                server.resume();
            }
        });
    }

    private void cutLink() {
        List<String> names = cluster.names();
        simulation.network().cut(NAME, names.get(dice.nextInt(names.size())));
    }

    /** Writes a line into the run's journal. */
    void note(String text) {
        cluster.journal().note(simulation.nowNanos(), NAME, text);
    }
}
