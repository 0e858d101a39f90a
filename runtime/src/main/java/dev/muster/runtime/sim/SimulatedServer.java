package dev.muster.runtime.sim;

import dev.muster.runtime.World;
import java.nio.file.Path;
import java.time.Duration;

/** One simulated machine: a host name, a disk and a clock that last, and a process that comes and goes. */
public final class SimulatedServer {
    /** Short, and never zero, so that time moves even when lanes chatter; now and then the operating system is slow. */
    private static final Latency THAW_TIME = Latency.between(Duration.ZERO, Duration.ofMillis(20));

    private static final Latency WAKE_TIME = Latency.between(Duration.ofNanos(1_000), Duration.ofNanos(30_000))
            .withTail(0.001, Duration.ofNanos(50_000), Duration.ofMillis(2));

    private final Simulation simulation;
    private final String name;
    private final Label label;
    private final Timeline timeline;
    private final SimulatedRandom random;
    private final SimulatedRandom wakeRandom;
    private final SimulatedDisk disk;
    private final SimulatedClock clock;
    private Latency wakeTime = WAKE_TIME;
    private SimulatedProcess process;
    private World world;
    private int lives;

    SimulatedServer(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.label = new Label(name);
        this.timeline = simulation.trace().timeline(name);
        this.random = simulation.random().stream("server " + name);
        this.wakeRandom = random.stream("wake");
        this.disk = new SimulatedDisk(random.stream("disk"), this::diskWorked);
        this.clock = new SimulatedClock(simulation, random.stream("clock"));
        start();
    }

    public String name() {
        return name;
    }

    /** What the process that runs now, or ran last, sees of the outside. Its disk ends with the process. */
    public World world() {
        return world;
    }

    /** The disk itself, for faults and for looking at it from outside, whether a process runs or not. */
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

    /** Whether the process is frozen. */
    public boolean isPaused() {
        return process.isAlive() && process.isPaused();
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
        happened(Kind.KILL);
        process.end();
        disk.closeAll();
        simulation.network().killed(process);
    }

    /** Cuts the power: as {@link #kill}, but the disk forgets what was not synced, and peers hear nothing for a while. */
    public void crash() {
        happened(Kind.CRASH);
        process.end();
        disk.crash(random);
        simulation.network().crashed(process);
    }

    /** Cuts the power, and puts an empty disk in the place of the machine's. */
    public void loseDisk() {
        if (isUp()) {
            crash();
        }
        disk.replace();
    }

    /**
     * Cuts the power as {@link #crash} does, but in the middle of what the process does: after so many more changes of
     * its disk (at least 0), just before the next. Forgotten if the server goes down otherwise before that.
     */
    public void crashAfterDiskChanges(int count) {
        disk.afterChanges(count, this::crash);
    }

    /** As {@link #crashAfterDiskChanges}, but ends the process only: the disk forgets nothing. */
    public void killAfterDiskChanges(int count) {
        disk.afterChanges(count, this::kill);
    }

    /** Freezes the process; what should happen in it waits, and its clocks go on. */
    public void pause() {
        happened(Kind.PAUSE);
        process.pause();
    }

    /** Lets a frozen process go on. */
    public void resume() {
        happened(Kind.RESUME);
        process.resume();
    }

    /** How long a lane takes to wake up when there is something to do: the load of the machine. */
    public void setWakeTime(Latency time) {
        wakeTime = time;
    }

    /** Ends all faults of clock, disk and load. A process that is frozen or down stays so. */
    public void heal() {
        wakeTime = WAKE_TIME;
        clock.heal();
        disk.faults().heal();
    }

    /** Writes something into the server's timeline and the trace hash, for instance what was done to it. */
    public void note(String text) {
        simulation.trace().add(timeline, simulation.nowNanos(), Kind.NOTE, new Label(name + " " + text), 0);
    }

    Simulation simulation() {
        return simulation;
    }

    Timeline timeline() {
        return timeline;
    }

    long wakeNanos() {
        return wakeTime.draw(wakeRandom);
    }

    /** How long a lane of a process that was frozen takes to go on. */
    long thawNanos() {
        return THAW_TIME.draw(wakeRandom);
    }

    private void happened(Kind kind) {
        simulation.trace().add(timeline, simulation.nowNanos(), kind, label, 0);
    }

    private void diskWorked(DiskOperation operation, long bytes, long nanos) {
        simulation.spend(nanos);
        if (operation == DiskOperation.SYNC) {
            simulation.trace().add(timeline, simulation.nowNanos(), Kind.SYNC, label, nanos);
        } else {
            simulation.trace().fold(simulation.nowNanos(), operation.kind, label, bytes);
        }
    }

    private void start() {
        lives++;
        happened(Kind.START);
        process = new SimulatedProcess(this);
        world = new World(
                clock,
                new SimulatedScheduler(process),
                random.stream("life " + lives),
                new ProcessDisk(process, disk),
                simulation.network().attach(process));
    }
}
