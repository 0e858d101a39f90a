package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a server must do so that its databases become what the catalog asks for: a pure function of both. */
final class ReconcilePlan {
    /** One thing to do; each can be repeated. */
    sealed interface Step {
        /** Begin to know a database, without starting it. */
        record Host(DatabaseEntry entry) implements Step {}

        record Start(UUID databaseId) implements Step {}

        record Stop(UUID databaseId) implements Step {}

        record Drop(UUID databaseId) implements Step {}

        /** Dump what is here of a database that is down, since it is to be dropped then. */
        record Dump(UUID databaseId) implements Step {}
    }

    /**
     * A database as it is here.
     *
     * @param life which life of this server in the database's group it is
     * @param busy whether an earlier step is still under way; nothing is planned for it then
     * @param begunVersion the entry's version it was last started under, or -1
     * @param retryDue whether enough time has passed since that start
     */
    record Copy(
            DatabaseEntry entry, int life, CurrentStatus status, boolean busy, long begunVersion, boolean retryDue) {
        /** Whether it stays as it is until it changes by itself, or somebody asks for something. */
        boolean isSettled() {
            return !busy
                    && switch (status) {
                        case ONLINE, DIRTY, QUARANTINED -> true;
                        case OFFLINE -> entry.requestedStatus() == RequestedStatus.OFFLINE;
                        default -> false;
                    };
        }
    }

    private ReconcilePlan() {}

    /**
     * @param catalogVersion of the catalog that {@code wanted} is from. After a crash it may be an old one, which knows nothing
     *     of copies that were placed later, and must not have them dropped: a copy's life is the version that placed it
     */
    static List<Step> plan(String self, long catalogVersion, List<DatabaseEntry> wanted, List<Copy> copies) {
        Map<UUID, DatabaseEntry> wantedById = new HashMap<>();
        wanted.forEach(entry -> wantedById.put(entry.databaseId(), entry));
        List<Step> steps = new ArrayList<>();
        Map<UUID, Copy> copyById = new HashMap<>();
        Map<String, Copy> copyByName = new HashMap<>();
        for (Copy copy : copies) {
            copyById.put(copy.entry().databaseId(), copy);
            copyByName.put(copy.entry().name(), copy);
            boolean known = copy.life() <= catalogVersion;
            if (known
                    && !copy.busy()
                    && !isWanted(copy, wantedById.get(copy.entry().databaseId()), self)) {
                steps.add(new Step.Drop(copy.entry().databaseId()));
            }
        }
        for (DatabaseEntry entry : wanted) {
            Copy copy = copyById.get(entry.databaseId());
            if (copy != null && isWanted(copy, entry, self)) {
                planCopy(entry, copy, self, steps);
            } else if (copy == null && !copyByName.containsKey(entry.name())) {
                steps.add(new Step.Host(entry));
            }
        }
        return steps;
    }

    /** A copy of another life than the one wanted has to make room for it. */
    private static boolean isWanted(Copy copy, DatabaseEntry entry, String self) {
        return entry != null && entry.copyOn(self).life() == copy.life();
    }

    private static void planCopy(DatabaseEntry entry, Copy copy, String self, List<Step> steps) {
        boolean frozen = copy.status() == CurrentStatus.QUARANTINED;
        boolean down = copy.status() == CurrentStatus.OFFLINE || copy.status() == CurrentStatus.DIRTY;
        if (!copy.busy() && entry.isBeingDumped()) {
            if (!down && !frozen) {
                steps.add(new Step.Stop(entry.databaseId()));
            } else if (entry.dumping().servers().contains(self)) {
                steps.add(new Step.Dump(entry.databaseId()));
            }
            return;
        }
        if (copy.busy() || frozen) {
            return;
        }
        boolean startable = down || copy.status() == CurrentStatus.INITIAL;
        if (entry.requestedStatus() == RequestedStatus.ONLINE && startable && mayStart(entry, copy)) {
            steps.add(new Step.Start(entry.databaseId()));
        } else if (entry.requestedStatus() == RequestedStatus.OFFLINE && !down) {
            steps.add(new Step.Stop(entry.databaseId()));
        }
    }

    /** A start that failed or did not last is tried again after a pause; a damaged database only when somebody asks again. */
    private static boolean mayStart(DatabaseEntry entry, Copy copy) {
        boolean again = copy.begunVersion() == entry.version();
        return !again || (copy.retryDue() && copy.status() != CurrentStatus.DIRTY);
    }
}
