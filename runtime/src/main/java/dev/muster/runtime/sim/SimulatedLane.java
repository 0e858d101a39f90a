package dev.muster.runtime.sim;

import dev.muster.runtime.Lane;
import java.util.ArrayList;
import java.util.List;

/**
 * A lane whose turns are events of the simulation. A turn that spent time keeps the lane busy for as long, while other
 * lanes go on; what a turn gives another lane after having spent time arrives there that much later.
 */
final class SimulatedLane implements Lane {
    /** As on real lanes. */
    private static final int TURN_TASKS_MAX = 1024;

    private final SimulatedProcess process;
    private final Simulation simulation;
    private final Label label;
    private final Inbox inbox = new Inbox();
    private final List<Runnable> turn = new ArrayList<>();
    private final List<Runnable> hooks = new ArrayList<>();
    private final Runnable takeTurn = this::takeTurn;

    /** The next turn, if it is posted, and the time of the task it was posted for. */
    private Event nextTurn;

    private long nextTurnForNanos;
    private boolean inTurn;
    private boolean ended;
    private long busyUntilNanos;
    private int resumesSeen;

    SimulatedLane(SimulatedProcess process, String name) {
        this.process = process;
        this.simulation = process.simulation();
        this.label = new Label(name);
    }

    @Override
    public String name() {
        return label.text;
    }

    @Override
    public void execute(Runnable task) {
        if (task == null) {
            throw new IllegalArgumentException("null task for lane " + label);
        }
        if (isRunning()) {
            inbox.add(task, simulation.nowNanos());
            if (!inTurn) {
                postTurn();
            }
        }
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        if (task == null || delayNanos < 0) {
            throw new IllegalArgumentException("timer of lane " + label + ": " + task + " in " + delayNanos + " ns");
        }
        if (!isRunning()) {
            return () -> false;
        }
        SimulatedTimer timer = new SimulatedTimer(task);
        timer.event = process.postTimer(delayNanos, label, timer::due);
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

    /** Posts a turn for the first task, unless one is posted that comes early enough for it. */
    private void postTurn() {
        long first = inbox.firstNanos();
        if (nextTurn != null) {
            if (first >= nextTurnForNanos) {
                return;
            }
            simulation.cancel(nextTurn);
        }
        nextTurnForNanos = first;
        long wait = Math.max(first, busyUntilNanos) - simulation.nowNanos();
        nextTurn = process.post(Math.max(0, wait) + wakeNanos(), Kind.TURN, label, 0, takeTurn);
    }

    private long wakeNanos() {
        boolean frozenBefore = resumesSeen != process.resumes();
        resumesSeen = process.resumes();
        return process.server().wakeNanos() + (frozenBefore ? process.server().thawNanos() : 0);
    }

    private void takeTurn() {
        nextTurn = null;
        inTurn = true;
        simulation.enter(this);
        try {
            takeWaiting();
            runTurn();
        } finally {
            turn.clear();
            simulation.enter(null);
            inTurn = false;
        }
        busyUntilNanos = simulation.nowNanos();
        if (!inbox.isEmpty()) {
            postTurn();
        }
    }

    private void takeWaiting() {
        long now = simulation.nowNanos();
        while (turn.size() < TURN_TASKS_MAX) {
            Runnable task = inbox.poll(now);
            if (task == null) {
                return;
            }
            turn.add(task);
        }
    }

    private void runTurn() {
        for (int i = 0; i < turn.size(); i++) {
            run(turn.get(i));
        }
        int hooksNow = turn.isEmpty() ? 0 : hooks.size();
        for (int i = 0; i < hooksNow; i++) {
            run(hooks.get(i));
        }
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
        return label.text;
    }

    /** First an event of the simulation, then a task of the lane; can be taken back until it runs. */
    private final class SimulatedTimer implements Timer, Runnable {
        private final Runnable task;
        private Event event;
        private boolean taken;

        SimulatedTimer(Runnable task) {
            this.task = task;
        }

        void due() {
            execute(this);
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
