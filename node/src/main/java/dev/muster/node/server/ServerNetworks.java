package dev.muster.node.server;

import dev.muster.backup.protocol.AccessToken;
import dev.muster.backup.protocol.Admission;
import dev.muster.bolt.tls.TlsLevel;
import dev.muster.node.config.BackupSecurity;
import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.Disk;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.tls.TlsPolicy;
import dev.muster.runtime.real.tls.TlsProblem;
import dev.muster.runtime.real.tls.TlsSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server's connections are secured with.
 *
 * @param between the world as the ports between servers see it: consensus, discovery, hand-over of queries, store copies
 * @param backup the network of the backup port
 * @param bolt what connections of clients are encrypted with; null if none is
 * @param token what backup clients must prove to know, and members that copy stores; null if there is none
 * @param certificates what can be renewed of all that
 */
public record ServerNetworks(
        World between, Network backup, TlsSecurity bolt, AccessToken token, ServerCertificates certificates) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerNetworks.class);

    /** Reads the files of the policies and of the token. Throws BAD_TLS or BAD_TOKEN. */
    static ServerNetworks open(ServerConfig config, World world) {
        BackupSecurity security = config.backupSecurity();
        boolean encrypted = config.bolt().enabled() && config.boltTls().level() != TlsLevel.DISABLED;
        TlsSecurity cluster = read(security.cluster(), TlsPolicy::security);
        TlsSecurity backup = read(security.backup(), TlsPolicy::security);
        TlsSecurity bolt = read(encrypted ? config.boltTls().policy() : null, TlsPolicy::serverSecurity);
        return new ServerNetworks(
                new World(
                        world.clock(),
                        world.scheduler(),
                        world.random(),
                        world.disk(),
                        secured(world.network(), cluster)),
                secured(world.network(), backup),
                bolt,
                token(world.disk(), security),
                new ServerCertificates(
                        config.certificatesRenewable(),
                        Stream.of(bolt, backup, cluster)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /** What a policy's files come to. */
    private interface Reading {
        TlsSecurity of(TlsPolicy policy) throws TlsProblem;
    }

    private static TlsSecurity read(TlsPolicy policy, Reading reading) {
        try {
            return policy == null ? null : reading.of(policy);
        } catch (TlsProblem e) {
            throw ServerError.BAD_TLS.because(e.getMessage());
        }
    }

    private static Network secured(Network network, TlsSecurity security) {
        return security == null ? network : network.secured(security);
    }

    /** The token that the file of the settings holds; null if there is none. Throws BAD_TOKEN. */
    public static AccessToken token(Disk disk, BackupSecurity security) {
        if (security.tokenFile() == null) {
            return null;
        }
        try {
            return AccessToken.parse(new String(disk.readAll(security.tokenFile()), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ServerError.BAD_TOKEN.because(
                    security.tokenFile(), "it cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw ServerError.BAD_TOKEN.because(security.tokenFile(), e.getMessage());
        }
    }

    /** Whom the backup port serves: beyond loopback nobody of whom nothing is known. */
    Admission atBackupPort(ServerConfig config) {
        return admission(
                config, config.backup().listen(), config.backupSecurity().backup(), Admission.NOBODY);
    }

    /** Whom the cluster port serves: members that copy stores, and for backups the same as the backup port. */
    Admission atClusterPort(ServerConfig config) {
        return admission(
                config, config.cluster().listen(), config.backupSecurity().cluster(), Admission.COPIES_ONLY);
    }

    private Admission admission(ServerConfig config, SocketAddress listen, TlsPolicy policy, Admission otherwise) {
        if (token != null) {
            return Admission.with(token);
        }
        boolean known = policy != null && policy.knowsClients();
        if (known || listen.onLoopback() || config.backupSecurity().unauthenticated()) {
            return Admission.ANYBODY;
        }
        LOG.warn(
                "no backups are given at {}: others can reach it, and there is neither a TLS policy with certificates of clients"
                        + " nor a token (muster.backup.token_file)",
                listen);
        return otherwise;
    }
}
