package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures how long a group's followers take to answer: one request per follower at a time, from the moment it leaves.
 * Requests that stay unanswered give way to later ones. Lane only.
 */
final class RoundTrips {
    /** A request on its way; the time is 0 until it has left. */
    private static final class Request {
        final long sequence;
        long leftAtNanos;
        boolean left;

        Request(long sequence) {
            this.sequence = sequence;
        }

        void leaves(long nanos) {
            leftAtNanos = nanos;
            left = true;
        }
    }

    /** A request that is not answered by now is not waited for. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final Map<String, Request> onTheWay = new HashMap<>();
    private final TurnGate gate;
    private final Profiler profiler;

    RoundTrips(TurnGate gate) {
        this.gate = gate;
        this.profiler = gate.profiler();
    }

    /** A request goes into this turn's frame, and leaves when the turn ends ({@code ahead}) or is durable. */
    void sending(Endpoint target, AppendEntriesRequest append, boolean ahead) {
        if (append.getFlowControlSequenceNumber() <= 0) {
            return;
        }
        Request before = onTheWay.get(target.serverId());
        if (before != null && (!before.left || profiler.now() - before.leftAtNanos < PATIENCE_NANOS)) {
            return;
        }
        Request request = new Request(append.getFlowControlSequenceNumber());
        onTheWay.put(target.serverId(), request);
        if (ahead) {
            request.leaves(profiler.now());
        } else {
            gate.hold(() -> request.leaves(profiler.now()));
        }
    }

    /** An answer has come. */
    void received(RaftMessage message) {
        if (onTheWay.isEmpty() || !(message instanceof AppendEntriesSuccessResponse answer)) {
            return;
        }
        String sender = ((Endpoint) message.getSender()).serverId();
        Request request = onTheWay.get(sender);
        if (request != null && request.left && request.sequence == answer.getFlowControlSequenceNumber()) {
            onTheWay.remove(sender);
            profiler.count(profiler.roundTrip, request.leftAtNanos);
        }
    }
}
