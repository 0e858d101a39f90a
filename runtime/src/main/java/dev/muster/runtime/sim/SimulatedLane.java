package dev.muster.runtime.sim;

import dev.muster.runtime.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A lane whose turns are events of the simulation. A turn that spent time keeps the lane busy for as long. */
final class SimulatedLane implements Lane {
    /** As on real lanes. */
    private static final int TURN_TASKS_MAX = 1024;

    private final SimulatedProcess process;
    private final Simulation simulation;
    private final String name;
    private final String turnName;
    private final String timerName;
    private final Queue<Runnable> inbox = new ArrayDeque<>();
    private final List<Runnable> hooks = new ArrayList<>();
    private boolean turnPosted;
    private boolean inTurn;
    private boolean ended;
    private long busyUntilNanos;

    SimulatedLane(SimulatedProcess process, String name) {
        this.process = process;
        this.simulation = process.simulation();
        this.name = name;
        this.turnName = name + " turn";
        this.timerName = name + " timer";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void execute(Runnable task) {
        if (task == null) {
            throw new IllegalArgumentException("null task for lane " + name);
        }
        if (isRunning()) {
            inbox.add(task);
            postTurn();
        }
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        if (task == null || delayNanos < 0) {
            throw new IllegalArgumentException("timer of lane " + name + ": " + task + " in " + delayNanos + " ns");
        }
        if (!isRunning()) {
            return () -> false;
        }
        SimulatedTimer timer = new SimulatedTimer(task);
        timer.event = process.post(delayNanos, timerName, () -> execute(timer));
        return timer;
    }

    @Override
    public boolean isCurrent() {
        return simulation.currentLane() == this;
    }

    @Override
    public void onTurnEnd(Runnable hook) {
        hooks.add(hook);
    }

    void end() {
        ended = true;
        inbox.clear();
    }

    private boolean isRunning() {
        return !ended && process.isAlive();
    }

    private void postTurn() {
        if (!turnPosted && !inTurn) {
            turnPosted = true;
            long wait = busyUntilNanos - simulation.nowNanos();
            process.post(Math.max(0, wait) + simulation.wakeNanos(), turnName, this::takeTurn);
        }
    }

    private void takeTurn() {
        turnPosted = false;
        inTurn = true;
        simulation.enter(this);
        try {
            List<Runnable> turn = takeWaiting();
            turn.forEach(this::run);
            if (!turn.isEmpty()) {
                List.copyOf(hooks).forEach(this::run);
            }
        } finally {
            simulation.enter(null);
            inTurn = false;
        }
        busyUntilNanos = simulation.nowNanos();
        if (!inbox.isEmpty()) {
            postTurn();
        }
    }

    private List<Runnable> takeWaiting() {
        List<Runnable> turn = new ArrayList<>();
        while (turn.size() < TURN_TASKS_MAX && !inbox.isEmpty()) {
            turn.add(inbox.remove());
        }
        return turn;
    }

    private void run(Runnable task) {
        if (!isRunning()) {
            return;
        }
        try {
            task.run();
        } catch (SimulationFailure failure) {
            throw failure;
        } catch (Throwable failure) {
            simulation.laneFailed(this, failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** First an event of the simulation, then a task of the lane; can be taken back until it runs. */
    private final class SimulatedTimer implements Timer, Runnable {
        private final Runnable task;
        private Event event;
        private boolean taken;

        SimulatedTimer(Runnable task) {
            this.task = task;
        }

        @Override
        public boolean cancel() {
            if (taken) {
                return false;
            }
            taken = true;
            simulation.cancel(event);
            return true;
        }

        @Override
        public void run() {
            if (!taken) {
                taken = true;
                task.run();
            }
        }
    }
}
