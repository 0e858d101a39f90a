package dev.muster.catalog;

import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.ServerEntry.State;
import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The commands that say where databases are: their topology, servers that are emptied, and the balance between servers. */
final class Placement {
    private static final List<String> MOVE_COLUMNS =
            List.of("database", "fromServerName", "fromServerId", "toServerName", "toServerId", "mode");

    private Placement() {}

    /** Where a new database goes: as many copies as wanted, or as there can be if nobody said how many. */
    static List<Allocation> ofNew(
            GraphReader system, String name, Topology wanted, boolean hard, String seed, DatabaseEntry replaced) {
        List<DatabaseEntry> others = entries(system).stream()
                .filter(entry -> replaced == null || !entry.databaseId().equals(replaced.databaseId()))
                .toList();
        Allocator allocator = new Allocator(servers(system), others);
        Topology asked = hard ? wanted : reduced(wanted, allocator.possible(name));
        List<Allocation> placed = allocator.place(name, asked, List.of(), 0, seed);
        if (placed == null) {
            throw CatalogError.TOPOLOGY_TOO_LARGE.exception("create", name, asked.copies(), allocator.possible(name));
        }
        return placed;
    }

    /**
     * Where a database goes that is made anew of the copy of {@code seed}, which must be
     * among its primaries (null for any), on servers that answer only: its group must not be without a majority again.
     */
    static List<Allocation> ofRecreated(
            GraphReader system, DatabaseEntry before, Topology wanted, String seed, List<String> answering) {
        List<DatabaseEntry> others = entries(system).stream()
                .filter(entry -> !entry.databaseId().equals(before.databaseId()))
                .toList();
        List<ServerEntry> servers = servers(system).stream()
                .filter(server -> answering.contains(server.serverId()))
                .toList();
        Allocator allocator = new Allocator(servers, others);
        List<Allocation> placed = allocator.place(before.name(), wanted, List.of(), 0, seed);
        boolean withSeed = placed != null
                && placed.stream()
                        .anyMatch(copy ->
                                seed == null || copy.serverId().equals(seed) && copy.mode() == Allocation.Mode.PRIMARY);
        if (!withSeed) {
            throw CatalogError.TOPOLOGY_TOO_LARGE.exception(
                    "recreate", before.name(), wanted.copies(), allocator.possible(before.name()));
        }
        return placed;
    }

    private static Topology reduced(Topology wanted, int possible) {
        int primaries = Math.max(1, Math.min(wanted.primaries(), possible));
        return new Topology(primaries, Math.max(0, Math.min(wanted.secondaries(), possible - primaries)));
    }

    static void alter(CatalogGraph.Stored stored, AdminCommand.Counts counts, GraphTransaction system) {
        String name = stored.entry().name();
        Topology wanted = CreateRules.topology(
                "alter",
                name,
                counts.primaries(),
                counts.secondaries(),
                stored.entry().topology());
        Allocator allocator = new Allocator(servers(system), entries(system));
        List<Allocation> placed = allocator.place(name, wanted, stored.entry().allocations(), life(system), null);
        if (placed == null) {
            throw CatalogError.TOPOLOGY_TOO_LARGE.exception("alter", name, wanted.copies(), allocator.possible(name));
        }
        if (!wanted.equals(stored.entry().topology())
                || !placed.equals(stored.entry().allocations())) {
            CatalogGraph.nextVersion(system);
            CatalogGraph.allocate(system, stored, wanted, placed);
        }
    }

