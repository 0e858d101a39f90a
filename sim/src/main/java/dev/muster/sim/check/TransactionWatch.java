package dev.muster.sim.check;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.MusterServer;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.store.PinnedVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Watches the stores: two members at the same transaction of a database have the same graph (state-machine safety, Raft
 * paper figure 3), whenever it was that each was there; so a transaction id that is given to something else after a crash is
 * found, too.
 */
final class TransactionWatch {
    private record Moment(UUID databaseId, long transactionId) {}

    private record Sighting(String digest, String server) {}

    private final Map<Moment, Sighting> sightings = new HashMap<>();
    private Violation found;

    /** Looks at all that a member hosts now; what is wrong is thrown at the next look. */
    void look(SimulatedMember member) {
        if (found != null) {
            throw found;
        }
        MusterServer server = member.server();
        if (server == null || member.isPaused()) {
            return;
        }
        for (HostedDatabase database : server.databases().all()) {
            database.pin().thenAccept(version -> note(member.name(), database, version));
        }
    }

    private void note(String server, HostedDatabase database, PinnedVersion version) {
        try (version) {
            Moment moment = new Moment(database.databaseId(), version.transactionId());
            Sighting now = new Sighting(version.digest().toString(), server);
            Sighting before = sightings.putIfAbsent(moment, now);
            if (before != null && !before.digest().equals(now.digest()) && found == null) {
                found = new Violation(
                        "state-machine safety",
                        "'" + database.name() + "' at transaction " + moment.transactionId() + " is " + before.digest()
                                + " on " + before.server() + " and " + now.digest() + " on " + server);
            }
        }
    }

    /** The digest that a member had at that transaction, or null if nobody was seen there. */
    String digest(UUID databaseId, long transactionId) {
        Sighting sighting = sightings.get(new Moment(databaseId, transactionId));
        return sighting == null ? null : sighting.digest();
    }

    /** How many different moments were seen. */
    int moments() {
        return sightings.size();
    }
}
