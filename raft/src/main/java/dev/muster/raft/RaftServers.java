package dev.muster.raft;

import dev.muster.raft.log.LogProblem;
import dev.muster.raft.log.TurnLog;
import dev.muster.raft.log.WriteAheadLog;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

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
        return open(settings, world, clusterStateDirectory, self, listen, UnaryOperator.identity());
    }

    /** As above, with something between the lanes and the log; {@code turns} is called once for each lane. */
    static CompletionStage<RaftServer> open(
            RaftSettings settings,
            World world,
            Path clusterStateDirectory,
            MemberId self,
            SocketAddress listen,
            UnaryOperator<TurnLog> turns) {
        HostingServer server = new HostingServer(settings, world, self, turns);
        Lane logLane = world.scheduler().newLane("raft-log");
        Lane spaceLane = world.scheduler().newLane("raft-space");
        WriteAheadLog.Settings logSettings =
                new WriteAheadLog.Settings(clusterStateDirectory, self.toString(), settings.segmentBytes());
        return WriteAheadLog.open(logSettings, world.disk(), logLane, spaceLane, server)
                .handle(RaftServers::orCorrupt)
                .thenCompose(log -> {
                    server.opened(log);
                    return listen(world, listen, server, log);
                });
    }

    private static WriteAheadLog orCorrupt(WriteAheadLog log, Throwable failure) {
        if (failure == null) {
            return log;
        }
        if (failure instanceof LogProblem.LogUnusable unusable) {
            throw new RaftServer.CorruptLog(unusable.getMessage());
        }
        throw new CompletionException(failure);
    }

    private static CompletionStage<RaftServer> listen(
            World world, SocketAddress listen, HostingServer server, WriteAheadLog log) {
        CompletableFuture<RaftServer> listening = new CompletableFuture<>();
        world.network().listen(listen, connection -> server.accept()).whenComplete((listener, failure) -> {
            if (failure == null) {
                server.listening(listener);
                listening.complete(server);
            } else {
                log.close().whenComplete((closed, ignored) -> listening.completeExceptionally(failure));
            }
        });
        return listening;
    }
}
