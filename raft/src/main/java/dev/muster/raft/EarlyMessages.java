package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.FrameReader;
import dev.muster.runtime.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What peers have just said to groups that do not run here. The members of a new group start within moments of each other: what
 * the first of them ask and tell the others would be lost, and repeated after a heartbeat or in another election only. So it is
 * kept for a moment, and the group hears it when it begins. To consensus that is a slow network.
 *
 * <p>Of each group a few messages, of the last groups only, and none that is long: those are no part of a beginning. Any
 * thread; the lock is held for moments only.
 */
final class EarlyMessages {
    private static final int GROUPS_MAX = 64;
    private static final int OF_A_GROUP_MAX = 8;
    /** Frames that are longer are not kept. */
    static final int FRAME_BYTES_MAX = 4 * 1024;

    private static final long AGE_NANOS_MAX = 1_000_000_000L;

    private final Clock clock;
    private final Map<UUID, ArrayDeque<Early>> byGroup = new LinkedHashMap<>();

    /** A message, and which life of this server it was for. */
    private record Early(Endpoint target, FrameReader.Incoming message, long atNanos) {}

    EarlyMessages(Clock clock) {
        this.clock = clock;
    }

    /** Keeps a message. */
    synchronized void put(Endpoint target, FrameReader.Incoming message) {
        ArrayDeque<Early> ofGroup = byGroup.computeIfAbsent(message.group(), id -> new ArrayDeque<>());
        if (ofGroup.size() == OF_A_GROUP_MAX) {
            ofGroup.poll();
        }
        ofGroup.add(new Early(target, message, clock.monotonicNanos()));
        if (byGroup.size() > GROUPS_MAX) {
            byGroup.remove(byGroup.keySet().iterator().next());
        }
    }

    /** Hands out what was said to this life of the server in a group, in order. */
    synchronized List<FrameReader.Incoming> take(UUID group, Endpoint target) {
        List<FrameReader.Incoming> taken = new ArrayList<>();
        ArrayDeque<Early> ofGroup = byGroup.remove(group);
        if (ofGroup != null) {
            long now = clock.monotonicNanos();
            for (Early early : ofGroup) {
                if (early.target().equals(target) && now - early.atNanos() <= AGE_NANOS_MAX) {
                    taken.add(early.message());
                }
            }
        }
        return taken;
    }
}
