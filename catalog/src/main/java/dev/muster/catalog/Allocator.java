package dev.muster.catalog;

import dev.muster.catalog.Allocation.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Chooses the servers of a database: keeps the copies there are, promotes before it copies, and takes the servers with the
 * fewest copies first. Deterministic; knows nothing but what it is given.
 */
final class Allocator {
    private final List<ServerEntry> servers;
    private final Map<String, Integer> copies = new HashMap<>();

    /** {@code databases} are all that count for the balance, {@code system} apart. */
    Allocator(List<ServerEntry> servers, List<DatabaseEntry> databases) {
        this.servers = servers.stream().sorted(ServerEntry.BY_ID).toList();
        databases.stream()
                .filter(entry -> !entry.name().equals(DatabaseNames.SYSTEM))
                .flatMap(DatabaseEntry::wanted)
                .forEach(allocation -> copies.merge(allocation.serverId(), 1, Integer::sum));
    }

    /** How many copies a server has, or is to have. */
    int load(String serverId) {
        return copies.getOrDefault(serverId, 0);
    }

    /** On how many servers the database could be placed. */
    int possible(String database) {
        return (int) servers.stream()
                .filter(server -> server.takes(database, Mode.PRIMARY) || server.takes(database, Mode.SECONDARY))
                .count();
    }

    /**
     * The allocations that give the database the topology, those that have to go included; null if there are too few
     * servers.
     *
     * <p>At least one primary is on a server that no older copy has to leave first: a server begins the next copy only when
     * the former is gone, and a group in which all had to go could not let the last one go.
     *
     * @param life of copies that are new on their server
     * @param first the server that must be among the primaries, or null
     */
    List<Allocation> place(String database, Topology wanted, List<Allocation> current, int life, String first) {
        Map<String, Allocation> present = new HashMap<>();
        current.stream()
                .filter(allocation -> !allocation.isLeaving())
                .forEach(allocation -> present.put(allocation.serverId(), allocation));
        Comparator<ServerEntry> fewestCopies = Comparator.comparingInt(server -> load(server.serverId()));
        Set<String> leaving = current.stream()
                .filter(Allocation::isLeaving)
                .map(Allocation::serverId)
                .collect(Collectors.toSet());
        List<ServerEntry> primaries = choose(
                wanted.primaries(),
                server -> mayHave(server, database, Mode.PRIMARY, present),
                Comparator.comparing((ServerEntry server) -> !server.serverId().equals(first))
                        .thenComparing(server -> !isOnlyFor(server, Mode.PRIMARY))
                        .thenComparing(server -> rank(server, present.get(server.serverId()), Mode.PRIMARY))
                        .thenComparing(server -> leaving.contains(server.serverId()))
                        .thenComparing(fewestCopies));
        List<ServerEntry> secondaries = choose(
                wanted.secondaries(),
                server -> mayHave(server, database, Mode.SECONDARY, present) && !primaries.contains(server),
                Comparator.comparing((ServerEntry server) -> !isOnlyFor(server, Mode.SECONDARY))
                        .thenComparing(server -> rank(server, present.get(server.serverId()), Mode.SECONDARY))
                        .thenComparing(fewestCopies));
        boolean allOccupied = primaries.stream().allMatch(server -> leaving.contains(server.serverId()));
        if (allOccupied || primaries.size() < wanted.primaries() || secondaries.size() < wanted.secondaries()) {
            return null;
        }
        List<Allocation> placed = new ArrayList<>();
        primaries.forEach(server -> placed.add(copy(server, present, Mode.PRIMARY, life)));
        secondaries.forEach(server -> placed.add(copy(server, present, Mode.SECONDARY, life)));
        placed.sort(Comparator.comparing(Allocation::mode).thenComparing(Allocation::serverId));
        current.stream()
                .filter(old -> placed.stream().noneMatch(copy -> isSameCopy(copy, old)))
                .forEach(old -> placed.add(old.leaving()));
        return placed;
    }

    /** The same allocations with one copy elsewhere. */
    static List<Allocation> moved(List<Allocation> current, Allocation from, String toServer, int life) {
        List<Allocation> moved = new ArrayList<>();
        current.forEach(allocation ->
                moved.add(allocation.equals(from) ? new Allocation(toServer, life, from.mode()) : allocation));
        moved.add(from.leaving());
        return moved;
    }

    /** A copy has moved: the balance is another one. */
    void count(String fromServer, String toServer) {
        copies.merge(fromServer, -1, Integer::sum);
        copies.merge(toServer, 1, Integer::sum);
    }

    private List<ServerEntry> choose(int count, Predicate<ServerEntry> eligible, Comparator<ServerEntry> order) {
        return servers.stream().filter(eligible).sorted(order).limit(count).toList();
    }

    /** A server that can be nothing else is used for it before those that can. */
    private static boolean isOnlyFor(ServerEntry server, Mode mode) {
        return server.constraints().mode().name().equals(mode.name());
    }

    /** A cordoned server may have only what it has already. */
    private static boolean mayHave(ServerEntry server, String database, Mode mode, Map<String, Allocation> present) {
        Allocation there = present.get(server.serverId());
        boolean keeps = server.state() == ServerEntry.State.CORDONED && there != null && there.mode() == mode;
        return keeps || server.takes(database, mode);
    }

    /**
     * A copy of the kind stays, on cordoned servers last; a secondary is promoted at once; a primary must be copied anew to
     * become a secondary.
     */
    private static int rank(ServerEntry server, Allocation present, Mode mode) {
        if (present != null && present.mode() == mode) {
            return server.state() == ServerEntry.State.CORDONED ? 1 : 0;
        }
        return present != null && mode == Mode.PRIMARY ? 2 : 3;
    }

    private static Allocation copy(ServerEntry server, Map<String, Allocation> present, Mode mode, int life) {
        Allocation there = present.get(server.serverId());
        boolean demoted = there != null && there.mode() == Mode.PRIMARY && mode == Mode.SECONDARY;
        return there == null || demoted ? new Allocation(server.serverId(), life, mode) : there.as(mode);
    }

    private static boolean isSameCopy(Allocation one, Allocation other) {
        return one.serverId().equals(other.serverId()) && one.life() == other.life();
    }
}
