package dev.muster.runtime.sim;

import java.util.ArrayList;
import java.util.List;

/** One life of a server's process, from its start to its end. What belongs to it happens only while it lives and runs. */
final class SimulatedProcess {
    private final Simulation simulation;
    private final String name;
    private final List<Event> heldBack = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;

    SimulatedProcess(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
    }

    String name() {
        return name;
    }

    Simulation simulation() {
        return simulation;
    }

    boolean isAlive() {
        return alive;
    }

    Event post(long delayNanos, String what, Runnable action) {
        return simulation.post(delayNanos, what, this, action);
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

    /** What should have happened meanwhile happens now, in its order. */
    void resume() {
        paused = false;
        for (Event event : heldBack) {
            post(0, event.name, () -> {
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
