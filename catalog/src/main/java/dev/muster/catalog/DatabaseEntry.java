package dev.muster.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the catalog says of one database.
 *
 * @param topology how many copies are wanted
 * @param founders the ids of the servers that its group was born with as voters, in that order; for ever
 * @param allocations the copies there are to be, and those that have to go. A server may have several: an older one that
 *     leaves, and one that takes its place afterwards
 * @param seedServerId the server whose store the database starts from, or null if it starts empty
 * @param artifactSeed the artifacts that the seed server makes that store of, or null if it has it already
 * @param readOnly whether ALTER DATABASE has set its access to READ ONLY; a server's settings may forbid writes besides
 * @param version grows with each wish about the database's status, over drops and re-creations too, so that a reconciler can
 *     tell a repeated wish from a new one
 * @param dumping how it stands with a DROP that dumps first; null if none was asked for
 */
public record DatabaseEntry(
        String name,
        UUID databaseId,
        RequestedStatus requestedStatus,
        Topology topology,
        List<String> founders,
        List<Allocation> allocations,
        String seedServerId,
        ArtifactSeed artifactSeed,
        boolean readOnly,
        long createdAtMillis,
        long version,
        Dumping dumping) {
    private static final Comparator<Allocation> GOES_FIRST = Comparator.comparing(
                    (Allocation allocation) -> !allocation.isLeaving())
            .thenComparing(Allocation::life);

    /** What was asked for. */
    public enum RequestedStatus {
        ONLINE,
        OFFLINE
    }

    /**
     * A database goes once its copies have been dumped.
     *
     * @param servers by id, those that still have to; none if it was called off
     * @param failure why it was called off; empty before
     */
    public record Dumping(List<String> servers, String failure) {
        public Dumping {
            servers = List.copyOf(servers);
        }
    }

    public DatabaseEntry {
        founders = List.copyOf(founders);
        allocations = List.copyOf(allocations);
    }

    /** A database that nobody has asked to drop with a dump. */
    public DatabaseEntry(
            String name,
            UUID databaseId,
            RequestedStatus requestedStatus,
            Topology topology,
            List<String> founders,
            List<Allocation> allocations,
            String seedServerId,
            ArtifactSeed artifactSeed,
            boolean readOnly,
            long createdAtMillis,
            long version) {
        this(
                name,
                databaseId,
                requestedStatus,
                topology,
                founders,
                allocations,
                seedServerId,
                artifactSeed,
                readOnly,
                createdAtMillis,
                version,
                null);
    }

    /** A database that is born with these servers as primaries. */
    public DatabaseEntry(
            String name,
            UUID databaseId,
            RequestedStatus requestedStatus,
            List<String> founders,
            String seedServerId,
            long createdAtMillis,
            long version) {
        this(
                name,
                databaseId,
                requestedStatus,
                new Topology(founders.size(), 0),
                founders,
                founders.stream().map(Allocation::primary).toList(),
                seedServerId,
                createdAtMillis,
                version);
    }

    /** A database that may be written, and is not made of an artifact. */
    public DatabaseEntry(
            String name,
            UUID databaseId,
            RequestedStatus requestedStatus,
            Topology topology,
            List<String> founders,
            List<Allocation> allocations,
            String seedServerId,
            long createdAtMillis,
            long version) {
        this(
                name,
                databaseId,
                requestedStatus,
                topology,
                founders,
                allocations,
                seedServerId,
                null,
                false,
                createdAtMillis,
                version);
    }

    /** Whether its copies are being dumped, so that it can be dropped; it runs nowhere meanwhile. */
    public boolean isBeingDumped() {
        return dumping != null && !dumping.servers().isEmpty();
    }

    /** The ids of the servers that are to have a copy. */
    public List<String> members() {
        return wanted().map(Allocation::serverId).toList();
    }

    /** The copies that are to be, without those that have to go. */
    public Stream<Allocation> wanted() {
        return allocations.stream().filter(allocation -> !allocation.isLeaving());
    }

    /** The copies that have to go. */
    public Stream<Allocation> leaving() {
        return allocations.stream().filter(Allocation::isLeaving);
    }

    /**
     * What a server has to host at present: what leaves goes first, and only then comes another life. Null for nothing. What it
     * has lost it does not host.
     */
    public Allocation copyOn(String serverId) {
        Allocation first = null;
        for (Allocation allocation : allocations) {
            if (allocation.serverId().equals(serverId)
                    && allocation.mode() != Allocation.Mode.LOST
                    && (first == null || GOES_FIRST.compare(allocation, first) < 0)) {
                first = allocation;
            }
        }
        return first;
    }

    /** Whether this is a copy that the group was born with. */
    public boolean isFounder(Allocation allocation) {
        return allocation.life() == 0 && founders.contains(allocation.serverId());
    }

    DatabaseEntry allocated(Topology newTopology, List<Allocation> newAllocations) {
        return new DatabaseEntry(
                name,
                databaseId,
                requestedStatus,
                newTopology,
                founders,
                newAllocations,
                seedServerId,
                artifactSeed,
                readOnly,
                createdAtMillis,
                version,
                dumping);
    }
}
