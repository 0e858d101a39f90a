package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.RaftEndpoint;
import io.microraft.exception.CannotReplicateException;
import io.microraft.exception.IndeterminateStateException;
import io.microraft.exception.NotLeaderException;

/** What the library's failures mean for a caller (facts/raft.md 4.8): nothing happened, or nobody knows. */
final class Outcomes {
    private Outcomes() {}

    /** The failure of a proposal. */
    static RaftException ofProposal(String label, Throwable failure) {
        if (failure instanceof NotLeaderException notLeader) {
            return new RaftException.NotLeader(label, member(notLeader.getLeader()));
        }
        if (failure instanceof CannotReplicateException) {
            return new RaftException.Overloaded("too much is in flight in " + label + ", or its leader is changing");
        }
        if (failure instanceof IndeterminateStateException) {
            return new RaftException.OutcomeUnknown(
                    "the leader of " + label + " changed before the entry was committed", failure);
        }
        if (failure instanceof IllegalStateException && isRingFull(failure)) {
            return new RaftException.Overloaded("the log of " + label + " waits for a checkpoint");
        }
        return new RaftException.OutcomeUnknown("the entry of " + label + " may or may not be applied", failure);
    }

    /** The failure of a question that changes nothing. */
    static RaftException ofQuery(String label, Throwable failure) {
        RaftException outcome = ofProposal(label, failure);
        return outcome instanceof RaftException.OutcomeUnknown ? new RaftException.NotLeader(label, null) : outcome;
    }

    /** The library says so in words only. */
    private static boolean isRingFull(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("Not enough capacity");
    }

    static MemberId member(RaftEndpoint endpoint) {
        return endpoint == null ? null : member((Endpoint) endpoint);
    }

    private static MemberId member(Endpoint endpoint) {
        return new MemberId(endpoint.serverId(), endpoint.incarnation());
    }

    static Endpoint endpoint(MemberId member) {
        return new Endpoint(member.serverId(), member.incarnation());
    }
}
