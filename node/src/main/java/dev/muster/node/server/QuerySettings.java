package dev.muster.node.server;

import dev.muster.backup.protocol.RunningBackups;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.query.Queries;
import dev.muster.raft.RaftSettings;
import dev.muster.runtime.World;

/** How a server answers clients, from its configuration. */
final class QuerySettings {
    private QuerySettings() {}

    /** {@code backups}: those that run, which clients may ask for. */
    static Queries.Settings of(
            ServerConfig config, World world, RunningBackups backups, ServerCertificates certificates) {
        return new Queries.Settings(
                config.vocabulary(),
                config.databases().maxDatabases(),
                config.transactions().timeoutMillis(),
                config.transactions().bookmarkReadyMillis(),
                Math.toIntExact(Math.max(1, config.transactions().routingTtlMillis() / 1_000)),
                RaftSettings.defaults().entryBytesMax(),
                config.transactions().serverSideRouting(),
                new Queries.Imports(
                        config.directories().imports(), config.transactions().importsFiles()),
                new Queries.Memory(
                        config.transactions().memoryMax(), config.transactions().memoryTotalMax()),
                backups,
                config.listed(),
                Authentication.passwords(config),
                certificates,
                Authentication.log(config, world));
    }
}
