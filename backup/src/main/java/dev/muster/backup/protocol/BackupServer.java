package dev.muster.backup.protocol;

import dev.muster.backup.BackupSource;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A server's end of the backup protocol: lists its databases and streams them, whole or from a transaction on. Backups,
 * differentials and store copies are the same requests, on every address it listens on.
 *
 * <p><b>Lane.</b> Reads pinned versions on lanes of its own, never on a database's lane; a connection stays on one of them.
 */
public final class BackupServer implements AutoCloseable {
    /** Two readers keep a disk busy; more would take the writers' processors. */
    private static final int LANES = 2;

    private final World world;
    private final BackupSource source;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Network.Listener> listeners = new ArrayList<>();
    private final SharedPins pins = new SharedPins();
    private final RunningBackups backups;
    private int connections;
    private boolean closed;

    /** A server over what {@code source} offers, without limits. */
    public BackupServer(World world, BackupSource source) {
        this(world, source, new RunningBackups(BackupLimits.NONE, world.clock()));
    }

    /** The same within the limits of {@code backups}, which tells what is under way. */
    public BackupServer(World world, BackupSource source, RunningBackups backups) {
        this.world = world;
        this.source = source;
        this.backups = backups;
    }

    /** Listens on one more address, for everybody. Any thread. Fails as {@link Network#listen} does. */
    public CompletionStage<Network.Listener> listen(SocketAddress address) {
        return listen(world.network(), address, Admission.ANYBODY);
    }

    /** The same over a network that may be secured, for those who are admitted. */
    public CompletionStage<Network.Listener> listen(Network network, SocketAddress address, Admission admission) {
        return network.listen(
                        address,
                        connection -> new ServerSession(
                                nextLane(), connection, source, pins, backups, admission, world.random()))
                .thenApply(this::remember);
    }

    /** Stops listening on all addresses and breaks off what is under way. */
    @Override
    public void close() {
        List<Network.Listener> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(listeners);
            listeners.clear();
        }
        open.forEach(Network.Listener::close);
        pins.close();
    }

    /** Lanes are made when they are needed first: most servers are asked for a backup once a day, or never. */
    private synchronized Lane nextLane() {
        if (lanes.size() < LANES) {
            lanes.add(world.scheduler().newLane("backup-" + lanes.size()));
        }
        return lanes.get(connections++ % lanes.size());
    }

    private synchronized Network.Listener remember(Network.Listener listener) {
        if (closed) {
            listener.close();
        } else {
            listeners.add(listener);
        }
        return listener;
    }
}
