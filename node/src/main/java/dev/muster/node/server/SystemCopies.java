package dev.muster.node.server;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.ServerEntry;
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
    public CompletionStage<SystemCopy> of(SystemCopy.Question question) {
        HostedDatabase system = host.system();
        RaftStatus status = system == null ? null : system.raftStatus();
        if (system == null || system.lastTransactionId() == 0) {
            boolean heardOfNothing = !raft.hasHistoryOf(group) && (status == null || status.leader() == null);
            heardOf(question.serverId(), question.dataId());
            return CompletableFuture.completedStage(heardOfNothing ? SystemCopy.NOTHING_FOUNDED : SystemCopy.NOT_KNOWN);
        }
        return look(system, question)
                .thenCompose(known -> question.reason() == SystemCopy.Reason.NO_LEADER && known.isHeld(question)
                        ? CompletableFuture.completedStage(SystemCopy.NOT_KNOWN)
                        : noted(system, question, known.dataId())
                                .thenCompose(done -> look(system, question))
                                .thenApply(now -> now.answer(question)));
    }

    /** Completes when a majority has agreed on what the question says of the server that asks. */
    private CompletionStage<?> noted(HostedDatabase system, SystemCopy.Question question, String insteadOf) {
        CompletionStage<?> noted = commands.apply(new AdminCommand.NoteDataDirectory(
                question.serverId(),
                question.dataId().toString(),
                question.reason() == SystemCopy.Reason.NONE_HERE,
                insteadOf));
        return question.reason() == SystemCopy.Reason.DAMAGED
                ? noted.thenCompose(done -> commands.apply(
                        new AdminCommand.ReplaceCopy(system.databaseId(), question.serverId(), question.life())))
                : noted;
    }

    private CompletionStage<Known> look(HostedDatabase system, SystemCopy.Question question) {
        return system.pin().thenApply(version -> known(version, question.serverId()));
    }

    private Known known(PinnedVersion version, String serverId) {
        try (version) {
            String noted = catalog.servers(version).stream()
                    .filter(server -> server.serverId().equals(serverId))
                    .findFirst()
                    .map(ServerEntry::dataId)
                    .orElse("");
            return new Known(catalog.database(version, DatabaseHost.SYSTEM), noted);
        }
    }

    /** What the catalog says of {@code system} and of the server that asks: on which data directory it works. */
    private record Known(DatabaseEntry entry, String dataId) {
        /** Whether the copy that the server has still belongs to the group, or is on its way out. */
        boolean isHeld(SystemCopy.Question question) {
            return entry.allocations().stream()
                    .anyMatch(copy -> copy.serverId().equals(question.serverId()) && copy.life() == question.life());
        }

        /**
         * Not before a copy that lies damaged on its disk is out of the group: until then it may not be destroyed. Nor to a
         * server that the catalog has on another data directory: what is decided there is another one's.
         */
        SystemCopy answer(SystemCopy.Question question) {
            if (isHeld(question) || !dataId.equals(question.dataId().toString())) {
                return SystemCopy.NOT_KNOWN;
            }
            return entry.wanted()
                    .filter(copy -> copy.serverId().equals(question.serverId()))
                    .findFirst()
                    .map(Allocation::life)
                    .map(SystemCopy::decided)
                    .orElse(SystemCopy.NOT_KNOWN);
        }
    }
}
