package dev.muster.sim.cluster;

import dev.muster.node.config.ServerConfig;
import dev.muster.node.server.MusterServer;
import dev.muster.node.server.ServerParts;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftGroup;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One server of the cluster: its machine, which lasts, and the process on it, which comes and goes. */
public final class SimulatedMember {
    /** Where the process stands. */
    public enum State {
        DOWN,
        STARTING,
        UP,
        STOPPING
    }

    private final SimulatedServer machine;
    private final ServerConfig config;
    private final Exchange exchange;
    private final Seams seams;
    private final Consumer<String> log;
    private final ConsensusObserver observer;
    private final ObservedLog observedLog;
    private ObservedRaft raft;
    private State state = State.DOWN;
    private MusterServer server;
    private int lives;
    private boolean paused;
    private boolean damaged;
    private boolean lostPower;
    private boolean lostDisk;
    private boolean retired;

    SimulatedMember(
            SimulatedServer machine,
            ServerConfig config,
            Exchange exchange,
            Seams seams,
            ConsensusObserver observer,
            Consumer<String> log) {
        this.machine = machine;
        this.observer = observer;
        this.observedLog = new ObservedLog(machine.name(), observer);
        this.config = config;
        this.exchange = exchange;
        this.seams = seams;
        this.log = log;
    }

    public String name() {
        return machine.name();
    }

    /** Its disk, clock and power switch. */
    public SimulatedServer machine() {
        return machine;
    }

    public ServerConfig config() {
        return config;
    }

    public State state() {
        return state;
    }

    /** The running server, or null. */
    public MusterServer server() {
        return state == State.UP && machine.isUp() ? server : null;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Counts the starts of its process. */
    public int lives() {
        return lives;
    }

    /** Its files were changed behind its back: what it reports as damaged may be so, and stay so. */
    public void damaged() {
        damaged = true;
    }

    /** Whether {@link #damaged} was called. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Starts the process; does nothing if it runs. A start that fails leaves the process dead, as a real one would end. */
    public void start() {
        if (!machine.isUp()) {
            down(); // in the middle of what it did
        }
        if (state != State.DOWN || retired) {
            return;
        }
        if (!machine.isUp()) {
            machine.restart();
        }
        state = State.STARTING;
        lives++;
        int life = lives;
        if (lostPower) {
            lostPower = false;
            observedLog.lostPower(machine.disk(), config.directories().clusterState());
        }
        World own = machine.world();
        World watched = new World(
                own.clock(),
                own.scheduler(),
                own.random(),
                observedLog.watched(own.disk()),
                ObservedVotes.on(own.network(), name(), observer));
        World world = seams.world(name(), watched);
        ServerParts parts = observed(seams.parts(name(), ServerParts.standard()));
        log.accept("starts (life " + life + ")");
        Stages.of(() -> MusterServer.open(config, world, parts, failure -> died(life, failure)))
                .thenCompose(opened -> FrontDoor.open(name(), world, opened.transactions(), exchange, seams)
                        .thenApply(listener -> opened))
                .whenComplete((opened, failure) -> {
                    if (lives == life && failure == null) {
                        server = opened;
                        state = State.UP;
                        log.accept("is up");
                    } else if (failure != null) {
                        died(life, Stages.causeOf(failure));
                    }
                });
    }

    /** Watched from within: what tests put around the consensus does not hide what it does. */
    private ServerParts observed(ServerParts parts) {
        return parts.withRaft(open -> {
            raft = new ObservedRaft(name(), open, observer);
            return parts.raft().apply(raft);
        });
    }

    /** The groups that the process that runs has started; empty while none runs. */
    public List<RaftGroup> groups() {
        return server() == null || raft == null ? List.of() : raft.groups();
    }

    /** The process gave up by itself: its log failed, or it could not start. */
    private void died(int life, Throwable failure) {
        if (lives == life && state != State.DOWN) {
            log.accept("ends by itself: " + failure.getMessage());
            kill();
        }
    }

    /** Ends the process at once and for good. */
    void retire() {
        retired = true;
        resume();
        kill();
    }

    /** Ends the process at once; what it wrote to files stays. */
    public void kill() {
        if (down() && machine.isUp()) {
            machine.kill();
        }
    }

    /** Cuts the machine's power: what was not synced is lost, in part or whole. */
    public void cutPower() {
        if (down()) {
            lostPower = true;
            if (machine.isUp()) {
                machine.crash();
            }
        }
    }

    /** The machine fails, and its disk with it: whatever it starts with again, it is none of its files. */
    public void loseDisk() {
        down();
        machine.loseDisk();
        lostPower = false;
        lostDisk = true;
        observedLog.lostDisk();
    }

    /** Whether {@link #loseDisk} was called. */
    public boolean hasLostDisk() {
        return lostDisk;
    }

    private boolean down() {
        if (state == State.DOWN) {
            return false;
        }
        lostPower |= !machine.isUp(); // by itself, as a fault had it
        state = State.DOWN;
        server = null;
        paused = false;
        return true;
    }

    /** Asks the process to stop in order, and ends it when it has. */
    public void stop() {
        if (state != State.UP) {
            return;
        }
        state = State.STOPPING;
        int life = lives;
        CompletionStage<Void> stopped = server.shutDown();
        stopped.whenComplete((done, failure) -> {
            if (lives == life && state == State.STOPPING) {
                log.accept("stopped in order");
                kill();
            }
        });
    }

    /** Freezes the process. */
    public void pause() {
        if (state != State.DOWN && !paused) {
            paused = true;
            machine.pause();
        }
    }

    /** Lets a frozen process go on. */
    public void resume() {
        if (paused) {
            paused = false;
            machine.resume();
        }
    }
}
