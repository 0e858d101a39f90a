package dev.muster.sim.check;

import java.util.HashMap;
import java.util.Map;

/**
 * Which entries of a group are durable on which server.
 *
 * <p>What was on a disk that is lost counts on for entries that had been agreed on by then: they may be applied elsewhere
 * later, by servers that have them from those that counted that disk. Of others it counts for the life that had confirmed them,
 * which its leader cannot know to be over: neither for the life that takes its place, nor for itself if it begins again on
 * nothing.
 */
final class DurableEntries {
    /** The entries that were not agreed on when the disk of that life was lost. */
    private record Lost(long life, Marks marks) {}

    /** Whether an entry had been agreed on. */
    interface Agreement {
        boolean isReached(long index, long mark);
    }

    private final Map<String, Marks> kept = new HashMap<>();
    private final Map<String, Lost> lost = new HashMap<>();

    void synced(String server, long index, long mark) {
        kept.computeIfAbsent(server, name -> new Marks()).put(index, mark);
    }

    /** A life of the server begins in the group, or goes on. */
    void started(String server, long life) {
        Lost before = lost.get(server);
        if (before != null && before.life() == life) {
            lost.remove(server);
        }
    }

    /** The server has left the group, and all it kept of it is void. */
    void forgot(String server) {
        kept.remove(server);
        lost.remove(server);
    }

    /** The server's disk is gone; nothing up to and with {@code decided} will be asked for any more. */
    void lostDisk(String server, long life, long decided, Agreement agreement) {
        Marks marks = kept.get(server);
        if (marks == null) {
            return;
        }
        Marks only = new Marks();
        for (long index = decided + 1; index < marks.end(); index++) {
            long mark = marks.get(index);
            if (mark != 0 && !agreement.isReached(index, mark)) {
                only.put(index, mark);
            }
        }
        for (long index = decided + 1; index < only.end(); index++) {
            if (only.get(index) != 0) {
                marks.put(index, 0);
            }
        }
        lost.put(server, new Lost(life, only));
    }

    /** The mark of what that life of the server is known to have there; 0 if it has nothing. */
    long mark(String server, long life, long index) {
        long mark = kept.getOrDefault(server, Marks.NONE).get(index);
        if (mark != 0) {
            return mark;
        }
        Lost gone = lost.get(server);
        return gone != null && gone.life() == life ? gone.marks().get(index) : 0;
    }
}
