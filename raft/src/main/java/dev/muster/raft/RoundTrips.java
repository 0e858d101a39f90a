package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long the followers of a lane's groups take to answer: one request per peer at a time, whichever group's, from
 * the moment it leaves. Requests that stay unanswered give way to later ones. Lane only.
 */
final class RoundTrips {
    /** A request on its way to one peer, the latest that is measured. */
    private static final class Probe {
        final String serverId;
        HostedGroup group;
        long sequence;
        long leftAtNanos;
        boolean left;

        Probe(String serverId) {
            this.serverId = serverId;
        }

        void leaves(long nanos) {
            leftAtNanos = nanos;
            left = true;
        }
    }

    /** A request that is not answered by now is not waited for. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final List<Probe> probes = new ArrayList<>();
    private final TurnGate gate;
    private final Profiler profiler;

    RoundTrips(TurnGate gate, Profiler profiler) {
        this.gate = gate;
        this.profiler = profiler;
    }

    /** A request of a group goes into this turn's frame, and leaves when the turn ends ({@code ahead}) or is durable. */
    void sending(HostedGroup group, Endpoint target, AppendEntriesRequest append, boolean ahead) {
        if (append.getFlowControlSequenceNumber() <= 0) {
            return;
        }
        Probe probe = probe(target.serverId());
        if (probe.group != null && (!probe.left || gate.turnNanos() - probe.leftAtNanos < PATIENCE_NANOS)) {
            return;
        }
        probe.group = group;
        probe.sequence = append.getFlowControlSequenceNumber();
        probe.left = false;
        if (ahead) {
            probe.leaves(profiler.now());
        } else {
            gate.hold(() -> probe.leaves(profiler.now()));
        }
    }

    private Probe probe(String serverId) {
        for (Probe probe : probes) {
            if (probe.serverId.equals(serverId)) {
                return probe;
            }
        }
        Probe probe = new Probe(serverId);
        probes.add(probe);
        return probe;
    }

    /** A message for a group has come. */
    void received(HostedGroup group, RaftMessage message) {
        for (Probe probe : probes) {
            if (probe.group == group
                    && probe.left
                    && message instanceof AppendEntriesSuccessResponse answer
                    && probe.sequence == answer.getFlowControlSequenceNumber()
                    && probe.serverId.equals(((Endpoint) message.getSender()).serverId())) {
                probe.group = null;
                profiler.count(profiler.roundTrip, probe.leftAtNanos);
                return;
            }
        }
    }
}
