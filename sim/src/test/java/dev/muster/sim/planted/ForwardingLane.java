package dev.muster.sim.planted;

import dev.muster.runtime.Lane;

/** A lane that does what another one does, to be made wrong in one place. */
class ForwardingLane implements Lane {
    final Lane lane;

    ForwardingLane(Lane lane) {
        this.lane = lane;
    }

    @Override
    public String name() {
        return lane.name();
    }

    @Override
    public void execute(Runnable task) {
        lane.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return lane.schedule(delayNanos, task);
    }

    @Override
    public boolean isCurrent() {
        return lane.isCurrent();
    }

    @Override
    public void onTurnEnd(Runnable hook) {
        lane.onTurnEnd(hook);
    }
}