    /** Moves everything but {@code system} off these servers, for good. */
    static Catalog.ShownDatabases deallocate(AdminCommand.DeallocateServers command, GraphTransaction system) {
        String named = command.servers().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        List<ServerGraph.Stored> emptied = new ArrayList<>();
        for (String name : command.servers()) {
            ServerGraph.Stored stored = ServerRules.found(system, "deallocate", name);
            if (stored.entry().state() == State.DROPPED) {
                throw CatalogError.SERVER_STATE.exception("deallocate", name, "Dropped");
            }
            emptied.add(stored);
        }
        Predicate<String> isEmptied = id ->
                emptied.stream().anyMatch(stored -> stored.entry().serverId().equals(id));
        List<ServerEntry> left = servers(system).stream()
                .map(server -> isEmptied.test(server.serverId())
                        ? server.in(State.DEALLOCATING, server.constraints())
                        : server)
                .toList();
        List<List<Object>> moves = new ArrayList<>();
        List<DatabaseEntry> entries = new ArrayList<>(entries(system));
        List<CatalogGraph.Stored> changed = new ArrayList<>();
        for (CatalogGraph.Stored stored : userDatabases(system)) {
            DatabaseEntry entry = stored.entry();
            if (entry.wanted().noneMatch(copy -> isEmptied.test(copy.serverId()))) {
                continue;
            }
            if (entry.requestedStatus() == RequestedStatus.OFFLINE) {
                throw CatalogError.DEALLOCATE_OFFLINE.exception(named, entry.name());
            }
            Allocator allocator = new Allocator(left, entries);
            List<Allocation> placed =
                    allocator.place(entry.name(), entry.topology(), entry.allocations(), life(system), null);
            if (placed == null) {
                throw CatalogError.DEALLOCATE_TOO_FEW.exception(
                        named, entry.name(), entry.topology().copies(), allocator.possible(entry.name()));
            }
            DatabaseEntry after = entry.allocated(entry.topology(), placed);
            addMoves(left, entry, after, moves);
            entries.replaceAll(old -> old.databaseId().equals(entry.databaseId()) ? after : old);
            changed.add(new CatalogGraph.Stored(stored.nodeId(), after, null, null));
        }
        boolean nothingNew = changed.isEmpty()
                && emptied.stream().allMatch(stored -> stored.entry().state() == State.DEALLOCATING);
        if (!command.dryRun() && !nothingNew) {
            CatalogGraph.nextVersion(system);
            emptied.forEach(stored -> ServerGraph.write(
                    system,
                    stored,
                    stored.entry().in(State.DEALLOCATING, stored.entry().constraints())));
            write(system, changed);
        }
        return new Catalog.ShownDatabases(MOVE_COLUMNS, moves);
    }

    /** Moves copies, one after the other, from the server with the most to the one with the fewest. */
    static Catalog.ShownDatabases reallocate(AdminCommand.ReallocateDatabases command, GraphTransaction system) {
        List<ServerEntry> servers = servers(system);
        List<CatalogGraph.Stored> databases = new ArrayList<>(userDatabases(system));
        Allocator allocator = new Allocator(servers, entries(system));
        List<List<Object>> moves = new ArrayList<>();
        List<CatalogGraph.Stored> changed = new ArrayList<>();
        int life = life(system);
        for (Optional<Move> next = nextMove(servers, databases, allocator);
                next.isPresent();
                next = nextMove(servers, databases, allocator)) {
            Move move = next.get();
            DatabaseEntry before = move.database().entry();
            DatabaseEntry after = before.allocated(
                    before.topology(), Allocator.moved(before.allocations(), move.from(), move.toServer(), life));
            CatalogGraph.Stored stored = new CatalogGraph.Stored(move.database().nodeId(), after, null, null);
            databases.replaceAll(old -> old.nodeId() == stored.nodeId() ? stored : old);
            changed.removeIf(old -> old.nodeId() == stored.nodeId());
            changed.add(stored);
            addMoves(servers, before, after, moves);
            allocator.count(move.from().serverId(), move.toServer());
        }
        if (!command.dryRun() && !changed.isEmpty()) {
            CatalogGraph.nextVersion(system);
            write(system, changed);
        }
        return new Catalog.ShownDatabases(MOVE_COLUMNS, moves);
    }

    /** A copy that is to be elsewhere. */
    private record Move(CatalogGraph.Stored database, Allocation from, String toServer) {}

