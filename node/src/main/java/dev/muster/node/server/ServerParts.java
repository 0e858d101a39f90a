package dev.muster.node.server;

import dev.muster.backup.BackupSource;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.SystemCatalog;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.faults.FaultControl;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftServers;
import dev.muster.raft.RaftSettings;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The rooms of a server that are known by an interface only, so that whoever opens a server may hand in others, or the same
 * with something around them: a catalog with other rules, a consensus that is measured.
 *
 * @param catalog the rules of the catalog
 * @param raft what the server's consensus is wrapped in once it is open; called once, on the server's lane
 * @param backups what backups and store copies are given in the place of the server's databases; called once, there too
 * @param faults whose world the server runs in, to be shown and asked over HTTP; null if it cannot be broken on purpose
 */
public record ServerParts(
        Catalog catalog, UnaryOperator<RaftServer> raft, UnaryOperator<BackupSource> backups, FaultControl faults) {
    /** What servers are built of. */
    public static ServerParts standard() {
        return new ServerParts(new SystemCatalog(), UnaryOperator.identity(), UnaryOperator.identity(), null);
    }

    /** The standard ones, with faults where they are enabled. Throws FAULTS_UNREADABLE. */
    static ServerParts configured(ServerConfig config, World world) {
        if (!config.faultsEnabled()) {
            return standard();
        }
        try {
            return standard()
                    .withFaults(FaultControl.open(world, config.directories().home()));
        } catch (IOException e) {
            throw ServerError.FAULTS_UNREADABLE.because(e.getMessage());
        }
    }

    /** The same with another catalog. */
    public ServerParts withCatalog(Catalog other) {
        return new ServerParts(other, raft, backups, faults);
    }

    /** The same with something around the consensus. */
    public ServerParts withRaft(UnaryOperator<RaftServer> wrapping) {
        return new ServerParts(catalog, wrapping, backups, faults);
    }

    /** The same with something around what backups read. */
    public ServerParts withBackups(UnaryOperator<BackupSource> wrapping) {
        return new ServerParts(catalog, raft, wrapping, faults);
    }

    /** The same in a world that can be broken on purpose. */
    public ServerParts withFaults(FaultControl control) {
        return new ServerParts(catalog, raft, backups, control);
    }

    /** Opens the consensus as configured, unwrapped. Fails as {@link RaftServers#open} does. */
    static CompletionStage<RaftServer> openRaft(ServerConfig config, World world) {
        RaftSettings defaults = RaftSettings.defaults();
        RaftSettings settings = new RaftSettings(
                config.raftTimes().heartbeatMillis(),
                config.raftTimes().electionTimeoutMillis(),
                defaults.entriesBeforeSnapshot(),
                defaults.pendingEntriesMax(),
                defaults.entryBytesMax(),
                config.raftSizes().segmentBytes(),
                config.raftSizes().memoryBytes());
        return RaftServers.open(
                settings,
                world,
                config.directories().clusterState(),
                new MemberId(config.serverId(), 0),
                config.raft().listen());
    }
}
