package dev.muster.catalog;

import dev.muster.catalog.ServerEntry.Constraints;
import dev.muster.catalog.ServerEntry.ModeConstraint;
import dev.muster.catalog.ServerEntry.State;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The commands about servers (facts/backup-and-admin.md F.11), and what servers themselves have put down. */
final class ServerRules {
    private ServerRules() {}

    /** A server has joined: it becomes a member of {@code system}, and can be enabled. Or it has moved. */
    static void register(AdminCommand.RegisterServer command, GraphTransaction system) {
        ServerGraph.Stored known = find(system, command.serverId());
        if (known != null) {
            ServerEntry entry = known.entry();
            if (entry.state() != State.DROPPED && !entry.addresses().equals(command.addresses())) {
                CatalogGraph.nextVersion(system);
                ServerGraph.write(system, known, entry.at(command.addresses()));
            }
            return;
        }
        Boolean asked = CatalogGraph.enablesFreeServers(system);
        boolean enable = asked == null ? command.enable() : asked;
        CatalogGraph.nextVersion(system);
        ServerGraph.create(
                system,
                new ServerEntry(
                        command.serverId(),
                        command.name(),
                        enable ? State.ENABLED : State.FREE,
                        Constraints.NONE,
                        command.addresses()));
        CatalogGraph.Stored stored = CatalogGraph.database(system, DatabaseNames.SYSTEM);
        List<Allocation> allocations = new ArrayList<>(stored.entry().allocations());
        allocations.add(Allocation.primary(command.serverId()));
        allocateSystem(system, stored, allocations);
    }

    static void enable(AdminCommand.EnableServer command, GraphTransaction system) {
        String verb = command.alter() ? "alter" : "enable";
        ServerGraph.Stored stored = found(system, verb, command.server());
        State state = stored.entry().state();
        boolean mayBeEnabled = state == State.FREE || state == State.ENABLED || state == State.CORDONED;
        if (command.alter() ? state == State.DROPPED : !mayBeEnabled) {
            throw CatalogError.SERVER_STATE.exception(verb, command.server(), shown(system, stored.entry()));
        }
        Constraints constraints = constraints(verb, command, stored.entry().constraints());
        State newState = command.alter() ? state : State.ENABLED;
        if (state != newState || !constraints.equals(stored.entry().constraints())) {
            CatalogGraph.nextVersion(system);
            ServerGraph.write(system, stored, stored.entry().in(newState, constraints));
        }
    }

    /** Also those that are free at the time: whoever wants it so need not look for them. */
    static void enableFree(AdminCommand.EnableFreeServers command, GraphTransaction system) {
        List<ServerGraph.Stored> free = ServerGraph.servers(system).stream()
                .filter(server -> command.automatically() && server.entry().state() == State.FREE)
                .toList();
        Boolean before = CatalogGraph.enablesFreeServers(system);
        if (before != null && before == command.automatically() && free.isEmpty()) {
            return;
        }
        CatalogGraph.nextVersion(system);
        CatalogGraph.enableFreeServers(system, command.automatically());
        free.forEach(server -> ServerGraph.write(
                system, server, server.entry().in(State.ENABLED, server.entry().constraints())));
    }

    /** Gives an enabled server no more copies, or again. */
    static void cordon(AdminCommand.CordonServer command, GraphTransaction system) {
        String verb = command.cordon() ? "cordon" : "uncordon";
        ServerGraph.Stored stored = found(system, verb, command.server());
        State state = stored.entry().state();
        if (state != State.ENABLED && state != State.CORDONED) {
            throw CatalogError.SERVER_STATE.exception(verb, command.server(), shown(system, stored.entry()));
        }
        State wanted = command.cordon() ? State.CORDONED : State.ENABLED;
        if (state != wanted) {
            CatalogGraph.nextVersion(system);
            ServerGraph.write(
                    system, stored, stored.entry().in(wanted, stored.entry().constraints()));
        }
    }

    static void rename(AdminCommand.RenameServer command, GraphTransaction system) {
        ServerGraph.Stored stored = found(system, "rename", command.server());
        if (ServerGraph.servers(system).stream()
                .anyMatch(other -> other.entry().name().equals(command.newName())
                        && !other.entry().serverId().equals(stored.entry().serverId()))) {
            throw CatalogError.SERVER_NAME_TAKEN.exception(command.server(), command.newName());
        }
        CatalogGraph.nextVersion(system);
        ServerGraph.write(system, stored, stored.entry().named(command.newName()));
    }

    /** Only of a server without databases: it leaves {@code system} too, and belongs to the cluster no longer. */
    static void drop(AdminCommand.DropServer command, GraphTransaction system) {
        ServerGraph.Stored stored = found(system, "drop", command.server());
        ServerEntry entry = stored.entry();
        if (entry.state() == State.DROPPED) {
            return;
        }
        if (entry.state() != State.DEALLOCATING || hostsDatabases(CatalogGraph.databases(system), entry.serverId())) {
            throw CatalogError.SERVER_STATE.exception("drop", command.server(), shown(system, entry));
        }
        CatalogGraph.nextVersion(system);
        ServerGraph.write(system, stored, entry.in(State.DROPPED, entry.constraints()));
        CatalogGraph.Stored systems = CatalogGraph.database(system, DatabaseNames.SYSTEM);
        allocateSystem(
                system,
                systems,
                systems.entry().allocations().stream()
                        .map(allocation ->
                                allocation.serverId().equals(entry.serverId()) ? allocation.leaving() : allocation)
                        .toList());
    }

