package dev.muster.node.server;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.members.SystemCopy;
import dev.muster.raft.GroupId;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.store.PinnedVersion;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Says which copy of {@code system} a server is to have, from the catalog here, once a majority has confirmed what it says. Any
 * thread; nothing blocks.
 */
final class SystemCopies implements SystemCopy.Source {
    private final DatabaseHost host;
    private final Catalog catalog;
    private final RaftServer raft;
    private final GroupId group;
    private final Function<AdminCommand, CompletionStage<?>> commands;
    private final UUID dataId;
    /** Who asked, or answered, before there was a catalog: what a cluster is born with must not be lost later unnoticed. */
    private final Map<String, UUID> heard = new ConcurrentSkipListMap<>();

    /** {@code group} of {@code system}; {@code dataId} of the directory that this server works on. */
    SystemCopies(
            DatabaseHost host,
            Catalog catalog,
            RaftServer raft,
            GroupId group,
            UUID dataId,
            Function<AdminCommand, CompletionStage<?>> commands) {
        this.host = host;
        this.catalog = catalog;
        this.raft = raft;
        this.group = group;
        this.commands = commands;
        this.dataId = dataId;
        heard.put(host.serverId(), dataId);
    }

    /** On which data directories servers work that began before there was a catalog: this one and those it has talked to. */
    Map<String, UUID> heard() {
        return Map.copyOf(heard);
    }

    /** A server works on this data directory; what was heard first stays, since votes may lie there. */
    void heardOf(String serverId, UUID dataId) {
        heard.putIfAbsent(serverId, dataId);
    }

    @Override
    public UUID dataId() {
        return dataId;
    }

    @Override
    public CompletionStage<SystemCopy> of(String serverId, UUID dataId, int lostLife) {
        HostedDatabase system = host.system();
        RaftStatus status = system == null ? null : system.raftStatus();
        if (system == null || system.lastTransactionId() == 0) {
            boolean heardOfNothing = !raft.hasHistoryOf(group) && (status == null || status.leader() == null);
            heardOf(serverId, dataId);
            return CompletableFuture.completedStage(heardOfNothing ? SystemCopy.NOTHING_FOUNDED : SystemCopy.NOT_KNOWN);
        }
        CompletionStage<?> noted =
                commands.apply(new AdminCommand.NoteDataDirectory(serverId, dataId.toString(), lostLife < 0));
        if (lostLife >= 0) {
            noted = noted.thenCompose(
                    done -> commands.apply(new AdminCommand.ReplaceCopy(system.databaseId(), serverId, lostLife)));
        }
        return noted.thenCompose(done -> system.pin()).thenApply(version -> decided(version, serverId, lostLife));
    }

    /** Not before a copy that lies damaged on its disk is out of the group: until then it may not be destroyed. */
    private SystemCopy decided(PinnedVersion version, String serverId, int lostLife) {
        try (version) {
            DatabaseEntry entry = catalog.database(version, DatabaseHost.SYSTEM);
            boolean held = entry.allocations().stream()
                    .anyMatch(copy -> copy.serverId().equals(serverId) && copy.life() == lostLife);
            return held
                    ? SystemCopy.NOT_KNOWN
                    : entry.wanted()
                            .filter(copy -> copy.serverId().equals(serverId))
                            .findFirst()
                            .map(Allocation::life)
                            .map(SystemCopy::decided)
                            .orElse(SystemCopy.NOT_KNOWN);
        }
    }
}
