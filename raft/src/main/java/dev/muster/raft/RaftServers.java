package dev.muster.raft;

import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** Opens the consensus rooms of servers. */
public final class RaftServers {
    private RaftServers() {}

    /**
     * Opens the shared log in {@code clusterStateDirectory} (made if missing, recovered if not), listens on {@code
     * listen} (port 0: any free one), and completes with the server, whose groups are then started one by one.
     *
     * <p>Any thread; nothing blocks. The stage fails with {@link java.io.IOException} if the address cannot be listened
     * on, and with {@link RaftServer.CorruptLog} if the directory is another server's, of a newer format or in use.
     */
    public static CompletionStage<RaftServer> open(
            RaftSettings settings, World world, Path clusterStateDirectory, MemberId self, SocketAddress listen) {
        throw new IllegalStateException("not supported yet: consensus");
    }
}
