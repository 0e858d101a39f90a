package dev.muster.backup.protocol;

import dev.muster.backup.BackupSource;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.concurrent.CompletionStage;

/**
 * A server's end of the backup protocol: lists its databases and streams them, whole or from a transaction on. Backups,
 * differentials and store copies are the same requests, on every address it listens on.
 *
 * <p><b>Lane.</b> Reads pinned versions on lanes of its own, never on a database's lane.
 */
public final class BackupServer implements AutoCloseable {
    public BackupServer(World world, BackupSource source) {
        throw new UnsupportedOperationException("not supported yet: backup server");
    }

    /** Listens on one more address. Any thread. Fails as {@link Network#listen} does. */
    public CompletionStage<Network.Listener> listen(SocketAddress address) {
        throw new UnsupportedOperationException("not supported yet: backup server");
    }

    /** Stops listening on all addresses; transfers under way end with their connections. */
    @Override
    public void close() {}
}
