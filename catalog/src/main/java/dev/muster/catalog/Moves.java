package dev.muster.catalog;

import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.ServerEntry.State;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One command that moves copies from server to server: servers that are emptied, single databases, and the balance between
 * servers (facts/backup-and-admin.md F.10, F.11). It answers with what moves where; a dry run does no more than that.
 */
final class Moves {
    private static final List<String> COLUMNS =
            List.of("database", "fromServerName", "fromServerId", "toServerName", "toServerId", "mode");

    private final GraphTransaction system;
    private final List<ServerEntry> servers;
    /** As they are once the moves so far are done. */
    private final List<CatalogGraph.Stored> databases;

    private final int life;
    private final Map<Long, CatalogGraph.Stored> changed = new LinkedHashMap<>();
    private final List<List<Object>> rows = new ArrayList<>();

    private Moves(GraphTransaction system) {
        this.system = system;
        this.servers = Placement.servers(system);
        this.databases = new ArrayList<>(CatalogGraph.databases(system));
        this.life = Placement.life(system);
    }

    // ---------------------------------------------------------------- away from servers

    /** Servers that give up copies. */
    private record Left(List<ServerGraph.Stored> servers, Set<String> ids, String named) {
        static Left of(GraphTransaction system, List<String> names) {
            List<ServerGraph.Stored> found = new ArrayList<>();
            for (String name : names) {
                ServerGraph.Stored stored = ServerRules.found(system, "deallocate", name);
                if (stored.entry().state() == State.DROPPED) {
                    throw CatalogError.SERVER_STATE.exception("deallocate", name, "Dropped");
                }
                found.add(stored);
            }
            return new Left(
                    found,
                    found.stream().map(server -> server.entry().serverId()).collect(Collectors.toSet()),
                    names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        }
    }

    /** Moves everything but {@code system} off these servers, for good. */
    static Catalog.ShownDatabases deallocate(AdminCommand.DeallocateServers command, GraphTransaction system) {
        Moves moves = new Moves(system);
        Left left = Left.of(system, command.servers());
        for (CatalogGraph.Stored stored : moves.hostedBy(left)) {
            CatalogException obstacle = moves.leave(stored, left);
            if (obstacle != null) {
                throw obstacle;
            }
        }
        boolean nothingNew = moves.changed.isEmpty()
                && left.servers().stream().allMatch(server -> server.entry().state() == State.DEALLOCATING);
        if (!command.dryRun() && !nothingNew) {
            CatalogGraph.nextVersion(system);
            left.servers()
                    .forEach(server -> ServerGraph.write(
                            system,
                            server,
                            server.entry().in(State.DEALLOCATING, server.entry().constraints())));
            moves.write();
        }
        return moves.answer();
    }

    /** Moves one database off these servers, which stay as they are. Nothing moves that is not there. */
    static Catalog.ShownDatabases deallocate(AdminCommand.DeallocateDatabase command, GraphTransaction system) {
        Moves moves = new Moves(system);
        Left left = Left.of(system, command.servers());
        String name = moves.named(command.database(), "deallocate");
        for (CatalogGraph.Stored stored : moves.hostedBy(left)) {
            CatalogException obstacle = stored.entry().name().equals(name) ? moves.leave(stored, left) : null;
            if (obstacle != null) {
                throw obstacle;
            }
        }
        return moves.done(command.dryRun());
    }

    /** Moves so many databases off a server, of those that can move. Throws what holds the first up if none can. */
    static Catalog.ShownDatabases deallocate(AdminCommand.DeallocateNumber command, GraphTransaction system) {
        requirePositive(command.number());
        Moves moves = new Moves(system);
        Left left = Left.of(system, List.of(command.server()));
        CatalogException first = null;
        for (CatalogGraph.Stored stored : moves.hostedBy(left)) {
            if (moves.changed.size() < command.number()) {
                CatalogException obstacle = moves.leave(stored, left);
                first = first == null ? obstacle : first;
            }
        }
        if (first != null && moves.changed.isEmpty()) {
            throw first;
        }
        return moves.done(command.dryRun());
    }

    /** Without {@code system}, which is everywhere. */
    private List<CatalogGraph.Stored> hostedBy(Left left) {
        return databases.stream()
                .filter(stored -> !stored.entry().name().equals(DatabaseNames.SYSTEM))
                .filter(stored ->
                        stored.entry().wanted().anyMatch(copy -> left.ids().contains(copy.serverId())))
                .toList();
    }

    /** Has a database leave these servers; why it cannot, or null if it does. */
    private CatalogException leave(CatalogGraph.Stored stored, Left left) {
        DatabaseEntry entry = stored.entry();
        if (entry.requestedStatus() == RequestedStatus.OFFLINE || entry.isBeingDumped()) {
            return CatalogError.DEALLOCATE_OFFLINE.exception(left.named(), entry.name());
        }
        List<ServerEntry> takers = servers.stream()
                .map(server -> left.ids().contains(server.serverId())
                        ? server.in(State.DEALLOCATING, server.constraints())
                        : server)
                .toList();
        Allocator allocator = new Allocator(takers, entries());
        List<Allocation> placed = allocator.place(entry.name(), entry.topology(), entry.allocations(), life, null);
        if (placed == null) {
            return CatalogError.DEALLOCATE_TOO_FEW.exception(
                    left.named(), entry.name(), entry.topology().copies(), allocator.possible(entry.name()));
        }
        become(stored, entry.allocated(entry.topology(), placed));
        return null;
    }

    // ---------------------------------------------------------------- balance

