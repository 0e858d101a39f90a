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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Room for a message or some beats. */
    private static final int BYTES_FIRST = 256;

    /** The most room that is made before it is needed. */
    private static final int BYTES_EXPECTED_MAX = 256 * 1024;

    /** A group's log as it stood when its records were handed over. */
    private record Appended(HostedGroup group, int term, long lastIndex) {}

    /** A frame goes from one life of this server to one life of another: groups may know either in different ones. */
    private record Route(Endpoint sender, Endpoint target) {}

    private static final class Turn {
        final LogBatch records;
        final List<Runnable> outputs = new ArrayList<>();
        final Map<Route, FrameWriter> frames = new LinkedHashMap<>();
        final Map<Route, FrameWriter> ahead = new LinkedHashMap<>();
        final List<Appended> appended = new ArrayList<>();
        final List<Turn> attached = new ArrayList<>(0);

        Turn(int recordBytes) {
            records = new LogBatch(recordBytes);
        }

        boolean isEmpty() {
            return records.isEmpty() && outputs.isEmpty() && frames.isEmpty() && ahead.isEmpty();
        }
    }

    private final Lane lane;
    private final TurnLog log;
    private final PeerLinks links;
    private final Profiler profiler;
    private final ArrayDeque<Turn> inFlight = new ArrayDeque<>();
    private final List<HostedGroup> touched = new ArrayList<>();
    private List<Runnable> answers = new ArrayList<>();
    private final Expected recordBytes = new Expected();
    private final Expected frameBytes = new Expected();
    private final Expected aheadBytes = new Expected();
    private Turn current = new Turn(BYTES_FIRST);
    private boolean releasing;

    /** How much the next one will probably hold, by those before it: room that is not there costs a copy of everything. */
    private static final class Expected {
        private int bytes = BYTES_FIRST;

        /** Follows growth at once and forgets it slowly. */
        void was(int size) {
            int wanted = Math.min(BYTES_EXPECTED_MAX, size + size / 4);
            bytes = Math.max(BYTES_FIRST, wanted >= bytes ? wanted : bytes - (bytes - wanted) / 8);
        }
    }

    TurnGate(Lane lane, TurnLog log, PeerLinks links, Clock clock) {
        this.lane = lane;
        this.log = log;
        this.links = links;
        this.profiler = new Profiler(clock);
        lane.onTurnEnd(this::endTurn);
    }

    /** Where this lane's time is counted. */
    Profiler profiler() {
        return profiler;
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
        Route route = new Route(sender, target);
        FrameWriter frame = current.frames.computeIfAbsent(route, peer -> frame(peer, frameBytes));
        frame.add(message, matchHint);
        if (frame.size() > FrameWriter.FRAME_BYTES_WANTED) {
            current.frames.remove(route);
            hold(() -> links.send(target.serverId(), frame.toArray()));
        }
    }

    /**
     * Puts an append into a frame that leaves when the turn ends, while this server's own log still writes the entries
     * (Raft thesis §10.2.1). Nothing in it may depend on anything that is not durable yet but the entries themselves, which
     * count here only when they are ({@link HostedGroup#synced}).
     */
    void sendAhead(Endpoint sender, Endpoint target, RaftMessage append) {
        Route route = new Route(sender, target);
        FrameWriter frame = current.ahead.computeIfAbsent(route, peer -> frame(peer, aheadBytes));
        frame.add(append, -1);
        if (frame.size() > FrameWriter.FRAME_BYTES_WANTED) {
            current.ahead.remove(route);
            links.send(target.serverId(), frame.toArray());
        }
    }

    /** Puts a beat, or the answer to one, into this turn's frame to a peer. */
    void send(Endpoint sender, Endpoint target, Beat beat) {
        current.frames
                .computeIfAbsent(new Route(sender, target), peer -> frame(peer, frameBytes))
                .add(beat);
    }

    private static FrameWriter frame(Route route, Expected expected) {
        return new FrameWriter(route.sender(), route.target(), expected.bytes);
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
        if (log.failure() != null) {
            touched.forEach(HostedGroup::clearTouched);
            touched.clear();
            current = new Turn(BYTES_FIRST);
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
        if (current.isEmpty()) {
            return;
        }
        Turn turn = current;
        learnSizes(turn);
        current = new Turn(recordBytes.bytes);
        turn.ahead.forEach((route, frame) -> links.send(route.target().serverId(), frame.toArray()));
        turn.ahead.clear();
        if (!turn.records.isEmpty()) {
            inFlight.add(turn);
            long handedOver = profiler.now();
            log.submit(turn.records, () -> {
                sendFrames(turn);
                lane.execute(() -> {
                    profiler.count(profiler.log, handedOver);
                    synced(turn);
                });
            });
        } else if (inFlight.isEmpty()) {
            letOut(turn);
        } else {
            inFlight.getLast().attached.add(turn);
        }
    }

    private void learnSizes(Turn turn) {
        turn.frames.values().forEach(frame -> frameBytes.was(frame.size()));
        turn.ahead.values().forEach(frame -> aheadBytes.was(frame.size()));
        if (!turn.records.isEmpty()) {
            recordBytes.was(turn.records.size());
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
    }

    private void letOut(Turn turn) {
        releasing = true;
        try {
            sendFrames(turn);
            turn.outputs.forEach(this::letOut);
            turn.outputs.clear();
        } finally {
            releasing = false;
        }
    }

    /**
     * Sends what a turn has for peers. Of a turn with records the log's lane does it, as soon as they are durable: nothing of
     * the lane is in a frame any more, and the peers wait for it. Turns without records follow on the lane, and so after it.
     */
    private void sendFrames(Turn turn) {
        turn.frames.forEach((route, frame) -> links.send(route.target().serverId(), frame.toArray()));
        turn.frames.clear();
    }

    private void letOut(Runnable output) {
        try {
            output.run();
        } catch (RuntimeException e) {
            LOGGER.error("A listener on lane {} threw", lane.name(), e);
        }
    }
}
