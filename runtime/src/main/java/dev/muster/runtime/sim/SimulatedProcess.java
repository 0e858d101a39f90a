package dev.muster.runtime.sim;

import java.util.ArrayList;
import java.util.List;

/** One life of a server's process, from its start to its end. What belongs to it happens only while it lives and runs. */
final class SimulatedProcess {
    private final SimulatedServer server;
    private final List<Event> heldBack = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;
    private int resumes;

    SimulatedProcess(SimulatedServer server) {
        this.server = server;
    }

    SimulatedServer server() {
        return server;
    }

    String name() {
        return server.name();
    }

    Simulation simulation() {
        return server.simulation();
    }

    boolean isAlive() {
        return alive;
    }

    boolean isPaused() {
        return paused;
    }

    Event post(long delayNanos, Kind kind, Label label, long size, Runnable action) {
        return simulation().post(delayNanos, kind, label, size, this, action);
    }

    /** Posts what is due after a delay on this server's own clock. */
    Event postTimer(long delayNanos, Label label, Runnable action) {
        return simulation().postTimer(delayNanos, label, this, action);
    }

    /** Keeps the event for later if the process is paused. */
    boolean holdsBack(Event event) {
        if (paused) {
            heldBack.add(event);
        }
        return paused;
    }

    void pause() {
        paused = true;
    }

    /** How often it went on after it had been frozen. */
    int resumes() {
        return resumes;
    }

    /**
     * What should have happened meanwhile happens now, in its order, but for the lanes: like threads they get a processor one
     * after the other, in any order.
     */
    void resume() {
        paused = false;
        resumes++;
        for (Event event : heldBack) {
            long delay = event.kind == Kind.TURN ? server.thawNanos() : 0;
            post(delay, event.kind, event.label, event.size, () -> {
                if (!event.isMoot()) {
                    event.action.run();
                }
            });
        }
        heldBack.clear();
    }

    void end() {
        alive = false;
        heldBack.clear();
    }
}
