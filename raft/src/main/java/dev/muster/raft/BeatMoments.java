package dev.muster.raft;

import dev.muster.raft.wire.Beat;
import dev.muster.raft.wire.Endpoint;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moments, a heartbeat apart and the same for all lanes of a server, at which a lane sees to its groups' beats: it takes
 * those that have come since the last one, its leaders show themselves, and whoever has not heard a leader for long sets
 * himself a timer. All that is said to a peer, answers included, leaves in one frame.
 *
 * <p>While its groups are idle a lane is awake at these moments only: what makes idle databases dear is not what they do but
 * how often a thread has to be woken for it. A beat counts from when it came, whenever it is looked at, and whoever is about
 * to miss its leader, or is told anything else, looks at it before.
 *
 * <p><b>Lane.</b> One per lane, touched on it only, but for {@link #put}.
 */
final class BeatMoments {
    private static final Logger LOGGER = LoggerFactory.getLogger(BeatMoments.class);

    private final Lane lane;
    private final Clock clock;
    private final long periodNanos;
    private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private Set<Heartbeats> waiting = new LinkedHashSet<>();
    private volatile boolean scheduled;

    /** A beat, or the answer to one, as it came. */
    private record Arrived(HostedGroup group, Endpoint sender, Beat beat, long atNanos) {}

    BeatMoments(Lane lane, Clock clock, RaftSettings settings) {
        this.lane = lane;
        this.clock = clock;
        this.periodNanos = settings.heartbeatMillis() * 1_000_000L;
    }

    /** A beat or an answer has come, for a group of this lane; it waits for the next moment if there will be one. Any thread. */
    void put(HostedGroup group, Endpoint sender, Beat beat) {
        arrived.add(new Arrived(group, sender, beat, clock.monotonicNanos()));
        // Looked at after adding; a moment says that it has come before it takes what is there.
        if (!scheduled) {
            lane.execute(this::take);
        }
    }

    /** Hands out what has come so far. */
    void take() {
        for (Arrived next = arrived.poll(); next != null; next = arrived.poll()) {
            next.group().receive(next.sender(), next.beat(), next.atNanos());
        }
    }

    /** Has {@link Heartbeats#moment} called at the next moment. */
    void await(Heartbeats heartbeats) {
        waiting.add(heartbeats);
        if (!scheduled) {
            scheduled = true;
            lane.schedule(untilNext(), this::moment);
        }
    }

    /** Takes back {@link #await}. */
    void forget(Heartbeats heartbeats) {
        waiting.remove(heartbeats);
    }

    /** The time to the next moment, unless it is so near that it may be the one that has just been: timers are not exact. */
    long untilNext() {
        long next = periodNanos - Math.floorMod(clock.monotonicNanos(), periodNanos);
        return next < periodNanos / 4 ? next + periodNanos : next;
    }

    private void moment() {
        scheduled = false;
        take();
        Set<Heartbeats> due = waiting;
        waiting = new LinkedHashSet<>();
        for (Heartbeats heartbeats : due) {
            try {
                heartbeats.moment();
            } catch (RuntimeException e) {
                LOGGER.warn("The heartbeat of a group on lane {} failed", lane.name(), e);
            }
        }
    }
}
