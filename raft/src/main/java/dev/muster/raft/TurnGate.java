package dev.muster.raft;

import dev.muster.raft.log.LogBatch;
import dev.muster.raft.log.TurnLog;
import dev.muster.raft.wire.Beat;
import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.FrameWriter;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import io.microraft.model.message.RaftMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps "durable before anything leaves" (facts/raft.md 5): collects the records and the outputs of a lane's turn,
 * hands the records to the log when the turn ends, and lets the outputs out, in turn order, once the log has synced them.
 * Outputs are frames to peers, completions, status and role reports. A turn without records waits for the turns before it.
 * Only a leader's appends go ahead of the sync ({@link #sendAhead}).
 *
 * <p><b>Lane.</b> One gate per lane, touched on it only.
 */
final class TurnGate {
    private static final Logger LOGGER = LoggerFactory.getLogger(TurnGate.class);
    /** A turn with more bytes of records than this goes to the log in pieces. */
    private static final int BATCH_BYTES_WANTED = 8 * 1024 * 1024;

    /** Turns whose room is kept for later ones: more are seldom on their way to the disk at once. */
    private static final int TURNS_KEPT = 16;

    /** A group's log as it stood when its records were handed over. */
    private record Appended(HostedGroup group, int term, long lastIndex) {}

    private static final class Turn {
        final LogBatch records = new LogBatch();
        final List<Runnable> outputs = new ArrayList<>();
        final TurnFrames frames = new TurnFrames();
        final List<Appended> appended = new ArrayList<>();
        final List<Turn> attached = new ArrayList<>(0);

        boolean isEmpty() {
            return records.isEmpty() && outputs.isEmpty() && frames.isEmpty();
        }

        /** Makes it ready to be another turn; all it had has left. */
        void clear() {
            records.clear();
            outputs.clear();
            appended.clear();
            attached.clear();
        }
    }

    private final Lane lane;
    private final TurnLog log;
    private final PeerLinks links;
    private final Profiler profiler;
    private final RoundTrips roundTrips;
    private final ArrayDeque<Turn> inFlight = new ArrayDeque<>();
    private final List<HostedGroup> touched = new ArrayList<>();
    private List<Runnable> answers = new ArrayList<>();
    /** Turns that are over: what they had room for the next ones will want room for. */
    private final ArrayDeque<Turn> spare = new ArrayDeque<>();

    /** What leaves before the turn is durable. */
    private final TurnFrames ahead = new TurnFrames();

    private Turn current = new Turn();
    private boolean releasing;
    private long turnNanos;
    private boolean timed;

    TurnGate(Lane lane, TurnLog log, PeerLinks links, Clock clock) {
        this.lane = lane;
        this.log = log;
        this.links = links;
        this.profiler = new Profiler(clock);
        this.roundTrips = new RoundTrips(this, profiler);
        lane.onTurnEnd(this::endTurn);
    }

    /** Where this lane's time is counted. */
    Profiler profiler() {
        return profiler;
    }

    /** Measures this lane's peers. */
    RoundTrips roundTrips() {
        return roundTrips;
    }

    /** A moment of this turn, the first that somebody asked for: reading the clock for each entry would show. */
    long turnNanos() {
        if (!timed) {
            timed = true;
            turnNanos = profiler.now();
        }
        return turnNanos;
    }

    /** Where this turn's records go. */
    LogBatch records() {
        if (current.records.size() > BATCH_BYTES_WANTED) {
            handOver();
        }
        return current.records;
    }

    /** Puts a message into this turn's frame from the sender to a peer. */
    void send(Endpoint sender, Endpoint target, RaftMessage message, long matchHint) {
        FrameWriter frame = current.frames.to(sender, target);
        frame.add(message, matchHint);
        if (frame.size() > FrameWriter.FRAME_BYTES_WANTED) {
            byte[] full = frame.take();
            hold(() -> links.send(target.serverId(), full));
        }
    }

