package dev.muster.runtime.sim;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskContract;
import java.nio.file.Path;

/** The disk as a process in a simulation sees it does all that disks promise. */
class ProcessDiskTest extends DiskContract {
    private final SimulatedServer server = new Simulation(1).server("a");

    @Override
    protected Disk disk() {
        return server.world().disk();
    }

    @Override
    protected Path directory() {
        return server.directory();
    }
}
