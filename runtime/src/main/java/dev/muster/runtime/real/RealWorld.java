package dev.muster.runtime.real;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;

/** Opens this machine as a {@link World}, and closes it again. */
public final class RealWorld {
    private RealWorld() {}

    /** Opens a world whose threads bear the name; a task that throws is logged. Costs two idle threads. */
    public static World open(String name) {
        return open(name, new LoggedFailures());
    }

    /** Opens a world whose threads bear the name; the listener hears of each task that throws. */
    public static World open(String name, Lane.FailureListener failures) {
        Clock clock = new RealClock();
        return new World(
                clock,
                new RealScheduler(name, clock, failures),
                new RealRandom(),
                new RealDisk(),
                new NettyNetwork(name));
    }

    /** Closes connections and listeners, then ends the lanes; waits for both. Lets go of file locks, as an exit would. */
    public static void close(World world) {
        world.network().close();
        world.scheduler().close();
        if (world.disk() instanceof RealDisk disk) {
            disk.releaseLocks();
        }
    }
}
