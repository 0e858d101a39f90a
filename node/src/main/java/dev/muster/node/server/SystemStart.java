package dev.muster.node.server;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.GroupId;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.runtime.Lane;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings up {@code system} on this server, which no catalog names before there is one: in the life that lies on the disk, or
 * else in the one that the others say. A copy whose consensus log is damaged makes room for another life in the same way; and
 * so does one that was taken out of the group: nobody sends it anything any more, and with it goes what the catalog would say of
 * all other databases here.
 *
 * <p><b>Lane.</b> The server's.
 */
final class SystemStart {
    private static final Logger LOG = LoggerFactory.getLogger(SystemStart.class);
    private static final long RETRY_NANOS = 1_000_000_000L;
    /** After so long without a leader it is asked whether the copy still belongs to the group. */
    private static final long DOUBT_NANOS = 5_000_000_000L;

    private final Lane lane;
    private final DatabaseHost host;
    private final RaftServer raft;
    private final SystemCopySearch search;
    private final DatabaseEntry entry;
    private final UUID clusterId;
    private boolean leaderless;
    private boolean replacing;
    private volatile boolean closed;

    /** {@code entry}: what {@code system} is before there is a catalog. */
    SystemStart(
            Lane lane,
            DatabaseHost host,
            RaftServer raft,
            SystemCopySearch search,
            DatabaseEntry entry,
            UUID clusterId) {
        this.lane = lane;
        this.host = host;
        this.raft = raft;
        this.search = search;
        this.entry = entry;
        this.clusterId = clusterId;
    }

    /** Starts it, now or when it is known which copy this server has. */
    void begin() {
        MemberId onDisk = raft.memberOnDisk(new GroupId(clusterId));
        if (onDisk != null) {
            start(onDisk.incarnation());
        } else if (entry.founders().equals(List.of(host.serverId()))) {
            start(0);
        } else {
            search.find(this::start);
        }
        lane.schedule(DOUBT_NANOS, this::doubt);
    }

    /** Begins nothing any more. */
    void close() {
        closed = true;
    }

    /** Its consensus log is damaged here: has the others take this copy out, and begins the next. Once per copy; any thread. */
    void replace(HostedDatabase system) {
        LOG.warn("the log of 'system' is damaged here: having the others take this copy out");
        search.replacing(system.member().incarnation(), life -> replace(system, life));
    }

    /** Asks the others about a copy that had no leader the last time either. */
    private void doubt() {
        if (closed) {
            return;
        }
        lane.schedule(DOUBT_NANOS, this::doubt);
        HostedDatabase system = host.system();
        RaftStatus raft = system == null ? null : system.raftStatus();
        boolean before = leaderless;
        leaderless = raft != null && raft.leader() == null;
        if (before && leaderless && !replacing) {
            int life = system.member().incarnation();
            search.inPlaceOf(life, next -> succeed(system, next));
        }
    }

    private void succeed(HostedDatabase system, int life) {
        if (!replacing && host.system() == system && life > system.member().incarnation()) {
            LOG.warn("this copy of 'system' is out of its group, and no leader told it: making room for the next");
            replacing = true;
            replace(system, life);
        }
    }

    private void replace(HostedDatabase system, int life) {
        if (closed) {
            return;
        }
        system.drop(false)
                .whenComplete((done, failure) -> lane.execute(() -> {
                    if (failure == null) {
                        host.remove(system.databaseId());
                        start(life);
                    } else {
                        LOG.warn("the damaged copy of 'system' could not be removed; trying again", failure);
                        lane.schedule(RETRY_NANOS, () -> replace(system, life));
                    }
                }));
    }

    private void start(int life) {
        replacing = false;
        if (!closed) {
            LOG.info("starting 'system'{}", life == 0 ? "" : " in life " + life + " of this server");
            host.startSystem(entry, clusterId, life);
        }
    }
}
