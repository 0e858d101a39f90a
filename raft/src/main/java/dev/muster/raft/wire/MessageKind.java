package dev.muster.raft.wire;

import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;

/** The kinds of messages. The ordinal is on the wire: only append. */
enum MessageKind {
    APPEND(AppendEntriesRequest.class),
    APPENDED(AppendEntriesSuccessResponse.class),
    APPEND_REFUSED(AppendEntriesFailureResponse.class),
    SNAPSHOT(InstallSnapshotRequest.class),
    SNAPSHOT_WANTED(InstallSnapshotResponse.class),
    PRE_VOTE(PreVoteRequest.class),
    PRE_VOTED(PreVoteResponse.class),
    VOTE(VoteRequest.class),
    VOTED(VoteResponse.class),
    ELECT_YOURSELF(TriggerLeaderElectionRequest.class),
    /** A {@link Beat} of a leader; no message of the library. */
    BEAT(null),
    /** A follower's answer to one. */
    BEAT_HEARD(null);

    private static final MessageKind[] KINDS = values();

    private final Class<? extends RaftMessage> type;

    MessageKind(Class<? extends RaftMessage> type) {
        this.type = type;
    }

    static MessageKind of(RaftMessage message) {
        for (MessageKind kind : KINDS) {
            if (kind.type != null && kind.type.isInstance(message)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such message: " + message.getClass());
    }

    static MessageKind of(int number) {
        if (number >= KINDS.length) {
            throw new MalformedFrame("unknown kind of message: " + number);
        }
        return KINDS[number];
    }
}
