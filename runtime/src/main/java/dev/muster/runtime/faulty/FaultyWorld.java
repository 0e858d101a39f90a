package dev.muster.runtime.faulty;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import java.util.concurrent.locks.LockSupport;

/**
 * A world with {@link InjectedFaults} between it and the server that runs in it. Faults change at any moment, from any
 * thread, and hold for what is open already too.
 *
 * <p>It does not outlive the world it is around, and closing stays with whoever opened that one. Costs one lane.
 */
public final class FaultyWorld {
    private final World world;
    private final FaultyNetwork network;
    private volatile InjectedFaults faults = InjectedFaults.NONE;

    private FaultyWorld(World real) {
        Lane lane = real.scheduler().newLane("faults");
        network = new FaultyNetwork(real.network(), real.clock(), real.random(), lane);
        world = new World(
                new Clock() {
                    @Override
                    public long wallMillis() {
                        return real.clock().wallMillis() + faults.clockSkewMillis();
                    }

                    @Override
                    public long monotonicNanos() {
                        return real.clock().monotonicNanos();
                    }
                },
                real.scheduler(),
                real.random(),
                new FaultyDisk(real.disk(), () -> faults.disk(), LockSupport::parkNanos),
                network);
    }

    /** Puts faults, none at first, around a world. */
    public static FaultyWorld around(World real) {
        return new FaultyWorld(real);
    }

    /** What the server is to run in. */
    public World world() {
        return world;
    }

    /** Lets exactly these faults be in force from now on; whatever else was wrong is healed. */
    public void inject(InjectedFaults wanted) {
        faults = wanted;
        network.inject(wanted.links());
    }

    /** What is in force. */
    public InjectedFaults inForce() {
        return faults;
    }
}
