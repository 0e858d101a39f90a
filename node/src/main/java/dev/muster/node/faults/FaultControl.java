package dev.muster.node.faults;

import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.runtime.faulty.FaultyWorld;
import dev.muster.runtime.faulty.InjectedFaults;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a server run in a world that is broken as its {@link FaultsFile} says. Any thread. */
public final class FaultControl {
    private static final Logger LOG = LoggerFactory.getLogger(FaultControl.class);

    /** The sound one: a disk that fails on purpose must not keep anybody from healing it. */
    private final Disk disk;

    private final Path file;
    private final FaultyWorld world;

    private FaultControl(Disk disk, Path file, FaultyWorld world) {
        this.disk = disk;
        this.file = file;
        this.world = world;
    }

    /** Puts the faults of the server with this home around a world. Throws as {@link #reread} does. */
    public static FaultControl open(World real, Path home) throws IOException {
        FaultControl control = new FaultControl(real.disk(), FaultsFile.in(home), FaultyWorld.around(real));
        control.reread();
        return control;
    }

    /** What the server is to run in. */
    public World world() {
        return world.world();
    }

    /** Puts what the file says in force. Throws, and changes nothing, if the file cannot be read. */
    public synchronized void reread() throws IOException {
        InjectedFaults wanted = read();
        if (!wanted.equals(world.inForce())) {
            LOG.warn("faults on purpose: {}", wanted.isNone() ? "none any more" : wanted);
            world.inject(wanted);
        }
    }

    private InjectedFaults read() throws IOException {
        if (!disk.exists(file)) {
            return InjectedFaults.NONE;
        }
        try {
            return FaultsFile.decode(disk.readAll(file));
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is in force, as the file's content. */
    public byte[] inForce() {
        return FaultsFile.encode(world.inForce());
    }
}
