package dev.muster.raft;

import dev.muster.raft.wire.FrameReader;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.LeaderState;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers of followers that were faster than this leader's own disk. They wait until it has synced what they confirm, so
 * that nothing is committed, and so applied, that this server might not remember after a crash. Lane only.
 */
final class AnswersAhead {
    private final RaftNodeImpl node;
    private final List<FrameReader.Incoming> waiting = new ArrayList<>();

    AnswersAhead(RaftNodeImpl node) {
        this.node = node;
    }

    /** Whether a message has to wait, and is kept until {@link #release}. */
    boolean holds(FrameReader.Incoming incoming) {
        LeaderState leader = node.state().leaderState();
        if (leader == null
                || !(incoming.message() instanceof AppendEntriesSuccessResponse answer)
                || answer.getTerm() != node.state().term()
                || answer.getLastLogIndex() <= leader.flushedLogIndex()) {
            return false;
        }
        waiting.add(incoming);
        return true;
    }

    /** The log is synced further: hands on what waited. What still has to wait comes back to {@link #holds}. */
    void release(Consumer<FrameReader.Incoming> receiver) {
        if (waiting.isEmpty()) {
            return;
        }
        List<FrameReader.Incoming> due = new ArrayList<>(waiting);
        waiting.clear();
        due.forEach(receiver);
    }
}
