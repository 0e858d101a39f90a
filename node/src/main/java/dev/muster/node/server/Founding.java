package dev.muster.node.server;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.SystemCatalog;
import dev.muster.node.config.InitialMember;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.runtime.Random;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the cluster of a server is born with, as its configuration says. */
final class Founding {
    private final ServerConfig config;
    private final boolean alone;

    /** {@code alone}: {@code system} began anew with this server, whoever the configuration names. */
    Founding(ServerConfig config, boolean alone) {
        this.config = config;
        this.alone = alone;
    }

    /** The ids of the founding servers, in the order of the configuration. */
    List<String> founders() {
        return alone || config.standalone()
                ? List.of(config.serverId())
                : config.initialMembers().stream().map(InitialMember::serverId).toList();
    }

    /** Equal on all founders, different between clusters: made of who they are and where they were to be found. */
    UUID clusterIdAtBirth(Random random) {
        String founding = config.standalone()
                ? config.serverId() + "@" + random.nextUuid()
                : config.initialMembers().stream()
                        .map(InitialMember::toString)
                        .sorted()
                        .collect(Collectors.joining(","));
        return UUID.nameUUIDFromBytes(("muster cluster of " + founding).getBytes(StandardCharsets.UTF_8));
    }

    /** {@code system}, which no catalog names before there is one. */
    DatabaseEntry systemEntry() {
        return new DatabaseEntry(
                DatabaseHost.SYSTEM, SystemCatalog.SYSTEM_ID, RequestedStatus.ONLINE, founders(), null, 0, 0);
    }
}
