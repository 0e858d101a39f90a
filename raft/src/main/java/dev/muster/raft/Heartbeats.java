package dev.muster.raft;

import dev.muster.runtime.Lane;
import dev.muster.runtime.Random;

/**
 * When a group's leader shows itself, and when its followers look whether it still does; and what then happens, the library's
 * heartbeat or less ({@link QuietBeat}).
 *
 * <p>Leaders show themselves at the same moments in all groups of a server, so that what a lane's groups say to a peer goes
 * out in one frame of one turn. Followers look when the election timeout of what they last heard is over, at one of a few
 * moments that are common to a server's groups, so that a hundred idle groups do not wake their lane a hundred times; which
 * one, and the server's phase, is random, since the followers on several servers would otherwise notice in the same moment
 * that a leader is gone, and divide the votes. Lane only.
 */
final class Heartbeats {
    /** Moments at which followers look, per heartbeat. */
    private static final int LOOKS = 3;

    private final HostedGroup group;
    private final LibraryClock clock;
    private final Random random;
    private final long periodNanos;
    private final long timeoutNanos;
    private final long phaseNanos;
    private QuietBeat quiet;
    private Runnable task;
    private Lane.Timer timer;
    private long heardNanos;
    private long votedNanos;
    private boolean voted;
    private boolean led;
    private boolean leading;
    private boolean newborn;

    /**
     * {@code phaseNanos} is the same for all groups of a server, and random. The {@code newborn} have no leader yet who might
     * show himself, and look sooner.
     */
    Heartbeats(
            HostedGroup group,
            LibraryClock clock,
            Random random,
            RaftSettings settings,
            long phaseNanos,
            boolean newborn) {
        this.newborn = newborn;
        this.group = group;
        this.clock = clock;
        this.random = random;
        this.periodNanos = settings.heartbeatMillis() * 1_000_000L;
        this.timeoutNanos = settings.electionTimeoutMillis() * 1_000_000L;
        this.phaseNanos = phaseNanos;
        this.heardNanos = clock.nanos();
    }

    void begin(QuietBeat quietBeat) {
        quiet = quietBeat;
    }

    /** This member has heard its leader. */
    void heard() {
        heardNanos = clock.nanos();
        led = true;
    }

    /** This member has given its vote away: whoever has it needs a moment to win and to show itself. */
    void voted() {
        votedNanos = clock.nanos();
        voted = true;
    }

    /** Half an election timeout, as long as a candidate goes on (Raft, §5.2). */
    private boolean isAwaitingCandidate() {
        return voted && !group.isLeading() && clock.nanos() - votedNanos < timeoutNanos / 2;
    }

    /** The library wants its heartbeat to run again. */
    void scheduled(Runnable heartbeat) {
        task = heartbeat;
        leading = group.isLeading();
        timer = group.scheduleUntouched(leading ? untilBeat() : untilLook(), this::beat);
    }

    /** At the end of a turn: whoever has just begun to lead must not wait for the moment at which a follower would look. */
    void look() {
        if (group.isLeading() && !leading && timer != null && timer.cancel()) {
            scheduled(task);
        }
    }

    /** Looks at once for the leader, as when the timeout is over. */
    void lookNow() {
        if (timer != null && timer.cancel()) {
            beat();
        }
    }

    /** The next moment, unless it is so near that it may be the one that has just been: timers are not exact. */
    private long untilBeat() {
        long next = clock.nanosToNext(periodNanos, 0);
        return next < periodNanos / 4 ? next + periodNanos : next;
    }

    private long untilLook() {
        long look = periodNanos / LOOKS;
        long sinceHeard = clock.nanos() - heardNanos;
        long patience = newborn ? 0 : periodNanos - look;
        newborn = false;
        long due = led && sinceHeard < timeoutNanos ? timeoutNanos - sinceHeard : patience;
        return due + clock.nanosToNext(look, phaseNanos + due) % look + look * random.nextInt(2);
    }

    private void beat() {
        timer = null;
        boolean stillLed = quiet.isLed();
        led = stillLed;
        if (stillLed || isAwaitingCandidate()) {
            scheduled(task);
            return;
        }
        group.elections().beforeHeartbeat();
        if (quiet.leaderBeats()) {
            scheduled(task);
        } else {
            group.run(task);
        }
    }
}
