package dev.muster.node.server;

import dev.muster.backup.BackupSource;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.backup.protocol.RunningBackups;
import dev.muster.bolt.BoltServer;
import dev.muster.bolt.BoltSettings;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.http.HttpEndpoint;
import dev.muster.node.query.Queries;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ports for clients and tools: where they really listen, null where switched off. */
record ClientPorts(SocketAddress bolt, SocketAddress http, SocketAddress backup, SocketAddress cluster) {
    /** Opens them. Fails with {@link ServerError.Refusal} that names the port which cannot be opened. Server's lane. */
    static CompletionStage<ClientPorts> open(
            ServerConfig config,
            ServerNetworks networks,
            BackupSource source,
            RunningBackups backups,
            Queries queries,
            HttpEndpoint.Pages pages,
            Opened opened) {
        BackupServer backup = opened.note(new BackupServer(networks.between(), source, backups));
        return opened.opening(
                        "the cluster port",
                        backup.listen(
                                networks.between().network(),
                                config.cluster().listen(),
                                networks.atClusterPort(config)))
                .thenCompose(cluster -> backupPort(config, networks, backup, opened)
                        .thenApply(backupPort -> new ClientPorts(
                                bolt(config, networks, queries, opened),
                                http(config, pages, opened),
                                backupPort,
                                cluster.local())));
    }

    private static CompletionStage<SocketAddress> backupPort(
            ServerConfig config, ServerNetworks networks, BackupServer backup, Opened opened) {
        return config.backup().enabled()
                ? opened.opening(
                                "the backup port",
                                backup.listen(
                                        networks.backup(), config.backup().listen(), networks.atBackupPort(config)))
                        .thenApply(Network.Listener::local)
                : CompletableFuture.completedStage(null);
    }

    private static SocketAddress bolt(ServerConfig config, ServerNetworks networks, Queries queries, Opened opened) {
        if (!config.bolt().enabled()) {
            return null;
        }
        BoltSettings plain = BoltSettings.defaults(config.bolt().listen())
                .withServerSideRouting(config.transactions().serverSideRouting());
        BoltSettings settings =
                networks.bolt() == null ? plain : plain.withTls(config.boltTls().level(), networks.bolt()::listening);
        boolean anyPort = config.bolt().advertised().port() == 0;
        try {
            return opened.note(BoltServer.start(
                            anyPort
                                    ? settings
                                    : settings.withAdvertised(
                                            config.bolt().advertised().toString()),
                            opened.note(queries.bolt()),
                            queries.bolt(),
                            Authentication.of(config, queries)))
                    .address();
        } catch (IOException e) {
            throw ServerError.CANNOT_SERVE.because(e.getMessage());
        }
    }

    private static SocketAddress http(ServerConfig config, HttpEndpoint.Pages pages, Opened opened) {
        if (!config.http().enabled()) {
            return null;
        }
        try {
            return opened.note(HttpEndpoint.start(config.http().listen(), pages))
                    .local();
        } catch (IOException e) {
            throw ServerError.CANNOT_SERVE.because(e.getMessage());
        }
    }
}
