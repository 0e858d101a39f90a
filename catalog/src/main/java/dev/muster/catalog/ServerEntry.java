package dev.muster.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the catalog says of one server (facts/backup-and-admin.md F.11).
 *
 * @param name what people call it; the id unless it was renamed
 * @param addresses where it is to be found, {@code host:port} by purpose, as it said itself
 * @param dataId which data directory it works on; empty as long as it has not said so
 */
public record ServerEntry(
        String serverId,
        String name,
        State state,
        Constraints constraints,
        Map<String, String> addresses,
        String dataId) {
    /** What databases may be placed on it. */
    public enum State {
        /** It has joined and hosts nothing but {@code system}. */
        FREE,
        ENABLED,
        /** It keeps what it has and gets nothing more. */
        CORDONED,
        /** Its databases move away. Irreversible; shown as Deallocated once all are gone. */
        DEALLOCATING,
        /** It belongs to the cluster no longer and cannot come back under this id. */
        DROPPED
    }

    /** As what a server may host databases. */
    public enum ModeConstraint {
        NONE,
        PRIMARY,
        SECONDARY
    }

    /** What may be placed on an enabled server; of allowed and denied databases at most one is not empty. */
    public record Constraints(
            ModeConstraint mode, Set<String> allowedDatabases, Set<String> deniedDatabases, List<String> tags) {
        public static final Constraints NONE = new Constraints(ModeConstraint.NONE, Set.of(), Set.of(), List.of());

        public Constraints {
            allowedDatabases = new TreeSet<>(allowedDatabases);
            deniedDatabases = new TreeSet<>(deniedDatabases);
            tags = List.copyOf(tags);
        }

        boolean allows(String database) {
            return (allowedDatabases.isEmpty() || allowedDatabases.contains(database))
                    && !deniedDatabases.contains(database);
        }
    }

    static final Comparator<ServerEntry> BY_ID = Comparator.comparing(ServerEntry::serverId);

    public ServerEntry {
        addresses = new TreeMap<>(addresses);
    }

    /** One that has said nothing of its data directory yet. */
    public ServerEntry(
            String serverId, String name, State state, Constraints constraints, Map<String, String> addresses) {
        this(serverId, name, state, constraints, addresses, "");
    }

    ServerEntry in(State newState, Constraints newConstraints) {
        return new ServerEntry(serverId, name, newState, newConstraints, addresses, dataId);
    }

    ServerEntry at(Map<String, String> newAddresses) {
        return new ServerEntry(serverId, name, state, constraints, newAddresses, dataId);
    }

    ServerEntry named(String newName) {
        return new ServerEntry(serverId, newName, state, constraints, addresses, dataId);
    }

    ServerEntry on(String newDataId) {
        return new ServerEntry(serverId, name, state, constraints, addresses, newDataId);
    }

    /** Whether the database may be placed here as a primary or a secondary. */
    boolean takes(String database, Allocation.Mode mode) {
        ModeConstraint other = mode == Allocation.Mode.PRIMARY ? ModeConstraint.SECONDARY : ModeConstraint.PRIMARY;
        return state == State.ENABLED && constraints.allows(database) && constraints.mode() != other;
    }

    /** As {@code SHOW SERVERS} prints it. */
    static String text(State state, boolean hostsDatabases) {
        if (state == State.DEALLOCATING && !hostsDatabases) {
            return "Deallocated";
        }
        String name = state.name().toLowerCase(Locale.ROOT);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