    /** A copy that is to be elsewhere. */
    private record Move(CatalogGraph.Stored database, Allocation from, String toServer) {}

    /** Moves copies, one after the other, from the server with the most to the one with the fewest. */
    static Catalog.ShownDatabases reallocate(AdminCommand.ReallocateDatabases command, GraphTransaction system) {
        if (command.number() != null) {
            requirePositive(command.number());
        }
        Moves moves = new Moves(system);
        String only = command.database() == null ? null : moves.named(command.database(), "reallocate");
        Allocator allocator = new Allocator(moves.servers, moves.entries());
        int most = command.number() == null ? Integer.MAX_VALUE : command.number();
        Optional<Move> next = moves.next(allocator, only);
        while (next.isPresent() && moves.rows.size() < most) {
            Move move = next.get();
            DatabaseEntry before = move.database().entry();
            moves.become(
                    move.database(),
                    before.allocated(
                            before.topology(),
                            Allocator.moved(before.allocations(), move.from(), move.toServer(), moves.life)));
            allocator.count(move.from().serverId(), move.toServer());
            next = moves.next(allocator, only);
        }
        return moves.done(command.dryRun());
    }

    private Optional<Move> next(Allocator allocator, String only) {
        List<ServerEntry> enabled = servers.stream()
                .filter(server -> server.state() == State.ENABLED)
                .sorted(Comparator.comparingInt((ServerEntry server) -> allocator.load(server.serverId()))
                        .thenComparing(ServerEntry.BY_ID))
                .toList();
        for (ServerEntry to : enabled) {
            for (int i = enabled.size() - 1; i >= 0; i--) {
                ServerEntry from = enabled.get(i);
                if (allocator.load(from.serverId()) - allocator.load(to.serverId()) >= 2) {
                    Optional<Move> move = move(from, to, only);
                    if (move.isPresent()) {
                        return move;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The first database that can move from one server to the other; stopped ones cannot. */
    private Optional<Move> move(ServerEntry from, ServerEntry to, String only) {
        for (CatalogGraph.Stored stored : databases) {
            DatabaseEntry entry = stored.entry();
            boolean free = !entry.name().equals(DatabaseNames.SYSTEM)
                    && (only == null || only.equals(entry.name()))
                    && entry.copyOn(to.serverId()) == null
                    && entry.leaving().noneMatch(copy -> copy.serverId().equals(from.serverId()))
                    && entry.requestedStatus() == RequestedStatus.ONLINE
                    && !entry.isBeingDumped();
            Optional<Allocation> copy = entry.wanted()
                    .filter(allocation -> allocation.serverId().equals(from.serverId()))
                    .filter(allocation -> free && to.takes(entry.name(), allocation.mode()))
                    .findFirst();
            if (copy.isPresent()) {
                return Optional.of(new Move(stored, copy.get(), to.serverId()));
            }
        }
        return Optional.empty();
    }

    // ---------------------------------------------------------------- both

    private static void requirePositive(int number) {
        if (number < 1) {
            throw CatalogError.MOVE_NUMBER.exception(number);
        }
    }

    /** The name of the database that a name or alias means. */
    private String named(String typed, String verb) {
        String name = AliasGraph.resolved(system, DatabaseNames.folded(typed));
        if (name.equals(DatabaseNames.SYSTEM)) {
            throw CatalogError.SYSTEM_PROTECTED.exception(verb);
        }
        if (CatalogGraph.database(system, name) == null) {
            throw CatalogError.NOT_FOUND.exception(verb, name);
        }
        return name;
    }

    private List<DatabaseEntry> entries() {
        return databases.stream().map(CatalogGraph.Stored::entry).toList();
    }

    private void become(CatalogGraph.Stored before, DatabaseEntry entry) {
        CatalogGraph.Stored after = new CatalogGraph.Stored(before.nodeId(), entry, null, null);
        databases.replaceAll(stored -> stored.nodeId() == after.nodeId() ? after : stored);
        changed.put(after.nodeId(), after);
        addRows(before.entry(), entry);
    }

    /** A row for each copy that goes, with one that comes in the same mode. */
    private void addRows(DatabaseEntry before, DatabaseEntry after) {
        List<Allocation> coming = new ArrayList<>(after.wanted()
                .filter(copy -> before.wanted().noneMatch(old -> old.serverId().equals(copy.serverId())))
                .toList());
        before.wanted()
                .filter(old -> after.wanted().noneMatch(copy -> copy.serverId().equals(old.serverId())))
                .forEach(old -> {
                    Allocation target = coming.remove(0);
                    List<Object> row = new ArrayList<>();
                    row.add(before.name());
                    row.add(nameOf(old.serverId()));
                    row.add(old.serverId());
                    row.add(nameOf(target.serverId()));
                    row.add(target.serverId());
                    row.add(target.mode().name().toLowerCase(java.util.Locale.ROOT));
                    rows.add(row);
                });
    }

    private String nameOf(String serverId) {
        return servers.stream()
                .filter(server -> server.serverId().equals(serverId))
                .map(ServerEntry::name)
                .findFirst()
                .orElse(serverId);
    }

    private Catalog.ShownDatabases done(boolean dryRun) {
        if (!dryRun && !changed.isEmpty()) {
            CatalogGraph.nextVersion(system);
            write();
        }
        return answer();
    }

    private void write() {
        changed.values()
                .forEach(stored -> CatalogGraph.allocate(
                        system,
                        stored,
                        stored.entry().topology(),
                        stored.entry().allocations()));
    }

    private Catalog.ShownDatabases answer() {
        return new Catalog.ShownDatabases(COLUMNS, rows);
    }
}