    /**
     * Puts an append into a frame that leaves when the turn ends, while this server's own log still writes the entries
     * (Raft thesis §10.2.1). Nothing in it may depend on anything that is not durable yet but the entries themselves, which
     * count here only when they are ({@link HostedGroup#synced}).
     */
    void sendAhead(Endpoint sender, Endpoint target, RaftMessage append) {
        FrameWriter frame = ahead.to(sender, target);
        frame.add(append, -1);
        if (frame.size() > FrameWriter.FRAME_BYTES_WANTED) {
            links.send(target.serverId(), frame.take());
        }
    }

    /** Puts a beat, or the answer to one, into this turn's frame to a peer. */
    void send(Endpoint sender, Endpoint target, Beat beat) {
        current.frames.to(sender, target).add(beat);
    }

    /** Lets something out once all records up to now are durable. */
    void hold(Runnable output) {
        current.outputs.add(output);
    }

    /**
     * Lets something out when the turn ends, whatever is still being written: something that is true already and does not
     * depend on any record of this turn or of those before it, such as the result of an entry that a majority has synced.
     */
    void answer(Runnable output) {
        answers.add(output);
    }

    /** Notes that a group did something in this turn. */
    void touch(HostedGroup group) {
        if (group.markTouched()) {
            touched.add(group);
        }
    }

    /** Whether outputs are being let out: nothing may run inside a completion's callback. */
    boolean isReleasing() {
        return releasing;
    }

    private void endTurn() {
        timed = false;
        if (log.failure() != null) {
            touched.forEach(HostedGroup::clearTouched);
            touched.clear();
            current = new Turn();
            answers.clear();
            return;
        }
        for (HostedGroup group : touched) {
            group.endTurn();
            group.clearTouched();
        }
        boolean records = !current.records.isEmpty();
        if (records) {
            noteAppended();
        }
        touched.clear();
        handOver();
        letOutAnswers();
    }

    private void letOutAnswers() {
        if (!answers.isEmpty()) {
            List<Runnable> due = answers;
            answers = new ArrayList<>();
            releasing = true;
            due.forEach(this::letOut);
            releasing = false;
        }
    }

    private void noteAppended() {
        for (HostedGroup group : touched) {
            if (group.leadingTerm() > 0) {
                current.appended.add(new Appended(group, group.leadingTerm(), group.lastIndex()));
            }
        }
    }

    private void handOver() {
        ahead.send(links);
        if (current.isEmpty()) {
            return;
        }
        Turn turn = current;
        current = spare.isEmpty() ? new Turn() : spare.pop();
        if (!turn.records.isEmpty()) {
            inFlight.add(turn);
            long handedOver = profiler.now();
            log.submit(turn.records, () -> {
                turn.frames.send(links);
                lane.execute(() -> {
                    profiler.count(profiler.log, handedOver);
                    synced(turn);
                });
            });
        } else if (inFlight.isEmpty()) {
            letOut(turn);
            over(turn);
        } else {
            inFlight.getLast().attached.add(turn);
        }
    }

    private void over(Turn turn) {
        if (spare.size() < TURNS_KEPT) {
            turn.clear();
            spare.push(turn);
        }
    }

    private void synced(Turn turn) {
        Turn first = inFlight.poll();
        if (first != turn) {
            throw new IllegalStateException("the log released a turn out of order on lane " + lane.name() + "; "
                    + inFlight.size() + " turns are in flight");
        }
        letOut(turn);
        turn.attached.forEach(this::letOut);
        for (Appended appended : turn.appended) {
            appended.group().synced(appended.term(), appended.lastIndex());
        }
        turn.attached.forEach(this::over);
        over(turn);
    }

    /**
     * Sends what a turn has for peers, and lets out the rest. Of a turn with records the log's lane has sent it already, as soon
     * as they were durable: nothing of the lane is in a frame any more, and the peers wait for it. Turns without records follow
     * on the lane, and so after it.
     */
    private void letOut(Turn turn) {
        releasing = true;
        try {
            turn.frames.send(links);
            turn.outputs.forEach(this::letOut);
        } finally {
            releasing = false;
        }
    }

    private void letOut(Runnable output) {
        try {
            output.run();
        } catch (RuntimeException e) {
            LOGGER.error("A listener on lane {} threw", lane.name(), e);
        }
    }
}
