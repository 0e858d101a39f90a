package dev.muster.runtime.sim;

import dev.muster.runtime.World;
import java.nio.file.Path;

/** One simulated machine: a host name, a disk and a clock that last, and a process that comes and goes. */
public final class SimulatedServer {
    private final Simulation simulation;
    private final String name;
    private final SimulatedRandom random;
    private final SimulatedDisk disk;
    private final SimulatedClock clock;
    private SimulatedProcess process;
    private World world;
    private int lives;

    SimulatedServer(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.random = simulation.random().stream("server " + name);
        this.disk = new SimulatedDisk(random.stream("disk"), simulation::spend);
        this.clock = new SimulatedClock(simulation, random.stream("clock"));
        start();
    }

    public String name() {
        return name;
    }

    /** What the process that runs now, or ran last, sees of the outside. */
    public World world() {
        return world;
    }

    public SimulatedDisk disk() {
        return disk;
    }

    public SimulatedClock clock() {
        return clock;
    }

    /** A directory of the disk that has always been there. */
    public Path directory() {
        return SimulatedDisk.ROOT;
    }

    /** Whether a process runs, paused or not. */
    public boolean isUp() {
        return process.isAlive();
    }

    /** Starts a process anew, with a world of its own on the same disk. */
    public World restart() {
        if (isUp()) {
            throw new IllegalStateException("server " + name + " is up");
        }
        start();
        return world;
    }

    /** Ends the process between two events; what it wrote stays, and its peers hear that the connections are gone. */
    public void kill() {
        process.end();
        disk.closeAll();
        simulation.network().killed(process);
    }

    /** Cuts the power: as {@link #kill}, but the disk forgets what was not synced, and peers hear nothing for a while. */
    public void crash() {
        process.end();
        disk.crash(random);
        simulation.network().crashed(process);
    }

    /** Freezes the process; what should happen in it waits, and its clocks go on. */
    public void pause() {
        process.pause();
    }

    /** Lets a frozen process go on. */
    public void resume() {
        process.resume();
    }

    private void start() {
        lives++;
        process = new SimulatedProcess(simulation, name);
        world = new World(
                clock,
                new SimulatedScheduler(process),
                random.stream("life " + lives),
                disk,
                simulation.network().attach(process));
    }
}
