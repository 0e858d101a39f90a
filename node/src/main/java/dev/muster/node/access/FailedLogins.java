package dev.muster.node.access;

import dev.muster.runtime.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong passwords per user name, whether there is such a user or not: after so many in a row nobody logs in under that
 * name for a while, so that guessing is slow however many connections guess. Any thread.
 */
final class FailedLogins {
    private static final int NAMES_MAX = 10_000;

    private final Clock clock;
    private final int attemptsMax;
    private final long lockNanos;
    private final Map<String, Failures> byName = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > NAMES_MAX;
        }
    };

    /** What is told of a guess. */
    enum Guess {
        RIGHT,
        WRONG,
        LOCKED
    }

    private record Failures(int count, long lastNanos) {}

    /** {@code attemptsMax} 0 is no limit. */
    FailedLogins(Clock clock, int attemptsMax, long lockMillis) {
        this.clock = clock;
        this.attemptsMax = attemptsMax;
        this.lockNanos = lockMillis * 1_000_000L;
    }

    /** Whether the name is locked at the moment. */
    synchronized boolean isLocked(String name) {
        Failures failures = byName.get(name);
        return attemptsMax > 0
                && failures != null
                && failures.count() >= attemptsMax
                && clock.monotonicNanos() - failures.lastNanos() < lockNanos;
    }

    /**
     * Counts a guess that was looked at while others were, on other connections. Whether it was right is not to be told if the
     * name has been locked meanwhile: else as many as fit at the same time could be tried at once.
     */
    synchronized Guess guessed(String name, boolean right) {
        if (isLocked(name)) {
            return Guess.LOCKED;
        } else if (right) {
            byName.remove(name);
            return Guess.RIGHT;
        }
        Failures failures = byName.get(name);
        byName.put(name, new Failures(failures == null ? 1 : failures.count() + 1, clock.monotonicNanos()));
        return Guess.WRONG;
    }
}
