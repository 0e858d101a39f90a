package dev.muster.raft;

import dev.muster.raft.wire.Beat;
import dev.muster.raft.wire.Endpoint;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Random;

/**
 * When a group's leader shows itself, and when its followers look whether it still does; and what then happens, the library's
 * heartbeat or less ({@link QuietBeat}).
 *
 * <p>Leaders show themselves at the {@linkplain BeatMoments moments} of their lane. Followers look when the election timeout of
 * what they last heard is over, which they set a timer for only once it would be over before the lane's next moment. They look
 * at one of a few points in time that are common to a server's groups, so that a hundred groups without a leader do not wake
 * their lane a hundred times; which one, and the server's phase, is random, since the followers on several servers would
 * otherwise notice in the same instant that a leader is gone, and divide the votes. Lane only.
 */
final class Heartbeats {
    /** Points in time at which followers look, per heartbeat. */
    private static final int LOOKS = 3;

    private final HostedGroup group;
    private final BeatMoments moments;
    private final LibraryClock clock;
    private final Random random;
    private final long periodNanos;
    private final long timeoutNanos;
    private final long phaseNanos;
    private QuietBeat quiet;
    private Runnable task;
    private Lane.Timer timer;
    /** Whether the lane's next moment is waited for, instead of a timer. */
    private boolean awaiting;

    private long heardNanos;
    private long votedNanos;
    private boolean voted;
    private boolean led;
    private boolean leading;
    private boolean newborn;

    /**
     * The {@code newborn} have no leader yet who might show himself, and look in their {@linkplain Turns turn}, the first of them
     * at once.
     */
    Heartbeats(HostedGroup group, BeatMoments moments, LibraryClock clock, GroupHost host, boolean newborn) {
        this.newborn = newborn;
        this.group = group;
        this.moments = moments;
        this.clock = clock;
        this.random = host.world().random();
        this.periodNanos = host.settings().heartbeatMillis() * 1_000_000L;
        this.timeoutNanos = host.settings().electionTimeoutMillis() * 1_000_000L;
        this.phaseNanos = host.beatPhaseNanos();
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

    /** A beat, or the answer to one, has come from a peer at that time. */
    void received(Endpoint sender, Beat beat, long atNanos) {
        clock.at(atNanos, () -> {
            if (quiet.receive(sender, beat)) {
                heard();
            }
        });
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
        wait(leading || nanosLed() > moments.untilNext());
    }

    private void wait(boolean forMoment) {
        awaiting = forMoment;
        if (forMoment) {
            moments.await(this);
        } else {
            timer = group.scheduleUntouched(untilLook(), this::beat);
        }
    }

    /** A moment of the lane that was waited for. */
    void moment() {
        if (!awaiting || !group.isRunning()) {
            return;
        }
        awaiting = false;
        if (leading) {
            beat();
        } else {
            wait(nanosLed() > moments.untilNext());
        }
    }

    /** How long this member may still believe that its leader is there, if nothing more is heard. */
    private long nanosLed() {
        return led ? timeoutNanos - (clock.nanos() - heardNanos) : 0;
    }

    /** At the end of a turn: whoever has just begun to lead must not wait for the moment at which a follower would look. */
    void look() {
        if (group.isLeading() && !leading && stopWaiting()) {
            scheduled(task);
        }
    }

    /** Looks at once for the leader, as when the timeout is over. */
    void lookNow() {
        if (stopWaiting()) {
            beat();
        }
    }

    /** Whether it was waited for anything. */
    private boolean stopWaiting() {
        if (awaiting) {
            awaiting = false;
            moments.forget(this);
            return true;
        }
        return timer != null && timer.cancel();
    }

    private long untilLook() {
        int turn = newborn ? Turns.of(group.node(), null) : -1;
        newborn = false;
        if (turn >= 0) {
            return turn * periodNanos / Turns.PER_HEARTBEAT;
        }
        long look = periodNanos / LOOKS;
        long due = nanosLed() > 0 ? nanosLed() : periodNanos - look;
        return due + clock.nanosToNext(look, phaseNanos + due) % look + look * random.nextInt(2);
    }

    private void beat() {
        timer = null;
        moments.take();
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