    private static Optional<Move> nextMove(
            List<ServerEntry> servers, List<CatalogGraph.Stored> databases, Allocator allocator) {
        List<ServerEntry> enabled = servers.stream()
                .filter(server -> server.state() == State.ENABLED)
                .sorted(Comparator.comparingInt((ServerEntry server) -> allocator.load(server.serverId()))
                        .thenComparing(ServerEntry.BY_ID))
                .toList();
        for (ServerEntry to : enabled) {
            for (int i = enabled.size() - 1; i >= 0; i--) {
                ServerEntry from = enabled.get(i);
                if (allocator.load(from.serverId()) - allocator.load(to.serverId()) >= 2) {
                    Optional<Move> move = move(databases, from, to);
                    if (move.isPresent()) {
                        return move;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The first database that can move from one server to the other; stopped ones cannot. */
    private static Optional<Move> move(List<CatalogGraph.Stored> databases, ServerEntry from, ServerEntry to) {
        for (CatalogGraph.Stored stored : databases) {
            DatabaseEntry entry = stored.entry();
            boolean free = entry.copyOn(to.serverId()) == null
                    && entry.leaving().noneMatch(copy -> copy.serverId().equals(from.serverId()))
                    && entry.requestedStatus() == RequestedStatus.ONLINE;
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

    /** A row for each copy that goes, with one that comes in the same mode. */
    private static void addMoves(
            List<ServerEntry> servers, DatabaseEntry before, DatabaseEntry after, List<List<Object>> moves) {
        List<Allocation> coming = new ArrayList<>(after.wanted()
                .filter(copy -> before.wanted().noneMatch(old -> old.serverId().equals(copy.serverId())))
                .toList());
        before.wanted()
                .filter(old -> after.wanted().noneMatch(copy -> copy.serverId().equals(old.serverId())))
                .forEach(old -> {
                    Allocation target = coming.remove(0);
                    List<Object> row = new ArrayList<>();
                    row.add(before.name());
                    row.add(nameOf(servers, old.serverId()));
                    row.add(old.serverId());
                    row.add(nameOf(servers, target.serverId()));
                    row.add(target.serverId());
                    row.add(target.mode().name().toLowerCase(java.util.Locale.ROOT));
                    moves.add(row);
                });
    }

    private static String nameOf(List<ServerEntry> servers, String serverId) {
        return servers.stream()
                .filter(server -> server.serverId().equals(serverId))
                .map(ServerEntry::name)
                .findFirst()
                .orElse(serverId);
    }

    private static void write(GraphTransaction system, List<CatalogGraph.Stored> changed) {
        changed.forEach(stored -> CatalogGraph.allocate(
                system, stored, stored.entry().topology(), stored.entry().allocations()));
    }

    /** Nothing if the copy has to go already, is gone, or is the only one: then nobody could give another. */
    static void replace(AdminCommand.ReplaceCopy command, GraphTransaction system) {
        CatalogGraph.databases(system).stream()
                .filter(stored -> stored.entry().databaseId().equals(command.databaseId()))
                .filter(stored -> stored.entry().members().size() > 1)
                .forEach(stored -> stored.entry()
                        .wanted()
                        .filter(copy -> copy.serverId().equals(command.serverId()) && copy.life() == command.life())
                        .findFirst()
                        .ifPresent(copy -> replace(stored, copy, system)));
    }

    private static void replace(CatalogGraph.Stored stored, Allocation copy, GraphTransaction system) {
        DatabaseEntry entry = stored.entry();
        int life = life(system);
        CatalogGraph.nextVersion(system);
        CatalogGraph.allocate(
                system, stored, entry.topology(), Allocator.moved(entry.allocations(), copy, copy.serverId(), life));
    }

    /** The life of copies that this command makes: no earlier command can have had it. */
    static int life(GraphReader system) {
        return Math.toIntExact(CatalogGraph.version(system) + 1);
    }

    private static List<CatalogGraph.Stored> userDatabases(GraphReader system) {
        return CatalogGraph.databases(system).stream()
                .filter(stored -> !stored.entry().name().equals(DatabaseNames.SYSTEM))
                .toList();
    }

    private static List<DatabaseEntry> entries(GraphReader system) {
        return CatalogGraph.databases(system).stream()
                .map(CatalogGraph.Stored::entry)
                .toList();
    }

    private static List<ServerEntry> servers(GraphReader system) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .toList();
    }
}