    /** A copy that had to go is out of its group. */
    static void release(AdminCommand.ReleaseCopy command, GraphTransaction system) {
        CatalogGraph.databases(system).stream()
                .filter(stored -> stored.entry().databaseId().equals(command.databaseId()))
                .forEach(stored -> {
                    List<Allocation> left = stored.entry().allocations().stream()
                            .filter(allocation -> !(allocation.isLeaving()
                                    && allocation.serverId().equals(command.serverId())
                                    && allocation.life() == command.life()))
                            .toList();
                    if (left.size() < stored.entry().allocations().size()) {
                        CatalogGraph.nextVersion(system);
                        CatalogGraph.allocate(system, stored, stored.entry().topology(), left);
                    }
                });
    }

    /** The server of that name, else of that id. Throws if there is none, or it was dropped. */
    static ServerGraph.Stored found(GraphTransaction system, String verb, String nameOrId) {
        ServerGraph.Stored stored = ServerGraph.servers(system).stream()
                .filter(server -> server.entry().name().equals(nameOrId))
                .findFirst()
                .orElseGet(() -> find(system, nameOrId));
        if (stored == null) {
            throw CatalogError.SERVER_NOT_FOUND.exception(verb, nameOrId);
        }
        return stored;
    }

    static boolean hostsDatabases(List<CatalogGraph.Stored> databases, String serverId) {
        return databases.stream()
                .map(CatalogGraph.Stored::entry)
                .filter(entry -> !entry.name().equals(DatabaseNames.SYSTEM))
                .anyMatch(entry -> entry.copyOn(serverId) != null);
    }

    private static String shown(GraphTransaction system, ServerEntry entry) {
        return ServerEntry.text(entry.state(), hostsDatabases(CatalogGraph.databases(system), entry.serverId()));
    }

    /** The server of that id, dropped or not; null if none ever joined. */
    static ServerGraph.Stored find(GraphTransaction system, String serverId) {
        return ServerGraph.servers(system).stream()
                .filter(server -> server.entry().serverId().equals(serverId))
                .findFirst()
                .orElse(null);
    }

    private static void allocateSystem(
            GraphTransaction system, CatalogGraph.Stored stored, List<Allocation> allocations) {
        int primaries = Math.toIntExact(
                allocations.stream().filter(copy -> !copy.isLeaving()).count());
        CatalogGraph.allocate(system, stored, new Topology(primaries, 0), allocations);
    }

    /** Options that are not given keep their values; ENABLE without any keeps all. */
    private static Constraints constraints(String verb, AdminCommand.EnableServer command, Constraints before) {
        ModeConstraint mode = before.mode();
        Set<String> allowed = null;
        Set<String> denied = null;
        List<String> tags = before.tags();
        for (Map.Entry<String, Object> option : new TreeMap<>(command.options()).entrySet()) {
            switch (option.getKey().toLowerCase(Locale.ROOT)) {
                case "modeconstraint" -> mode = mode(verb, command.server(), option);
                case "alloweddatabases" -> allowed = names(strings(verb, command.server(), option));
                case "denieddatabases" -> denied = names(strings(verb, command.server(), option));
                case "tags" -> tags = strings(verb, command.server(), option);
                default -> throw CatalogError.NOT_SUPPORTED.exception("option '" + option.getKey() + "'");
            }
        }
        if (allowed != null && denied != null && !allowed.isEmpty() && !denied.isEmpty()) {
            throw CatalogError.SERVER_OPTIONS_EXCLUDE.exception(verb, command.server());
        }
        boolean neither = allowed == null && denied == null;
        return new Constraints(
                mode,
                neither ? before.allowedDatabases() : allowed == null ? Set.of() : allowed,
                neither ? before.deniedDatabases() : denied == null ? Set.of() : denied,
                tags);
    }

    private static ModeConstraint mode(String verb, String server, Map.Entry<String, Object> option) {
        for (ModeConstraint mode : ModeConstraint.values()) {
            if (mode.name().equalsIgnoreCase(String.valueOf(option.getValue()))) {
                return mode;
            }
        }
        throw CatalogError.SERVER_OPTION.exception(verb, server, option.getKey(), "'PRIMARY', 'SECONDARY' or 'NONE'");
    }

    private static Set<String> names(List<String> databases) {
        Set<String> folded = new TreeSet<>();
        databases.forEach(name -> folded.add(DatabaseNames.folded(name)));
        return folded;
    }

    private static List<String> strings(String verb, String server, Map.Entry<String, Object> option) {
        if (option.getValue() instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw CatalogError.SERVER_OPTION.exception(verb, server, option.getKey(), "a list of strings");
    }
}
